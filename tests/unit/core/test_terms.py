"""When terms end: cases worked out by hand, with the article that decides each."""

from datetime import date

import pytest

from core.terms.counting import work_out
from core.terms.rules import (
    Changes,
    FixedDay,
    LegalTerm,
    ShiftPolicy,
    Suspension,
    TermError,
    Unit,
    is_covered,
    parsed_suspensions,
)

LAW, ANALOGY, NONE = ShiftPolicy.LAW, ShiftPolicy.ANALOGY, ShiftPolicy.NONE


def due(unit: Unit, length: int, start: str, policy: ShiftPolicy = LAW, *, back: bool = False) -> str:
    """The last day, as text."""
    return work_out(LegalTerm(unit, length, policy, counts_back=back), date.fromisoformat(start)).due.isoformat()


@pytest.mark.parametrize(
    ("unit", "length", "start", "policy", "expected"),
    [
        # 8 weeks after Saturday 7 March is Saturday 2 May: Monday 4 May is an ordinary day
        (Unit.WEEKS, 8, "2026-03-07", LAW, "2026-05-04"),
        (Unit.WEEKS, 8, "2026-03-07", ANALOGY, "2026-05-04"),
        (Unit.WEEKS, 8, "2026-03-07", NONE, "2026-05-02"),
        # 12 weeks shift, 13 do not (article 4): both end on a Saturday
        (Unit.WEEKS, 12, "2026-03-07", LAW, "2026-06-01"),
        (Unit.WEEKS, 13, "2026-03-07", LAW, "2026-06-06"),
        (Unit.WEEKS, 13, "2026-03-07", ANALOGY, "2026-06-06"),
        # 3 months shift, 4 do not: 7 June is a Sunday, 5 July is a Sunday
        (Unit.MONTHS, 3, "2026-03-07", LAW, "2026-06-08"),
        (Unit.MONTHS, 4, "2026-03-05", LAW, "2026-07-05"),
        # 90 days shift, 91 do not: 6 June is a Saturday
        (Unit.DAYS, 90, "2026-03-08", LAW, "2026-06-08"),
        (Unit.DAYS, 91, "2026-03-07", LAW, "2026-06-06"),
        # a year never shifts: 7 March 2027 is a Sunday
        (Unit.YEARS, 1, "2026-03-07", LAW, "2027-03-07"),
        # from 29 February: a year has none, a month has
        (Unit.YEARS, 1, "2024-02-29", LAW, "2025-02-28"),
        (Unit.MONTHS, 1, "2024-02-29", NONE, "2024-03-29"),
        (Unit.MONTHS, 1, "2024-02-29", LAW, "2024-04-02"),  # 29 March 2024 is Good Friday
        (Unit.DAYS, 1, "2024-02-28", LAW, "2024-02-29"),
        (Unit.DAYS, 1, "2023-02-28", LAW, "2023-03-01"),
        # the end of a month: January has a 31st, February 2027 ends on Sunday the 28th
        (Unit.MONTHS, 1, "2027-01-31", NONE, "2027-02-28"),
        (Unit.MONTHS, 1, "2027-01-31", LAW, "2027-03-01"),
        (Unit.MONTHS, 1, "2024-01-31", LAW, "2024-02-29"),
        (Unit.MONTHS, 1, "2026-02-28", LAW, "2026-03-30"),  # 28 March is a Saturday; not the 31st
        # King's Day on 26 April 2025, a Saturday; on Monday 27 April 2026
        (Unit.DAYS, 10, "2025-04-16", LAW, "2025-04-28"),
        (Unit.DAYS, 10, "2026-04-17", LAW, "2026-04-28"),
        # 5 May is recognised in years that do not end in 0 or 5 as well
        (Unit.WEEKS, 1, "2026-04-28", LAW, "2026-05-06"),
        # Good Friday until Easter Monday: Tuesday
        (Unit.WEEKS, 1, "2026-03-27", LAW, "2026-04-07"),
        # Ascension is a Thursday: only to Friday
        (Unit.WEEKS, 2, "2026-04-30", LAW, "2026-05-15"),
        # Christmas 2026: Friday, Saturday, Sunday
        (Unit.WEEKS, 4, "2026-11-27", LAW, "2026-12-28"),
        # article 2: three days over Christmas hold no two working days by themselves
        (Unit.DAYS, 3, "2026-12-24", LAW, "2026-12-29"),
        (Unit.DAYS, 3, "2026-12-24", NONE, "2026-12-27"),
        (Unit.DAYS, 2, "2026-12-24", LAW, "2026-12-28"),  # shorter than three days: only article 1
        # working days: Monday to Friday without recognised holidays
        (Unit.WORKING_DAYS, 10, "2026-03-30", LAW, "2026-04-15"),
        (Unit.WORKING_DAYS, 1, "2026-12-24", LAW, "2026-12-28"),
        (Unit.MONTH_END, 1, "2026-01-15", NONE, "2026-02-28"),
        # over the nights on which the clock changes a day is a day
        (Unit.DAYS, 2, "2026-03-28", NONE, "2026-03-30"),
        (Unit.DAYS, 2, "2026-10-24", NONE, "2026-10-26"),
    ],
)
def test_a_term_ends_on_its_day(unit: Unit, length: int, start: str, policy: ShiftPolicy, expected: str) -> None:
    assert due(unit, length, start, policy) == expected


