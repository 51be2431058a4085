"""The planning counted back from the contract start, against pairs that were written down first."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.terms.calendar import is_free_day, school_holidays_between
from procurement.planning.lead_times import OWN_ASSUMPTION, LeadTime, lead_times
from procurement.planning.rules import (
    backward_plan,
    day_for_providers,
    research_back,
    research_on,
    summer_of,
    term_end,
    working_days,
)

ROOT = Path(__file__).resolve().parents[3]
PARAGRAPHS = {
    row["code"]
    for row in tomllib.loads((ROOT / "procurement/trajectory/content/sources.toml").read_text("utf-8"))["paragraph"]
}
LAWS = {"Aw 2.127"}
PROFILES = ["full", "lot", "pilot"]
SIX = LeadTime(6, 0, 0, "EVA 3.2", "Een half jaar.")
STARTS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


# --- Written pairs: contract start, step, first day, last day -------------------------------------------------------
PAIRS = [
    # Implementation takes six months, and the award is final when it begins: by 1 July for 1 January.
    ("2025-01-01", "full", "implementation", "2024-07-01", "2024-12-31"),
    ("2025-01-01", "full", "award", "2024-07-01", "2024-07-01"),
    ("2026-01-01", "full", "award", "2025-07-01", "2025-07-01"),
    ("2026-07-01", "full", "award", "2026-01-01", "2026-01-01"),
    ("2026-08-31", "full", "implementation", "2026-02-28", "2026-08-30"),  # 31 February does not exist
    ("2025-01-01", "pilot", "award", "2024-10-01", "2024-10-01"),
    # Twenty days of waiting from the day after sending; 30 June 2024 is a Sunday, so the term would end on 1 July.
    ("2025-01-01", "full", "provisional", "2024-06-07", "2024-06-07"),
    ("2026-01-01", "full", "provisional", "2025-06-10", "2025-06-10"),
    # Providers are screened before the award, eight weeks.
    ("2025-01-01", "full", "screening", "2024-04-12", "2024-06-06"),
    ("2025-01-01", "full", "closing", "2024-04-12", "2024-04-12"),
    ("2025-01-01", "full", "publication", "2024-03-01", "2024-03-01"),
    ("2025-01-01", "pilot", "screening", "2024-09-17", "2024-09-30"),
    # The strategy is final after the tariff research; the market analysis runs beside it.
    ("2025-01-01", "full", "strategy", "2024-01-19", "2024-02-29"),
    ("2025-01-01", "full", "market", "2023-11-24", "2024-01-18"),
    # Tariff research: six months of research and six of deepening, before the summer holidays of 2023 (22 July).
    ("2025-01-01", "full", "research", "2023-01-19", "2023-07-18"),
    ("2025-01-01", "full", "deepening", "2023-07-19", "2024-01-18"),
    # A contract start in April: the research would be ready in autumn and pauses from 22 July to 3 September 2023.
    ("2025-04-01", "full", "research", "2023-03-09", "2023-10-22"),
    ("2025-04-01", "full", "deepening", "2023-10-23", "2024-04-22"),
    # Ready in the middle of the summer holidays (11 August): the day before them instead.
    ("2025-02-01", "full", "research", "2023-01-22", "2023-07-21"),
    # The phases before.
    ("2025-01-01", "full", "offer", "2022-10-19", "2023-01-18"),
    ("2025-01-01", "full", "assignment", "2022-04-19", "2022-10-18"),
    ("2025-01-01", "full", "baseline", "2022-01-19", "2022-04-18"),
]


@pytest.mark.parametrize(("start", "profile", "key", "first", "last"), PAIRS)
def test_each_step_is_counted_back_as_written(start: str, profile: str, key: str, first: str, last: str) -> None:
    step = backward_plan(d(start), profile).step(key)
    assert (step.start, step.end) == (d(first), d(last))


@pytest.mark.parametrize(
    ("start", "profile", "latest"),
    [
        ("2025-01-01", "full", "2022-01-19"),  # the steps together take longer than two years
        ("2028-01-01", "lot", "2025-11-21"),
        ("2025-01-01", "pilot", "2024-04-01"),  # nine months, longer than the steps
    ],
)
def test_the_whole_takes_at_least_what_is_written(start: str, profile: str, latest: str) -> None:
    plan = backward_plan(d(start), profile)
    assert plan.window("0").start == d(latest)
    assert plan.window("0").start <= lead_times(profile)["whole"].before(d(start))


@pytest.mark.parametrize(
    ("length", "ready", "first", "last", "pauses"),
    [
        ("before summer", "2023-07-18", "2023-01-19", "2023-07-18", False),
        ("the day before summer", "2023-07-21", "2023-01-22", "2023-07-21", False),
        ("in summer", "2023-08-15", "2023-01-22", "2023-07-21", False),
        ("the day after summer", "2023-09-04", "2023-01-23", "2023-09-04", True),
        ("over summer", "2023-10-16", "2023-03-03", "2023-10-16", True),
        ("begun on the first day after summer", "2024-03-03", "2023-09-04", "2024-03-03", False),
        ("one day earlier", "2024-03-02", "2023-07-19", "2024-03-02", True),
    ],
)
def test_research_never_lies_in_the_summer_holidays(
    length: str, ready: str, first: str, last: str, pauses: bool
) -> None:
    start, end, pause = research_back(d(ready), SIX)
    assert (start, end, pause is not None) == (d(first), d(last), pauses)


@pytest.mark.parametrize(
    ("begin", "ready", "pauses"),
    [
        ("2023-01-16", "2023-07-15", False),
        ("2023-01-22", "2023-07-21", False),
        ("2023-01-23", "2023-09-04", True),
        ("2023-03-03", "2023-10-16", True),
        ("2023-08-01", "2024-03-05", True),  # begun in the holidays: counts from their end
        ("2023-09-04", "2024-03-03", False),
    ],
)
def test_research_that_begins_somewhere_is_ready(begin: str, ready: str, pauses: bool) -> None:
    end, pause = research_on(d(begin), SIX)
    assert (end, pause is not None) == (d(ready), pauses)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2022-02-07", "2022-02-07", 0),
        ("2022-02-07", "2022-02-08", 1),
        ("2022-02-04", "2022-02-07", 1),
        ("2022-02-07", "2022-02-04", -1),
        ("2024-04-26", "2024-04-29", 1),
        ("2024-12-24", "2024-12-27", 1),  # both Christmas days
        ("2022-12-30", "2023-01-02", 1),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(first: str, last: str, days: int) -> None:
    assert working_days(d(first), d(last)) == days


def test_a_term_that_ends_on_a_free_day_moves_on() -> None:
    assert term_end(d("2024-06-10"), 20) == d("2024-07-01")
    assert term_end(d("2024-06-07"), 20) == d("2024-06-27")


def test_providers_are_not_asked_to_act_in_the_school_holidays() -> None:
    assert day_for_providers(d("2024-05-05")) == d("2024-04-26")
    assert day_for_providers(d("2024-08-15")) == d("2024-07-19")
    assert day_for_providers(d("2024-04-12")) == d("2024-04-12")


def test_an_unknown_summer_is_taken_wide_and_said() -> None:
    assert "nog niet bekend" in summer_of(2041).name
    research = backward_plan(date(2043, 4, 1), "full").step("research")
    assert "ruim (eigen aanname)" in research.explanation


# --- Explanations and sources ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("profile", PROFILES)
def test_every_length_has_a_source_that_exists_or_says_that_it_is_assumed(profile: str) -> None:
    for step, time in lead_times(profile).items():
        assert time.source in PARAGRAPHS | LAWS | {OWN_ASSUMPTION}, step
        assert time.why.endswith(".")
        assert sum(bool(number) for number in (time.months, time.weeks, time.days)) <= 1


def test_the_figures_of_the_sources() -> None:
    full = lead_times("full")
    known = {step: (time.words, time.source) for step, time in full.items() if not time.is_assumed}
    assert known == {
        "whole": ("24 maanden", "EVA slot deel 1"),
        "implementation": ("6 maanden", "SID 5.1"),
        "standstill": ("20 dagen", "Aw 2.127"),
        "deepening": ("6 maanden", "EVA 3.2"),
        "research": ("6 maanden", "EVA 3.2"),
    }


@pytest.mark.parametrize("profile", ["lot", "pilot"])
def test_lighter_lengths_are_own_assumptions(profile: str) -> None:
    full, lighter = lead_times("full"), lead_times(profile)
    changed = {step for step in full if full[step] != lighter[step]}
    assert changed
    assert all(lighter[step].is_assumed for step in changed)
    assert lead_times("lot")["whole"].words == "24 maanden"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_date_is_explained(profile: str) -> None:
    for step in backward_plan(date(2025, 1, 1), profile).steps:
        assert step.explanation.endswith(".")
        assert step.source in PARAGRAPHS | LAWS | {OWN_ASSUMPTION}


def test_an_explanation_tells_the_dates_and_the_reason() -> None:
    plan = backward_plan(date(2025, 4, 1), "full")
    told = plan.step("research").explanation
    assert "zomervakantie van 22 juli 2023 tot en met 3 september 2023" in told
    assert "44 dagen stil" in told
    assert (
        backward_plan(date(2025, 1, 1), "full")
        .step("implementation")
        .explanation.startswith(
            "Terug vanaf de start van de contracten op 1 januari 2025: 6 maanden eerder is 1 juli 2024."
        )
    )


def test_an_unknown_profile_has_no_plan() -> None:
    with pytest.raises(KeyError):
        backward_plan(date(2025, 1, 1), "klein")


# --- What holds for every contract start ------------------------------------------------------------------------------
@given(STARTS, st.sampled_from(PROFILES))
def test_the_steps_follow_each_other(start: date, profile: str) -> None:
    plan = backward_plan(start, profile)
    walk = ["baseline", "assignment", "offer", "research", "deepening", "strategy", "publication", "closing"]
    walk += ["provisional", "award"]
    assert all(plan.step(one).start <= plan.step(two).start for one, two in pairwise(walk))
    assert all(row.start <= row.end for row in plan.steps)
    assert plan.step("screening").end < plan.step("provisional").start or profile == "pilot"
    assert plan.step("screening").end < plan.step("award").start
    assert plan.step("deepening").end < plan.step("strategy").start
    assert plan.step("implementation").end == start - timedelta(days=1)


@given(STARTS, st.sampled_from(PROFILES))
def test_no_research_lies_in_any_summer(start: date, profile: str) -> None:
    research = backward_plan(start, profile).step("research")
    summers = [summer_of(year) for year in range(research.start.year, research.end.year + 1)]
    for day in (research.start, research.end):
        assert not any(row.first <= day <= row.last for row in summers)
    paused = sum(
        (row.last - row.first).days + 1 for row in summers if research.start <= row.first and row.last <= research.end
    )
    net = (research.end - research.start).days + 1 - paused
    time = lead_times(profile)["research"]
    assert net >= (time.months * 30 + time.weeks * 7) - 3


@given(STARTS, st.integers(1, 60), st.sampled_from(PROFILES))
def test_a_later_contract_start_never_asks_to_begin_earlier(start: date, days: int, profile: str) -> None:
    sooner, later = backward_plan(start, profile), backward_plan(start + timedelta(days=days), profile)
    for one, two in zip(sooner.windows, later.windows, strict=True):
        assert one.start <= two.start
        assert one.end is None or two.end is None or one.end <= two.end


@given(STARTS)
def test_moments_for_providers_are_working_days_outside_the_holidays(start: date) -> None:
    plan = backward_plan(start, "full")
    for key in ("closing", "provisional"):
        day = plan.step(key).start
        assert not is_free_day(day)
        assert not school_holidays_between(day, day)


@given(STARTS, st.integers(0, 400), st.integers(0, 400))
def test_working_days_add_up(start: date, one: int, two: int) -> None:
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    assert working_days(start, middle) + working_days(middle, end) == working_days(start, end)
    assert working_days(end, start) == -working_days(start, end)
