"""Slack and conflicts of a planning, against pairs that were written down first."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.planning.conflicts import (
    PlannedMoment,
    PlannedPart,
    Situation,
    conflicts,
    count_words,
    least_slack,
    outcomes,
    slack_words,
)
from tests.unit.procurement.plans import TODAY, WALK_2025, d, moved, pilot, situation


def keys(plan: Situation) -> list[str]:
    return [row.key for row in conflicts(plan) if not row.is_warning]


def test_the_round_of_2025_has_no_conflicts() -> None:
    assert conflicts(WALK_2025) == []
    assert count_words(conflicts(WALK_2025)) == "geen conflicten"


def test_a_pilot_is_judged_by_lighter_lengths() -> None:
    assert keys(pilot()) == []
    assert "tariff_short" in keys(replace(pilot(), profile="full"))


@pytest.mark.parametrize(
    ("code", "start", "end", "expected"),
    [
        # implementation of six months, and award by 1 July
        ("I", "2024-07-01", "2024-12-31", []),
        ("I", "2024-07-02", "2024-12-31", ["implementation_short"]),
        ("5", "2024-03-01", "2024-06-30", []),
        ("5", "2024-03-01", "2024-07-01", ["award_late"]),
        ("5", "2024-03-01", "2024-07-15", ["award_late"]),
        # tariff research of twelve months, never in the summer holidays of 22 July to 3 September 2023
        ("3", "2023-01-16", "2024-01-15", []),
        ("3", "2023-01-16", "2024-01-14", ["tariff_short"]),
        ("3", "2023-01-22", "2024-01-18", ["tariff_short"]),
        ("3", "2023-02-06", "2024-02-05", ["late_3", "tariff_summer"]),
        ("3", "2023-01-16", "2024-01-18", []),
        ("3", "2023-01-16", "2024-01-19", ["late_3"]),
        ("3", "2022-03-14", "2023-03-13", ["tariff_summer"]),  # the summer of 2022: 16 July to 28 August
        ("3", "2022-03-14", "2023-04-27", []),  # the research pauses for 44 days
        # the strategy is final after the tariff research
        ("4", "2023-11-01", "2024-02-29", []),
        ("4", "2023-11-01", "2024-01-15", ["strategy_early"]),
        ("4", "2023-11-01", "2024-01-16", []),
        ("4", "2024-01-16", "2024-03-01", ["late_4"]),
        # screening before the award
        ("7", "2022-10-13", "2024-06-30", []),
        ("7", "2022-10-13", "2024-07-01", ["screening_late"]),
        ("7", "2022-10-13", "2024-12-31", ["screening_late"]),
        # a phase ends before the latest begin of the next
        ("2", "2022-10-13", "2023-01-18", []),
        ("2", "2022-10-13", "2023-01-19", ["late_2"]),
        ("1", "2022-03-01", "2022-10-19", ["late_1"]),
        # what has no dates is not judged
        ("3", None, None, []),
        ("I", None, None, []),
    ],
)
def test_one_part_moved(code: str, start: str | None, end: str | None, expected: list[str]) -> None:
    assert keys(moved(WALK_2025, code, start, end)) == expected


@pytest.mark.parametrize(
    ("start", "conflict"), [("2023-01-01", False), ("2023-01-02", True), ("2024-06-01", True), ("2021-11-01", False)]
)
def test_two_years_in_all(start: str, conflict: bool) -> None:
    parts = tuple(
        replace(row, start=max(row.start, d(start)) if row.start else None, end=None) for row in WALK_2025.parts
    )
    assert ("whole_short" in keys(replace(WALK_2025, parts=parts))) is conflict


@pytest.mark.parametrize(
    ("day", "public", "conflict"),
    [
        ("2023-07-21", True, False),
        ("2023-07-22", True, True),
        ("2023-07-22", False, False),
        ("2023-09-03", True, True),
        ("2024-12-24", True, True),
        ("2025-01-01", True, False),  # the contract start itself
        ("2021-12-28", True, False),  # past
    ],
)
def test_providers_are_not_asked_in_the_school_holidays(day: str, public: bool, conflict: bool) -> None:
    plan = replace(WALK_2025, moments=(PlannedMoment(d(day), "Terugkoppeling aan aanbieders", public),))
    found = conflicts(plan)
    assert bool(found) is conflict
    if conflict:
        assert "Terugkoppeling aan aanbieders" in found[0].what
        assert found[0].source == "EVA bijlage 1"


def test_a_conflict_says_what_why_how_and_where_that_stands() -> None:
    found = conflicts(moved(WALK_2025, "I", "2024-09-01", "2024-12-31"))
    assert [(row.part, row.source) for row in found] == [("I", "SID 5.1")]
    assert found[0].what == (
        "De implementatie begint op 1 september 2024; tot de start van de contracten op 1 januari 2025 is dat"
        " 4 maanden."
    )
    assert found[0].why.startswith("Er zijn 6 maanden nodig.")
    assert found[0].how == (
        "Laat de implementatie beginnen op 1 juli 2024 of eerder, of laat de contracten later starten."
    )


def test_a_summer_conflict_names_the_holidays_and_two_ways_out() -> None:
    row = conflicts(moved(WALK_2025, "3", "2022-03-14", "2023-03-13"))[0]
    assert row.what == (
        "Het onderzoek naar tarieven valt in de zomervakantie van 16 juli 2022 tot en met 28 augustus 2022."
    )
    assert "voor 16 juli 2022 klaar" in row.how
    assert "eindigen op 27 april 2023" in row.how


def test_a_phase_that_runs_late_ends_today_at_the_earliest() -> None:
    running = replace(moved(WALK_2025, "0", "2021-11-01", "2022-02-28"), today=d("2022-04-19"))
    parts = tuple(
        replace(row, state="open", opened_on=d("2021-11-01")) if row.code == "0" else row for row in running.parts
    )
    assert keys(replace(running, parts=parts)) == ["late_0"]
    assert keys(replace(running, parts=parts, today=d("2022-04-18"))) == []


def test_what_is_closed_is_not_judged_again() -> None:
    late = moved(WALK_2025, "2", "2022-10-13", "2023-02-20")
    parts = tuple(
        replace(row, state="closed", opened_on=row.start, closed_on=row.end) if row.code in "012" else row
        for row in late.parts
    )
    assert keys(replace(late, parts=parts, today=d("2023-03-01"))) == []


def test_too_little_time_inside_a_phase_is_a_warning() -> None:
    plan = moved(WALK_2025, "2", "2022-12-01", "2023-01-15")
    found = conflicts(plan)
    assert [(row.key, row.is_warning) for row in found] == [("tight_2", True)]
    assert found[0].source == "eigen aanname"


# --- Slack ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "start", "end", "slack", "words"),
    [
        ("0", "2021-11-01", "2022-02-28", 33, "6 weken"),
        ("1", "2022-03-01", "2022-10-12", 4, "4 werkdagen"),
        ("2", "2022-10-13", "2023-01-15", 3, "3 werkdagen"),
        ("3", "2023-01-16", "2024-01-15", 3, "3 werkdagen"),
        ("4", "2024-01-16", "2024-02-29", 0, "geen"),
        ("5", "2024-03-01", "2024-06-30", 0, "geen"),
        ("5", "2024-03-01", "2024-07-01", -1, "1 werkdag te laat"),
        ("5", "2024-03-01", "2024-07-15", -11, "2 weken te laat"),
        ("I", "2024-06-24", "2024-12-31", 5, "5 werkdagen"),
        ("7", "2022-10-13", "2024-06-30", 0, "geen"),
        ("6", None, None, None, "niet te zeggen"),
    ],
)
def test_slack_in_working_days_and_weeks(
    code: str, start: str | None, end: str | None, slack: int | None, words: str
) -> None:
    plan = moved(WALK_2025, code, start, end)
    row = next(row for row in outcomes(plan) if row.part.code == code)
    assert (row.slack, row.slack_words) == (slack, words)


def test_the_least_slack_is_of_what_still_comes() -> None:
    found = least_slack(outcomes(WALK_2025))
    assert found is not None
    assert found.part.code == "4"
    assert least_slack([]) is None


@given(st.sampled_from("012345I7"), st.integers(0, 300), st.integers(1, 300))
def test_an_earlier_date_never_gives_less_slack(code: str, days: int, more: int) -> None:
    def slack(by: int) -> int:
        parts: list[PlannedPart] = []
        for row in WALK_2025.parts:
            shift: dict[str, Any] = {}
            if row.code == code and row.start and row.end:
                shift = {"start": row.start + timedelta(days=by), "end": row.end + timedelta(days=by)}
            parts.append(replace(row, **shift))
        found = [row.slack for row in outcomes(replace(WALK_2025, parts=tuple(parts))) if row.part.code == code]
        assert found[0] is not None
        return found[0]

    assert slack(-days - more) >= slack(-days) >= slack(days) >= slack(days + more)


@given(st.integers(0, 700), st.integers(1, 200))
def test_a_later_contract_start_never_gives_less_slack(days: int, more: int) -> None:
    def slack(by: int) -> list[int]:
        plan = replace(WALK_2025, contract_start=WALK_2025.contract_start + timedelta(days=by))
        return [row.slack for row in outcomes(plan) if row.slack is not None]

    assert all(one <= two for one, two in zip(slack(days), slack(days + more), strict=True))


@given(st.lists(st.dates(date(2021, 1, 1), date(2025, 12, 31)), min_size=20, max_size=20))
def test_any_dates_are_judged_in_sentences(days: list[date]) -> None:
    pairs = [sorted(days[place : place + 2]) for place in range(0, 20, 2)]
    parts = tuple(replace(row, start=pair[0], end=pair[1]) for row, pair in zip(WALK_2025.parts, pairs, strict=True))
    for row in conflicts(replace(WALK_2025, parts=parts)):
        assert row.what.endswith(".")
        assert row.why.endswith(".")
        assert row.how.endswith(".")
        assert row.source


@pytest.mark.parametrize(
    ("slack", "words"),
    [(9, "9 werkdagen"), (10, "2 weken"), (14, "2 weken"), (-1, "1 werkdag te laat"), (1, "1 werkdag")],
)
def test_slack_is_said_in_days_up_to_two_weeks(slack: int, words: str) -> None:
    assert slack_words(slack) == words


def test_counting_leaves_out_warnings() -> None:
    tight = conflicts(moved(WALK_2025, "2", "2022-12-01", "2023-01-15"))
    late = conflicts(moved(WALK_2025, "5", "2024-03-01", "2024-07-15"))
    assert count_words(tight) == "geen conflicten"
    assert count_words([*tight, *late]) == "1 conflict"
    assert count_words([*late, *late]) == "2 conflicten"


def test_a_situation_knows_its_parts() -> None:
    assert situation().today == TODAY
    assert WALK_2025.part("9") is None