@pytest.mark.parametrize(
    ("unit", "length", "start", "expected"),
    [
        (Unit.DAYS, 10, "2026-03-16", "2026-03-06"),
        (Unit.DAYS, 10, "2026-03-17", "2026-03-07"),  # a Saturday: it does not shift
        (Unit.DAYS, 10, "2027-01-05", "2026-12-26"),  # over New Year, onto Boxing Day
        (Unit.WEEKS, 2, "2027-01-08", "2026-12-25"),
        (Unit.WORKING_DAYS, 5, "2027-01-05", "2026-12-28"),  # 4 January, then 31, 30, 29 and 28 December
        (Unit.MONTHS, 6, "2024-08-31", "2024-02-29"),
        (Unit.YEARS, 2, "2024-02-29", "2022-02-28"),
    ],
)
def test_a_term_counted_back_ends_on_its_day_and_never_shifts(
    unit: Unit, length: int, start: str, expected: str
) -> None:
    assert due(unit, length, start, back=True) == expected


def said(term: LegalTerm, start: str, changes: Changes | None = None, *, for_provider: bool = False) -> str:
    """The explanation and its warnings as one text."""
    outcome = work_out(term, date.fromisoformat(start), changes or Changes(), for_provider=for_provider)
    steps = [f"{step.sentence} ({step.article})" for step in outcome.steps]
    return "\n".join([*steps, *outcome.warnings])


def test_the_explanation_goes_step_by_step_with_its_articles() -> None:
    term = LegalTerm(Unit.WEEKS, 6, LAW, source="Awb 6:7", starts_by="Awb 6:8, eerste lid")
    assert said(term, "2026-03-27").splitlines() == [
        "De termijn begint op zaterdag 28 maart 2026, de dag na vrijdag 27 maart 2026. (Awb 6:8, eerste lid)",
        "Na 6 weken is het vrijdag 8 mei 2026. (Awb 6:7)",
        "Dat is een gewone werkdag, dus de laatste dag schuift niet op. (Algemene termijnenwet, artikel 1, eerste lid)",
        "De laatste dag is vrijdag 8 mei 2026. (Awb 6:7)",
    ]


def test_the_explanation_names_the_holidays_that_it_passes() -> None:
    assert (
        "Dat is een feestdag (3 april is Goede vrijdag, 5 april is Eerste paasdag en 6 april is Tweede paasdag). "
        "De termijn loopt door tot en met de eerste gewone werkdag: dinsdag 7 april 2026."
    ) in said(LegalTerm(Unit.WEEKS, 1), "2026-03-27")


def test_the_explanation_names_the_policy() -> None:
    assert "naar analogie van Algemene termijnenwet, artikel 1" in said(LegalTerm(Unit.WEEKS, 8, ANALOGY), "2026-03-07")
    assert "geldt niet vanzelf voor een regionale regeling" in said(LegalTerm(Unit.WEEKS, 8, ANALOGY), "2026-03-07")
    assert "Voor deze termijn geldt dat de laatste dag niet opschuift." in said(
        LegalTerm(Unit.WEEKS, 8, NONE), "2026-03-07"
    )


@pytest.mark.parametrize(
    ("unit", "length", "sentence"),
    [
        (Unit.WEEKS, 13, "Deze termijn is langer dan twaalf weken."),
        (Unit.MONTHS, 4, "Deze termijn is langer dan drie maanden."),
        (Unit.DAYS, 91, "Deze termijn is langer dan 90 dagen."),
        (Unit.YEARS, 5, "Een termijn in jaren of tot het einde van een maand schuift niet op."),
    ],
)
def test_a_term_outside_the_act_says_why_it_does_not_shift(unit: Unit, length: int, sentence: str) -> None:
    told = said(LegalTerm(unit, length), "2026-03-07")
    assert sentence in told
    assert "(Algemene termijnenwet, artikel 4)" in told


