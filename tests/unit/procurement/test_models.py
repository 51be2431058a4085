"""The second phase model, what profiles ask, overlaps, and the small arithmetic of plan and profile."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from procurement.gates.rules import RULES, GateData, Provided, judge
from procurement.trajectory.content_model import EVA, SID, Condition, model_of
from procurement.trajectory.rules import against_plan, count_checks, is_rejudged, shifted

CONTENT = Path(__file__).resolve().parents[3] / "procurement/trajectory/content"
PARAGRAPHS = {row["code"] for row in tomllib.loads((CONTENT / "sources.toml").read_text("utf-8"))["paragraph"]}
ASPECTS = ["inhoud", "processen", "werkstructuren", "organisatie", "systemen"]
PROFILES = ("full", "lot", "pilot")


def test_the_sid_has_four_phases_with_all_they_need() -> None:
    model = model_of(SID)
    assert model.code == "SID"
    assert [(part.code, part.kind) for part in model.parts] == [(code, "phase") for code in "1234"]
    for part in model.parts:
        assert part.roles
        assert 20 <= len(part.goal) <= 300
        assert 20 <= len(part.end_product) <= 200
        assert {check.aspect for check in part.checks} == set(ASPECTS), part.code
        for check in part.checks:
            number = ASPECTS.index(check.aspect) + 1
            assert re.fullmatch(rf"{part.code}\.{number}-[a-z]", check.code)
            assert 20 <= len(check.text) <= 160
            assert check.text.endswith(".")
            assert check.profiles == PROFILES[: len(check.profiles)]
    assert sum(len(part.checks) for part in model.parts) >= 25


@pytest.mark.parametrize("key", [EVA, SID])
def test_every_citation_of_a_model_is_in_the_list_or_is_an_own_addition(key: str) -> None:
    model = model_of(key)
    rows = [*model.parts, *(check for part in model.parts for check in part.checks), *model.conditions, *model.overlaps]
    assert {row.source for row in rows} <= PARAGRAPHS | {"eigen aanvulling"}


@pytest.mark.parametrize("key", [EVA, SID])
def test_conditions_name_what_exists(key: str) -> None:
    model = model_of(key)
    parts = {part.code for part in model.parts}
    checks = {check.code: check.profiles for part in model.parts for check in part.checks}
    assert len({row.code for row in model.conditions}) == len(model.conditions)
    for row in model.conditions:
        assert row.part in parts
        assert row.code.startswith(f"{row.part}-{row.moment}-")
        assert not row.rule or row.rule in RULES
        assert not row.check or row.profiles == checks[row.check], row.code
        assert sum(map(bool, (row.rule, row.check, row.provider))) <= 1
    for row in model.overlaps:
        assert {row.part, row.beside} <= parts
    assert {part for match in model_of(SID).correspondences for part in match.eva} <= {
        part.code for part in model_of(EVA).parts
    }


def test_a_profile_says_what_it_asks() -> None:
    model = model_of(EVA)
    full, _, pilot = model.profiles
    assert full.obligatory + full.optional == sum(len(part.checks) for part in model.parts)
    assert full.obligatory > pilot.obligatory
    assert pilot.conditions == sum("pilot" in row.profiles for row in model.conditions)


def data(**changes: object) -> GateData:
    values = {
        "owner_set": True, "planned_start": None, "planned_end": None, "previous_label": "Fase 3",
        "previous_closed": False, "obligatory_open": 0, "end_products": 0, "checks": {}, "confirmed": frozenset(),
    }  # fmt: skip
    return GateData(**values | changes)  # type: ignore[arg-type]


def condition(**changes: str) -> Condition:
    values = {"code": "x", "part": "4", "moment": "open", "text": "T", "source": "S", "rule": "", "check": ""}
    return Condition(**values | {"provider": ""} | changes, profiles=("full",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({"previous_running": True, "beside": "De marktanalyse mag al beginnen."}, True),
        ({"previous_running": True}, False),
        ({"beside": "De marktanalyse mag al beginnen."}, False),
        ({"previous_closed": True}, True),
    ],
)
def test_a_phase_begins_beside_a_running_one_only_where_the_model_says_so(
    changes: dict[str, object], met: bool
) -> None:
    line = judge(condition(rule="previous_part_closed"), data(**changes))
    assert line.met is met
    if changes.get("previous_running") and met:
        assert line.why == "Fase 3 loopt nog. De marktanalyse mag al beginnen."


def test_what_began_beside_another_ends_after_it() -> None:
    running = data(previous_running=True, beside="Mag.")
    assert not judge(condition(rule="earlier_part_closed"), running).met


def test_only_the_pairs_of_the_model_overlap() -> None:
    model = model_of(EVA)
    phases = [part.code for part in model.parts if part.kind == "phase"]
    pairs = [(a, b) for a in phases for b in phases if model.overlap(a, b)]
    assert pairs == [("4", "3")]
    assert model.overlap("7", "5") is not None


def test_a_provider_that_nobody_registered_leaves_the_condition_to_people() -> None:
    line = judge(condition(provider="room.rule"), data(confirmed=frozenset({"x"})))
    assert (line.met, line.judged, line.awaits, line.mend) == (True, "hand", True, "confirm")


def test_a_provider_counts_and_confirmations_no_longer_do() -> None:
    given = {"room.rule": Provided(met=False, why="Hengelo besluit nog.", url="/x/", link_label="Naar het besluit")}
    line = judge(condition(provider="room.rule"), data(confirmed=frozenset({"x"}), provided=given))
    assert (line.met, line.why, line.judged, line.awaits) == (False, "Hengelo besluit nog.", "computed", False)
    assert (line.mend, line.url, line.link_label) == ("elsewhere", "/x/", "Naar het besluit")


@pytest.mark.parametrize(
    ("planned", "actual", "words"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), "op de geplande dag"),
        (date(2024, 2, 28), date(2024, 2, 29), "1 dag later dan gepland"),
        (date(2024, 3, 10), date(2024, 2, 29), "10 dagen eerder dan gepland"),
        (None, date(2024, 2, 29), ""),
    ],
)
def test_real_dates_beside_the_plan(planned: date | None, actual: date, words: str) -> None:
    assert against_plan(planned, actual) == words


def test_a_planning_keeps_its_distance_to_the_contract_start() -> None:
    move = {"from_start": date(2025, 1, 1), "to_start": date(2029, 1, 1)}
    moved = shifted(date(2024, 2, 29), **move)
    assert moved is not None
    assert date(2029, 1, 1) - moved == date(2025, 1, 1) - date(2024, 2, 29)
    assert shifted(None, **move) is None


def test_what_another_profile_judges_anew() -> None:
    assert is_rejudged(state="open", is_own=False, phase_closed=False)
    assert not is_rejudged(state="done", is_own=False, phase_closed=False)
    assert not is_rejudged(state="open", is_own=True, phase_closed=False)
    assert not is_rejudged(state="open", is_own=False, phase_closed=True)


def test_a_withdrawn_check_counts_nowhere() -> None:
    count = count_checks([("open", True), ("withdrawn", True), ("done", False)])
    assert (count.total, count.settled, count.obligatory, count.obligatory_open) == (2, 1, 1, 1)
