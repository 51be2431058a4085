"""What holds for every term, and how the named terms, moments and stored data behave."""

import json
import tomllib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.terms.calendar import is_free_day
from core.terms.catalogue import CONTENT, catalogue, named
from core.terms.counting import moved, next_working_day, work_out
from core.terms.moments import closing_moment, is_in_time
from core.terms.rules import COVERED, Changes, LegalTerm, ShiftPolicy, Suspension, Unit
from core.terms.stored import changes_as_data, changes_from_data, outcome_as_data, term_as_data, term_from_data

DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))
COUNTED = st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS])
EXACT = st.sampled_from([Unit.DAYS, Unit.WEEKS])
SHIFTING = st.sampled_from([ShiftPolicy.LAW, ShiftPolicy.ANALOGY])


@st.composite
def terms(draw: st.DrawFn, *, covered: bool = False) -> LegalTerm:
    unit = draw(COUNTED)
    length = draw(st.integers(1, COVERED[unit] if covered else COVERED[unit] + 5))
    return LegalTerm(unit, length, draw(SHIFTING if covered else st.sampled_from(ShiftPolicy)))


@given(terms(covered=True), DAYS)
def test_a_shifted_term_never_ends_on_a_free_day(term: LegalTerm, start: date) -> None:
    assert not is_free_day(work_out(term, start).due)


@given(terms(), DAYS)
def test_a_shift_is_never_earlier_and_never_passes_a_week(term: LegalTerm, start: date) -> None:
    outcome = work_out(term, start)
    assert timedelta(0) <= outcome.due - outcome.unshifted < timedelta(days=7)
    assert outcome.unshifted > start


@given(terms(covered=True), DAYS)
def test_a_term_of_three_days_holds_two_working_days(term: LegalTerm, start: date) -> None:
    outcome = work_out(term, start)
    days = [start + timedelta(days=place) for place in range(1, (outcome.due - start).days + 1)]
    if term.unit != Unit.WORKING_DAYS and (outcome.unshifted - start).days >= 3:
        assert sum(not is_free_day(day) for day in days) >= 2


@given(terms(), DAYS, st.booleans())
def test_the_last_step_stands_at_the_last_day(term: LegalTerm, start: date, for_provider: bool) -> None:
    outcome = work_out(term, start, for_provider=for_provider)
    assert outcome.steps[-1].day == outcome.due
    assert outcome.steps[0].day == start + timedelta(days=1)
    assert all(before.day <= after.day for before, after in zip(outcome.steps, outcome.steps[1:], strict=False))


@given(EXACT, st.integers(1, 60), DAYS)
def test_counting_back_is_the_inverse_of_counting_on(unit: Unit, length: int, day: date) -> None:
    back = work_out(LegalTerm(unit, length, counts_back=True), day).due
    assert work_out(LegalTerm(unit, length, ShiftPolicy.NONE), back).due == day


@given(st.integers(1, 40), DAYS)
def test_working_days_counted_back_are_the_inverse_from_a_working_day(length: int, day: date) -> None:
    day = next_working_day(day)
    back = moved(day, Unit.WORKING_DAYS, length, back=True)
    assert moved(back, Unit.WORKING_DAYS, length) == day


@given(EXACT, st.integers(2, 60), DAYS, st.integers(0, 30), st.integers(1, 90))
def test_a_suspension_of_some_days_moves_by_as_many(
    unit: Unit, length: int, start: date, after: int, days: int
) -> None:
    term = LegalTerm(unit, length, ShiftPolicy.NONE)
    plain = work_out(term, start).due
    asked_on = start + timedelta(days=min(after, (plain - start).days - 1))
    suspension = Suspension(asked_on, asked_on + timedelta(days=days + 1))
    assert suspension.days == days
    assert work_out(term, start, Changes((suspension,))).due == plain + timedelta(days=days)


@given(st.integers(1, 30), DAYS, st.integers(0, 20), st.integers(1, 40))
def test_working_days_are_as_many_with_a_suspension(length: int, start: date, after: int, days: int) -> None:
    term = LegalTerm(Unit.WORKING_DAYS, length)
    plain = work_out(term, start).due
    asked_on = start + timedelta(days=min(after, (plain - start).days - 1))
    suspension = Suspension(asked_on, asked_on + timedelta(days=days + 1))
    due = work_out(term, start, Changes((suspension,))).due
    running = [start + timedelta(days=place) for place in range(1, (due - start).days + 1)]
    counted = [day for day in running if not is_free_day(day) and not suspension.first <= day < suspension.until]
    assert len(counted) == length