def test_a_free_last_day_that_does_not_shift_is_warned_for() -> None:
    assert "Zorg dat het klaar is op vrijdag 5 juni 2026." in said(LegalTerm(Unit.WEEKS, 13), "2026-03-07")
    back = LegalTerm(Unit.DAYS, 10, counts_back=True)
    assert "Zorg dat het klaar is op donderdag 24 december 2026." in said(back, "2027-01-05")
    assert "Een termijn die je terugrekent, schuift niet op." in said(back, "2027-01-05")


def test_a_short_term_counted_back_without_two_working_days_is_warned_for() -> None:
    back = LegalTerm(Unit.DAYS, 3, counts_back=True)
    assert "minder dan twee werkdagen" in said(back, "2026-12-28")
    assert "minder dan twee werkdagen" not in said(back, "2026-12-24")


def test_how_old_a_document_may_be_is_no_day_to_be_in_time_for() -> None:
    told = said(LegalTerm(Unit.MONTHS, 6, counts_back=True, is_oldest_day=True), "2026-03-07")
    assert told.splitlines()[-1] == "De oudste datum die telt is zondag 7 september 2025. ()"


# --- Fixed dates ------------------------------------------------------------------------------------------------------
def test_a_fixed_date_is_itself_also_when_it_is_free() -> None:
    outcome = work_out(LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(10, 1, years_later=-1)), date(2023, 5, 4))
    assert outcome.due == date(2022, 10, 1)
    assert outcome.warnings == (
        "Deze datum ligt vóór de dag waarmee je rekent, 4 mei 2023.",
        "De laatste dag, 1 oktober 2022, is een zaterdag en schuift niet op. "
        "Zorg dat het klaar is op vrijdag 30 september 2022.",
    )


def test_the_29th_of_february_of_an_ordinary_year_does_not_exist() -> None:
    with pytest.raises(TermError, match="29-2-2025 bestaat niet"):
        work_out(LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(2, 29)), date(2025, 1, 1))


# --- Standing still and going on --------------------------------------------------------------------------------------
def stood_still(asked_on: str, until: str) -> Changes:
    return Changes((Suspension(date.fromisoformat(asked_on), date.fromisoformat(until)),))


def test_a_term_stands_still_from_the_day_after_the_request_until_the_day_of_completion() -> None:
    term = LegalTerm(Unit.WEEKS, 8, NONE)
    outcome = work_out(term, date(2026, 3, 6), stood_still("2026-03-16", "2026-03-27"))
    assert outcome.due == date(2026, 5, 11)  # 1 May and the ten days from 17 to 26 March
    assert "10 dagen tellen niet mee." in outcome.steps[2].sentence
    assert outcome.steps[2].article == "Awb 4:15, eerste lid"


def test_the_shift_comes_after_the_suspension() -> None:
    outcome = work_out(LegalTerm(Unit.WEEKS, 8), date(2026, 3, 6), stood_still("2026-03-16", "2026-03-25"))
    assert (outcome.unshifted, outcome.due) == (date(2026, 5, 9), date(2026, 5, 11))


def test_a_suspension_outside_the_term_changes_nothing_and_says_so() -> None:
    term = LegalTerm(Unit.WEEKS, 2, NONE)
    for changes in (stood_still("2026-03-20", "2026-04-01"), stood_still("2026-03-01", "2026-03-06")):
        outcome = work_out(term, date(2026, 3, 6), changes)
        assert outcome.due == date(2026, 3, 20)
        assert "viel niet in de termijn" in outcome.warnings[0]


def test_working_days_that_stood_still_come_after_it() -> None:
    term = LegalTerm(Unit.WORKING_DAYS, 5)
    outcome = work_out(term, date(2026, 3, 6), stood_still("2026-03-10", "2026-03-16"))
    assert outcome.due == date(2026, 3, 18)  # 9 and 10 March counted; then 16, 17 and 18
    assert "3 werkdagen tellen niet mee." in outcome.steps[2].sentence


def test_two_suspensions_may_follow_but_not_cross_each_other() -> None:
    first = Suspension(date(2026, 3, 10), date(2026, 3, 20))
    second = Suspension(date(2026, 3, 20), date(2026, 3, 25))
    outcome = work_out(LegalTerm(Unit.WEEKS, 8, NONE), date(2026, 3, 6), Changes((second, first)))
    assert outcome.due == date(2026, 5, 14)  # 1 May, 9 days and 4 days
    with pytest.raises(TermError, match="lopen door elkaar"):
        Changes((first, Suspension(date(2026, 3, 18), date(2026, 3, 25))))


