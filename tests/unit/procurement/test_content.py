"""The phase model, its sources and the script of the example world, checked as plain data."""

import datetime as dt
import re
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from accounts.organisations.rules import Role

ROOT = Path(__file__).resolve().parents[3]
OWN_ADDITION = "eigen aanvulling"
ASPECTS = ["inhoud", "processen", "werkstructuren", "organisatie", "systemen"]
PHASES = ["0", "1", "2", "3", "4", "5", "I"]
TRACKS = ["6", "7", "8"]


def load(path: str) -> dict[str, Any]:
    with (ROOT / path).open("rb") as file:
        return tomllib.load(file)


EVA = load("procurement/trajectory/content/eva.toml")
SOURCES = load("procurement/trajectory/content/sources.toml")
SEGMENTS = load("segments/catalogue/content/twente.toml")
ORGANISATIONS = load("accounts/organisations/content/twente.toml")
WALK = load("desk/example/content/walk_2025.toml")

PARTS = {part["code"]: part for part in EVA["part"]}
CHECKS = [(part, check) for part in EVA["part"] for check in part["check"]]
CHECK_CODES = {check["code"] for _, check in CHECKS}
GATES = EVA["gate"]
PARAGRAPHS = {paragraph["code"] for paragraph in SOURCES["paragraph"]}


def checks_of(part: str) -> list[dict[str, Any]]:
    return list(PARTS[part]["check"])


# -- sources