@given(terms(), DAYS, st.integers(1, 6))
def test_weeks_more_are_weeks_later(term: LegalTerm, start: date, weeks: int) -> None:
    plain, longer = work_out(term, start), work_out(term, start, Changes(extra_weeks=weeks))
    assert longer.unshifted == plain.unshifted + timedelta(weeks=weeks)


@given(terms(), DAYS)
def test_a_term_survives_being_kept_as_json(term: LegalTerm, start: date) -> None:
    changes = Changes((Suspension(start, start + timedelta(days=4)),), 2)
    assert term_from_data(json.loads(json.dumps(term_as_data(term)))) == term
    assert changes_from_data(json.loads(json.dumps(changes_as_data(changes)))) == changes


def test_what_was_worked_out_is_plain_data_with_these_keys() -> None:
    data = outcome_as_data(work_out(LegalTerm(Unit.WEEKS, 8), date(2026, 3, 7)), Changes())
    assert list(json.loads(json.dumps(data))) == [
        "from", "term", "suspensions", "extra_weeks", "due", "unshifted", "steps", "warnings", "school_holidays",
    ]  # fmt: skip


# --- The named terms --------------------------------------------------------------------------------------------------
def test_every_named_term_can_be_worked_out_and_survives_being_kept() -> None:
    assert len(catalogue()) >= 35
    for row in catalogue().values():
        outcome = work_out(row.term, date(2026, 3, 7), for_provider=row.for_provider)
        assert outcome.steps[-1].article == row.term.source
        assert term_from_data(json.loads(json.dumps(term_as_data(row.term)))) == row.term


def test_every_named_term_has_its_source_and_a_sentence_of_its_own() -> None:
    rows = list(catalogue().values())
    assert all(row.term.source and row.event for row in rows)
    assert all(row.sentence.endswith(".") and 40 < len(row.sentence) < 160 for row in rows)
    assert len({row.sentence for row in rows}) == len({row.name for row in rows}) == len(rows)
    known = {
        "key", "source", "name", "event", "unit", "length", "policy", "for_provider", "sentence", "fixed",
        "counts_back", "starts_by", "is_oldest_day",
    }  # fmt: skip
    assert {key for row in tomllib.loads(CONTENT.read_text())["term"] for key in row} <= known


@pytest.mark.parametrize(
    ("key", "start", "due"),
    [
        ("awb-6-7", date(2026, 3, 27), date(2026, 5, 8)),
        ("asv-8a", date(2026, 3, 7), date(2026, 6, 6)),  # 13 weeks: no shift
        ("asv-7b", date(2027, 1, 1), date(2026, 10, 1)),
        ("aw-2-54", date(2026, 3, 17), date(2026, 3, 7)),
        ("aw-2-127", date(2026, 3, 16), date(2026, 4, 7)),  # 5 April is Easter
        ("aw-2-127-voluntary", date(2026, 3, 16), date(2026, 4, 5)),
        ("awb-4-17", date(2026, 3, 7), date(2026, 3, 21)),  # the Algemene termijnenwet does not apply
        ("jzplus-17-f", date(2026, 3, 30), date(2026, 4, 15)),
        ("jzplus-17-g", date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_a_named_term_ends_on_its_day(key: str, start: date, due: date) -> None:
    row = named(key)
    assert row is not None
    assert work_out(row.term, start).due == due


def test_a_term_without_a_name_is_not_found() -> None:
    assert named("awb-99") is None


# --- Moments ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 3, 28), time(23, 59), datetime(2026, 3, 28, 22, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(23, 59), datetime(2026, 3, 29, 21, 59, tzinfo=UTC)),
        (date(2026, 10, 24), time(23, 59), datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(23, 59), datetime(2026, 10, 25, 22, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: 03:30 by the new clock
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # twice: the later one
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_closing_moment_is_the_one_in_amsterdam(day: date, at: time, moment: datetime) -> None:
    found = closing_moment(day, at)
    assert found == moment
    assert found.utcoffset() is not None


def test_the_day_of_the_summer_night_is_an_hour_shorter() -> None:
    before, after = closing_moment(date(2026, 3, 28)), closing_moment(date(2026, 3, 29))
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=23)


def test_the_whole_closing_minute_is_in_time() -> None:
    assert is_in_time(datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29))
    assert not is_in_time(datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 29))