def test_an_extension_is_counted_from_the_end_before_it_shifts() -> None:
    outcome = work_out(LegalTerm(Unit.WEEKS, 8), date(2026, 3, 7), Changes(extra_weeks=4))
    assert (outcome.unshifted, outcome.due) == (date(2026, 5, 30), date(2026, 6, 1))


def test_an_extended_term_is_judged_by_its_whole_length() -> None:
    assert is_covered(LegalTerm(Unit.WEEKS, 6), Changes(extra_weeks=6))
    outcome = work_out(LegalTerm(Unit.WEEKS, 12), date(2026, 3, 7), Changes(extra_weeks=6))
    assert outcome.due == date(2026, 7, 11)
    assert "Met de verlenging meegeteld is de termijn langer dan twaalf weken." in outcome.steps[3].sentence


def test_a_month_with_weeks_more_is_judged_by_its_days() -> None:
    short = work_out(LegalTerm(Unit.MONTHS, 1), date(2026, 3, 7), Changes(extra_weeks=2))
    assert (short.unshifted, short.due) == (date(2026, 4, 21), date(2026, 4, 21))
    long = work_out(LegalTerm(Unit.MONTHS, 3), date(2026, 3, 7), Changes(extra_weeks=2))
    assert long.due == date(2026, 6, 21)  # a Sunday, 106 days
    assert "langer dan 90 dagen" in long.steps[3].sentence


# --- A provider must meet it ------------------------------------------------------------------------------------------
def test_school_holidays_are_warned_for_when_a_provider_must_meet_the_term() -> None:
    term = LegalTerm(Unit.WEEKS, 8)
    outcome = work_out(term, date(2026, 6, 20), for_provider=True)
    assert outcome.school_holidays == ("Zomervakantie",)
    assert outcome.warnings[0].startswith(
        "In deze termijn valt de zomervakantie (4 juli 2026 tot en met 16 augustus 2026) van regio Noord."
    )
    assert work_out(term, date(2026, 6, 20)).warnings == ()
    assert work_out(LegalTerm(Unit.WEEKS, 2), date(2026, 9, 1), for_provider=True).warnings == ()


def test_years_without_known_school_holidays_are_named() -> None:
    assert "bekend van 2014 tot en met 2030" in said(LegalTerm(Unit.WEEKS, 8), "2031-01-06", for_provider=True)


# --- What is refused --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("unit", "length"), [(Unit.WEEKS, 0), (Unit.WEEKS, -1), (Unit.DAYS, 3661), (Unit.YEARS, 21)])
def test_a_length_is_between_one_and_the_longest(unit: Unit, length: int) -> None:
    with pytest.raises(TermError, match="een heel getal van 1 tot en met"):
        LegalTerm(unit, length)


def test_a_fixed_date_has_no_length_and_is_not_counted_back() -> None:
    for wrong in ({"length": 2}, {"counts_back": True}, {"fixed": None}):
        with pytest.raises(TermError, match="alleen de datum zelf"):
            LegalTerm(Unit.FIXED_DATE, **{"fixed": FixedDay(1, 1)} | wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "term", [LegalTerm(Unit.DAYS, 5, counts_back=True), LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(1, 1))]
)
def test_what_has_no_running_length_cannot_stand_still_or_be_extended(term: LegalTerm) -> None:
    for changes in (Changes(extra_weeks=1), stood_still("2026-03-10", "2026-03-12")):
        with pytest.raises(TermError, match="niet opschorten of verlengen"):
            work_out(term, date(2026, 3, 7), changes)


@pytest.mark.parametrize("start", [date(1999, 12, 31), date(2100, 1, 1), date(2095, 1, 1)])
def test_terms_stay_in_the_years_of_which_the_holidays_are_known(start: date) -> None:
    with pytest.raises(TermError, match="2000 tot en met 2099"):
        work_out(LegalTerm(Unit.YEARS, 5), start)


def test_a_suspension_ends_after_it_was_asked() -> None:
    with pytest.raises(TermError, match="eindigt na de dag"):
        Suspension(date(2026, 3, 10), date(2026, 3, 10))


@pytest.mark.parametrize("text", ["", "2026-03-16", "2026-03-16:", "16-3-2026:30-3-2026", "2026-02-30:2026-03-01"])
def test_a_suspension_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(TermError, match="Schrijf een opschorting als 2026-03-16:2026-03-30"):
        parsed_suspensions([text])
