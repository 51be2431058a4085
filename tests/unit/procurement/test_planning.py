"""Dates of phases, counting of checks, addresses, and the stepper."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lifecycles.rules import ALLOWED, Verdict
from procurement.trajectory.rules import CheckCount, count_checks, plan_verdict, slug_is_free
from procurement.trajectory.steps import overlap, steps_of

CONTRACT = date(2025, 1, 1)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)) | st.none()


def verdict(
    start: date | None,
    end: date | None,
    *,
    is_track: bool = False,
    before: date | None = None,
    after: date | None = None,
) -> Verdict:
    return plan_verdict(
        start=start, end=end, is_track=is_track, previous_start=before, next_start=after, contract_start=CONTRACT
    )


MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)


def test_dates_in_order_are_fine_and_phases_may_overlap() -> None:
    assert verdict(MAY, JULY, before=MAY, after=JUNE) == ALLOWED
    assert verdict(MAY, MAY) == ALLOWED
    assert verdict(None, None) == ALLOWED
    assert verdict(MAY, CONTRACT - timedelta(days=1)) == ALLOWED


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (verdict(JUNE, MAY), "De einddatum (1-5-2024) ligt voor de begindatum (1-6-2024)."),
        (
            verdict(MAY, CONTRACT),
            "De einddatum (1-1-2025) moet voor de start van de contracten (1-1-2025) liggen.",
        ),
        (
            verdict(MAY, JULY, before=JUNE),
            "De begindatum (1-5-2024) ligt voor het begin van de vorige fase (1-6-2024).",
        ),
        (
            verdict(JULY, JULY, after=JUNE),
            "De begindatum (1-7-2024) ligt na het begin van de volgende fase (1-6-2024).",
        ),
    ],
    ids=["end before start", "after the contracts start", "before the phase before", "after the phase after"],
)
def test_the_four_contradictions_are_refused(result: Verdict, reason: str) -> None:
    assert result == Verdict(False, reason)


def test_a_track_only_has_to_run_forward() -> None:
    assert verdict(JULY, date(2026, 1, 1), is_track=True, before=JULY, after=MAY) == ALLOWED
    assert verdict(JUNE, MAY, is_track=True).allowed is False


@given(start=DAYS, end=DAYS, before=DAYS, after=DAYS, is_track=st.booleans())
def test_what_is_allowed_is_what_the_four_rules_leave(
    start: date | None, end: date | None, before: date | None, after: date | None, is_track: bool
) -> None:
    backwards = bool(start and end and end < start)
    late = bool(end and end >= CONTRACT)
    crossing = bool((start and before and start < before) or (start and after and start > after))
    allowed = not backwards and (is_track or not (late or crossing))
    assert verdict(start, end, is_track=is_track, before=before, after=after).allowed == allowed


def test_checks_are_counted_by_state_and_duty() -> None:
    checks = [("open", True), ("done", True), ("not_applicable", True), ("open", False), ("done", False)]
    count = count_checks(checks)
    assert count == CheckCount(total=5, settled=3, obligatory=3, obligatory_settled=2)
    assert count.obligatory_open == 1
    assert count_checks([]) == CheckCount(0, 0, 0, 0)


@given(st.lists(st.tuples(st.sampled_from(["open", "done", "not_applicable"]), st.booleans())))
def test_no_count_is_larger_than_what_it_is_part_of(checks: list[tuple[str, bool]]) -> None:
    count = count_checks(checks)
    assert 0 <= count.obligatory_settled <= min(count.obligatory, count.settled)
    assert max(count.obligatory, count.settled) <= count.total == len(checks)


def test_a_taken_address_gets_a_number() -> None:
    assert slug_is_free("jeugdhulp", set()) == "jeugdhulp"
    assert slug_is_free("jeugdhulp", {"jeugdhulp"}) == "jeugdhulp-2"
    assert slug_is_free("jeugdhulp", {"jeugdhulp", "jeugdhulp-2", "jeugdhulp-4"}) == "jeugdhulp-3"


# --- The stepper ------------------------------------------------------------------------------------------------------
WALK = [(date(2022, month, 1), date(2022, month, 28)) for month in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("start", "end", "steps"),
    [
        (date(2022, 1, 1), date(2022, 4, 28), (0, 3)),
        (date(2022, 2, 10), date(2022, 3, 2), (1, 2)),
        (date(2022, 2, 28), date(2022, 2, 28), (1, 1)),
        (date(2021, 1, 1), date(2022, 1, 1), (0, 0)),
        (date(2023, 1, 1), date(2023, 2, 1), (0, 3)),
        (None, date(2022, 2, 1), (0, 3)),
        (date(2022, 2, 1), None, (0, 3)),
    ],
)
def test_a_lane_runs_beside_the_steps_it_overlaps(start: date | None, end: date | None, steps: tuple[int, int]) -> None:
    assert overlap(start, end, list(WALK)) == steps


def test_a_lane_beside_no_steps_or_steps_without_dates_takes_the_whole_walk() -> None:
    assert overlap(date(2022, 1, 1), date(2022, 2, 1), []) == (0, 0)
    assert overlap(date(2022, 1, 1), date(2022, 2, 1), [(None, None), (None, None)]) == (0, 1)


@given(start=DAYS, end=DAYS, steps=st.lists(st.tuples(DAYS, DAYS), max_size=8))
def test_a_lane_stays_within_the_walk(
    start: date | None, end: date | None, steps: list[tuple[date | None, date | None]]
) -> None:
    first, last = overlap(start, end, steps)
    assert 0 <= first <= last <= max(0, len(steps) - 1)


def phase(code: str, state: str, *, is_track: bool = False, has_exception: bool = False) -> Any:
    return SimpleNamespace(
        code=code,
        name=f"Naam {code}",
        title=f"Spoor {code}: Naam {code}",
        slug=code,
        state=state,
        is_track=is_track,
        has_exception=has_exception,
        planned_start=date(2022, 1, 1),
        planned_end=date(2022, 2, 1),
    )


def test_steps_and_lanes_show_states_and_exceptions() -> None:
    trajectory: Any = SimpleNamespace(slug="proef")
    steps, lanes = steps_of(
        trajectory,
        [
            phase("0", "closed", has_exception=True),
            phase("1", "closed"),
            phase("2", "open", has_exception=True),
            phase("3", "planned"),
            phase("8", "open", is_track=True),
        ],
    )
    assert [(step["label"], step["state"], step["note"]) for step in steps] == [
        ("Naam 0", "exception", "met afwijking"),
        ("Naam 1", "done", ""),
        ("Naam 2", "current", "met afwijking"),
        ("Naam 3", "planned", ""),
    ]
    assert [(lane["label"], lane["state"], lane["word"], lane["from"], lane["to"]) for lane in lanes] == [
        ("Spoor 8: Naam 8", "current", "loopt", 0, 3)
    ]
    assert steps[0]["url"] == "/trajecten/proef/fasen/0/"
