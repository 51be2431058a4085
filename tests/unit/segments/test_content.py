"""The segments of Twente and the organisations that buy them, checked as plain data."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
OWN_ADDITION = "eigen aanvulling"


def load(path: str) -> dict[str, Any]:
    with (ROOT / path).open("rb") as file:
        return tomllib.load(file)


CATALOGUE = load("segments/catalogue/content/twente.toml")
ORGANISATIONS = load("accounts/organisations/content/twente.toml")
PARAGRAPHS = {paragraph["code"] for paragraph in load("procurement/trajectory/content/sources.toml")["paragraph"]}
SEGMENTS = {segment["code"]: segment for segment in CATALOGUE["segment"]}
LOTS = {lot["code"]: lot for lot in CATALOGUE["lot"]}
BODIES = {body["code"] for body in CATALOGUE["competent_body"]}


def test_five_layers_and_three_crossing_blocks_in_order() -> None:
    layers = [s["code"] for s in CATALOGUE["segment"] if s["place"] == "layer"]
    across = [s["code"] for s in CATALOGUE["segment"] if s["place"] == "across"]
    assert layers == ["LTA", "WON", "VER", "AMB", "SBI"]
    assert across == ["CRI", "JBJR", "C&D"]
    assert [segment["order"] for segment in CATALOGUE["segment"]] == list(range(1, 9))


def test_slugs() -> None:
    assert [segment["slug"] for segment in CATALOGUE["segment"]] == [
        "lta",
        "wonen",
        "verblijf",
        "ambulant",
        "sociale-basis",
        "crisis",
        "jb-jr",
        "consultatie-diagnostiek",
    ]


def test_crossing_blocks_name_the_layers_they_cross() -> None:
    for segment in SEGMENTS.values():
        if segment["place"] == "layer":
            assert "crosses" not in segment
        else:
            assert [SEGMENTS[code]["place"] for code in segment["crosses"]] == ["layer"] * 5


def test_every_citation_is_in_the_list_or_is_an_own_addition() -> None:
    things = [CATALOGUE["model"], CATALOGUE["previous_structure"], *LOTS.values()]
    for segment in SEGMENTS.values():
        things += [segment, *segment.get("care_form", [])]
    cited = {thing["source"] for thing in things if "source" in thing}
    assert cited - PARAGRAPHS - {OWN_ADDITION} == set()
    assert all(segment["source"] for segment in SEGMENTS.values())


def test_what_is_bought_has_a_body_and_a_lot_and_the_rest_has_neither() -> None:
    bought = {code for code, segment in SEGMENTS.items() if segment["in_procurement"]}
    assert bought == {"WON", "VER", "AMB", "CRI", "C&D"}
    for code, segment in SEGMENTS.items():
        assert ("competent_body" in segment) == (code in bought)
        assert ("lot" in segment) == (code in bought)
        assert segment["bought_by"]


def test_only_ambulant_is_decided_by_the_colleges() -> None:
    decided = {c: s["competent_body"] for c, s in SEGMENTS.items() if "competent_body" in s}
    assert {code for code, body in decided.items() if body == "colleges"} == {"AMB"}
    assert set(decided.values()) == BODIES


def test_lots_and_segments_agree() -> None:
    assert [lot["name"] for lot in LOTS.values()] == [
        "Wonen & Verblijf",
        "Ambulant",
        "Crisis",
        "Advies & Expertise",
    ]
    for code, lot in LOTS.items():
        assert lot["segments"] == [s for s, row in SEGMENTS.items() if row.get("lot") == code]


def test_figures_inside_ambulant_are_explained_on_both_pages() -> None:
    assert "Ambulant" in SEGMENTS["C&D"]["figures"]
    assert "dyslexie" in SEGMENTS["AMB"]["figures"]
    assert "Consultatie en Diagnostiek" in SEGMENTS["AMB"]["figures"]


def test_preference_counts_up_from_one_and_only_where_it_is_given() -> None:
    for code, segment in SEGMENTS.items():
        ranks = [f["preference"] for f in segment.get("care_form", []) if "preference" in f]
        assert ranks == ([1, 2, 3] if code == "WON" else []), code


def test_care_forms_are_unique_within_their_segment() -> None:
    for code, segment in SEGMENTS.items():
        names = [form["name"] for form in segment.get("care_form", [])]
        assert len(names) == len(set(names)), code
        assert bool(names) == (code not in {"LTA", "SBI"}), code


@pytest.mark.parametrize("code", list(SEGMENTS))
def test_texts_fit_the_page(code: str) -> None:
    segment = SEGMENTS[code]
    assert len(segment["short"]) <= 14
    assert len(segment["name"]) <= 60
    for field in ["what", "why_so"]:
        assert 40 <= len(segment[field]) <= 400, field
    for form in segment.get("care_form", []):
        assert 10 <= len(form.get("description", "Niet beschreven.")) <= 200, form["name"]


# -- organisations


def test_fourteen_municipalities_with_unique_codes() -> None:
    rows = ORGANISATIONS["municipality"]
    assert len(rows) == 14
    for field in ["cbs_code", "slug", "name"]:
        counts = Counter(row[field] for row in rows)
        assert [value for value, count in counts.items() if count > 1] == []
    assert all(len(row["cbs_code"]) == 6 and row["cbs_code"].startswith("GM") for row in rows)


def test_only_the_inhabitants_of_hengelo_are_unknown() -> None:
    rows = ORGANISATIONS["municipality"]
    assert [row["slug"] for row in rows if "inhabitants" not in row] == ["hengelo"]
    assert all(row["inhabitants"] > 20_000 for row in rows if "inhabitants" in row)