def test_paragraph_codes_are_unique_and_belong_to_a_document() -> None:
    codes = [paragraph["code"] for paragraph in SOURCES["paragraph"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert {code.split(" ")[0] for code in codes} == set(SOURCES["document"])


def test_an_incomplete_paragraph_says_what_is_there() -> None:
    for paragraph in SOURCES["paragraph"]:
        assert paragraph["title"]
        assert paragraph["complete"] or paragraph["note"], paragraph["code"]


@pytest.mark.parametrize("missing", ["EVA 1", "EVA 1.1", "EVA 2", "EVA 2.1", "EVA 5", "EVA 5.1", "EVA 5.4"])
def test_paragraphs_missing_from_the_source_text_cannot_be_cited(missing: str) -> None:
    assert missing not in PARAGRAPHS


def test_every_citation_is_in_the_list_or_is_an_own_addition() -> None:
    cited = [(thing["code"], thing["source"]) for thing in [*EVA["part"], *(check for _, check in CHECKS), *GATES]]
    cited += [(f"{o['part']} beside {o['beside']}", o["source"]) for o in EVA["overlap"]]
    allowed = PARAGRAPHS | {OWN_ADDITION}
    assert [(code, source) for code, source in cited if source not in allowed] == []


# -- parts and checks


def test_phases_and_tracks() -> None:
    assert [p["code"] for p in EVA["part"] if p["kind"] == "phase"] == PHASES
    assert [p["code"] for p in EVA["part"] if p["kind"] == "track"] == TRACKS


@pytest.mark.parametrize("code", list(PARTS))
def test_a_part_is_complete_and_fits_the_page(code: str) -> None:
    part = PARTS[code]
    assert 3 <= len(part["short"]) <= 14
    assert len(part["name"]) <= 60
    assert 20 <= len(part["goal"]) <= 300
    assert 20 <= len(part["end_product"]) <= 200
    assert part["roles"]
    assert len(part["roles"]) == len(set(part["roles"]))


def test_check_codes_are_unique_and_say_where_they_belong() -> None:
    codes = [check["code"] for _, check in CHECKS]
    assert len(codes) == len(set(codes))
    for part, check in CHECKS:
        number = ASPECTS.index(check["aspect"]) + 1
        assert re.fullmatch(rf"{part['code']}\.{number}-[a-z]", check["code"]), check["code"]


def test_check_letters_have_no_holes() -> None:
    by_group = Counter(check["code"].split("-")[0] for _, check in CHECKS)
    for group, count in by_group.items():
        expected = {f"{group}-{chr(ord('a') + i)}" for i in range(count)}
        assert expected <= CHECK_CODES, group


def test_a_check_is_a_short_statement_with_an_explanation() -> None:
    texts = [check["text"] for _, check in CHECKS]
    assert len(texts) == len(set(texts))
    for _, check in CHECKS:
        assert 20 <= len(check["text"]) <= 160, check["code"]
        assert check["text"].endswith("."), check["code"]
        assert "?" not in check["text"], check["code"]
        assert 20 <= len(check["explanation"]) <= 300, check["code"]
        assert check["evidence"] in {"required", "optional"}, check["code"]


def test_profiles_get_lighter() -> None:
    names = [profile["code"] for profile in EVA["profile"]]
    assert names == ["full", "lot", "pilot"]
    for _, check in CHECKS:
        profiles = check["profiles"]
        assert profiles == names[: len(profiles)], check["code"]
    count = {name: sum(name in check["profiles"] for _, check in CHECKS) for name in names}
    assert count["full"] > count["lot"] > count["pilot"] > 0
    assert count["pilot"] * 2 < count["full"]


def test_every_profile_asks_something_in_every_phase() -> None:
    for code in PHASES:
        for profile in ["full", "lot", "pilot"]:
            assert any(profile in check["profiles"] for check in checks_of(code)), (
                code,
                profile,
            )


@pytest.mark.parametrize(
    ("part", "least"),
    [
        ("0", 12),
        ("1", 8),
        ("2", 3),
        ("3", 12),
        ("4", 8),
        ("5", 3),
        ("I", 3),
        ("6", 3),
        ("7", 3),
        ("8", 3),
    ],
)
def test_number_of_checks_per_part(part: str, least: int) -> None:
    assert len(checks_of(part)) >= least


def test_number_of_checks_in_total() -> None:
    assert len(PARTS) >= 9
    assert len(CHECKS) >= 60


def test_every_part_looks_at_all_five_aspects() -> None:
    assert [aspect["code"] for aspect in EVA["aspect"]] == ASPECTS
    for code in PARTS:
        assert {check["aspect"] for check in checks_of(code)} == set(ASPECTS), code


# -- gates and overlaps


def test_gates_refer_to_existing_phases_and_have_unique_codes() -> None:
    codes = [gate["code"] for gate in GATES]
    assert len(codes) == len(set(codes))
    assert len(codes) >= 12
    for gate in GATES:
        assert gate["part"] in PHASES, gate["code"]
        assert gate["moment"] in {"open", "close"}, gate["code"]
        assert gate["code"].startswith(f"{gate['part']}-{gate['moment']}-"), gate["code"]
        assert 20 <= len(gate["text"]) <= 160, gate["code"]


def test_only_computed_conditions_have_a_rule() -> None:
    rules = {gate["rule"] for gate in GATES if gate["computed"]}
    assert rules == {
        "previous_part_closed",
        "earlier_part_closed",
        "obligatory_checks_done",
        "end_product_recorded",
        "owner_and_dates_set",
    }
    assert [gate["code"] for gate in GATES if not gate["computed"] and "rule" in gate] == []
    assert sum(not gate["computed"] for gate in GATES) >= 12


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_its_computed_conditions(phase: str) -> None:
    have = {(g["moment"], g["rule"]) for g in GATES if g["part"] == phase and g["computed"]}
    expected = {
        ("open", "owner_and_dates_set"),
        ("close", "obligatory_checks_done"),
        ("close", "end_product_recorded"),
    }
    if phase != "0":
        expected.add(("open", "previous_part_closed"))
    if phase == "4":
        expected.add(("close", "earlier_part_closed"))  # it may begin beside the tariff research, not end before it
    assert have == expected


def test_a_condition_leans_only_on_checks_that_can_be_done_by_then() -> None:
    for gate in GATES:
        if "check" not in gate:
            continue
        assert gate["check"] in CHECK_CODES, gate["code"]
        part = gate["check"].split(".")[0]
        if part in PHASES:
            here, there = PHASES.index(gate["part"]), PHASES.index(part)
            assert there < here or (gate["moment"] == "close" and there == here), gate["code"]


def test_a_condition_applies_in_the_profiles_of_its_check() -> None:
    profiles = {check["code"]: check["profiles"] for _, check in CHECKS}
    for gate in GATES:
        if gate["computed"]:
            assert gate["profiles"] == ["full", "lot", "pilot"], gate["code"]
        elif "check" in gate:
            assert gate["profiles"] == profiles[gate["check"]], gate["code"]
        else:
            assert gate["profiles"], gate["code"]


def test_overlaps_refer_to_two_existing_parts() -> None:
    pairs = [(overlap["part"], overlap["beside"]) for overlap in EVA["overlap"]]
    assert len(pairs) == len(set(pairs))
    for overlap in EVA["overlap"]:
        assert overlap["part"] in PARTS
        assert overlap["beside"] in PARTS
        assert overlap["part"] != overlap["beside"]
        assert overlap["extent"] in {"whole", "portion"}
        assert overlap["reason"]


def test_of_two_phases_only_a_portion_overlaps() -> None:
    both = [o for o in EVA["overlap"] if o["part"] in PHASES and o["beside"] in PHASES]
    assert [(o["part"], o["beside"], o["extent"]) for o in both] == [("4", "3", "portion")]


# -- the example world

PEOPLE = {person["key"]: person for person in WALK["person"]}
TRAJECTORIES = {trajectory["slug"]: trajectory for trajectory in WALK["trajectory"]}
EVENTS = WALK["event"]
MUNICIPALITIES = {m["slug"] for m in ORGANISATIONS["municipality"]}


def test_example_people_cannot_be_mistaken_for_real_ones() -> None:
    assert len({person["email"] for person in PEOPLE.values()}) == len(PEOPLE)
    known = MUNICIPALITIES | {"ozjt"} | {provider["slug"] for provider in WALK["provider"]}
    for person in PEOPLE.values():
        assert person["email"].endswith("@voorbeeld.example")
        assert len(person["password"]) >= 12
        assert "voorbeeld" in person["password"]
        assert "(voorbeeld)" in person["title"]
        assert person["organisation"] in known


def test_every_role_has_someone() -> None:
    assert {person["role"] for person in PEOPLE.values()} == {role.value for role in Role}


def test_participants_exist() -> None:
    assert set(TRAJECTORIES["inkoop-jeugdhulp-2025"]["participants"]) == MUNICIPALITIES
    assert TRAJECTORIES["voorbeeldpilot-logeeropvang"]["participants"] == [
        "almelo",
        "borne",
        "hengelo",
    ]


@pytest.mark.parametrize("slug", list(TRAJECTORIES))
def test_planned_phases_follow_each_other_up_to_the_contract_start(slug: str) -> None:
    trajectory = TRAJECTORIES[slug]
    plan = {row["part"]: row for row in trajectory["plan"]}
    phases = [plan[code] for code in PHASES]
    for row in plan.values():
        assert row["start"] < row["end"]
        assert row["owner"] in PEOPLE
    for before, after in pairwise(phases):
        assert before["end"] < after["start"]
    assert plan["I"]["end"] == trajectory["contract_start"] - dt.timedelta(days=1)
    assert (plan["I"]["start"].month, plan["I"]["start"].day) == (7, 1)


def test_tariff_research_lasts_a_year_and_stays_out_of_the_summer_holiday() -> None:
    plan = {row["part"]: row for row in TRAJECTORIES["inkoop-jeugdhulp-2025"]["plan"]}["3"]
    research, deepening = plan["step"]
    assert plan["start"].replace(year=plan["start"].year + 1) == plan["end"] + dt.timedelta(days=1)
    assert (research["start"], deepening["end"]) == (plan["start"], plan["end"])
    assert deepening["start"] == research["end"] + dt.timedelta(days=1)
    assert research["end"] < dt.date(2023, 7, 22)  # first day of the summer holiday, region Noord


@pytest.mark.parametrize("slug", list(TRAJECTORIES))
def test_events_happen_in_order_before_now_in_office_hours(slug: str) -> None:
    moments = [event["at"] for event in EVENTS if event.get("trajectory") == slug]
    assert moments == sorted(set(moments))
    for moment in moments:
        assert dt.datetime(2021, 11, 1) <= moment < WALK["world"]["now"]
        assert moment.weekday() < 5
        assert 8 <= moment.hour < 18


def test_events_name_things_that_exist() -> None:
    conditions = {gate["code"] for gate in GATES}
    for event in EVENTS:
        assert event["who"] in PEOPLE
        assert PEOPLE[event["who"]]["role"] in {"procurement_officer", "manager"}
        assert event.get("to", event["who"]) in PEOPLE
        assert event.get("part", "0") in PARTS
        assert event.get("check", "0.1-a") in CHECK_CODES
        assert event.get("condition", GATES[0]["code"]) in conditions
        evidence = event.get("evidence", {"kind": "none"})
        if evidence["kind"] == "file":
            assert evidence["lines"]
            assert evidence["filename"].startswith("voorbeeld-")
        elif evidence["kind"] == "link":
            assert ".voorbeeld.example/" in evidence["url"]
        elif evidence["kind"] == "record":
            kept = [
                row for row in EVENTS if row["do"] == "request_report" and row.get("trajectory") == event["trajectory"]
            ]
            assert min(row["at"] for row in kept) < event["at"]


def test_invented_texts_say_that_they_are_an_example() -> None:
    for event in EVENTS:
        if "note" in event:
            assert event["note"].startswith("Voorbeeld:") or event["do"] == "save_filter", event
        evidence = event.get("evidence", {})
        if evidence.get("kind") in {"file", "link"}:
            assert evidence["title"].startswith("Voorbeeld:")
        if evidence.get("kind") == "file":
            assert "(voorbeeld" in evidence["lines"][0].lower()


def test_a_check_is_completed_once_and_with_the_evidence_it_requires() -> None:
    required = {check["code"] for _, check in CHECKS if check["evidence"] == "required"}
    done = [e for e in EVENTS if e["do"] == "complete_check"]
    pairs = [(event["trajectory"], event["check"]) for event in done]
    assert len(pairs) == len(set(pairs))
    assert [e["check"] for e in done if e["check"] in required and "evidence" not in e] == []
    for event in done:
        opened = [
            e["at"]
            for e in EVENTS
            if e["do"] == "open_part"
            and e.get("trajectory") == event["trajectory"]
            and e["part"] == event["check"].split(".")[0]
        ]
        assert opened
        assert opened[0] < event["at"]


def test_the_baseline_has_three_obligatory_checks_left_and_all_are_assigned() -> None:
    mine = [e for e in EVENTS if e.get("trajectory") == "inkoop-jeugdhulp-2025"]
    done = {event["check"] for event in mine if event["do"] == "complete_check"}
    left = {c["code"] for c in checks_of("0") if "full" in c["profiles"]} - done
    assert left == {"0.2-c", "0.4-d", "0.5-b"}
    assert {event["check"] for event in mine if event["do"] == "assign_check"} == left
