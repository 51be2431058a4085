"""Works a term out: counting, extension, suspension, the shift, and the warnings that belong to it; pure."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.terms.calendar import FIRST_YEAR, LAST_YEAR, holiday_on, is_free_day, school_holidays_between
from core.terms.rules import (
    COVERED,
    UNCHANGED,
    Changes,
    Explanation,
    LegalTerm,
    Outcome,
    ShiftPolicy,
    Suspension,
    TermError,
    Unit,
    ensure_possible,
    is_covered,
)
from core.terms.words import MONTHS, WEEKDAYS, counted, in_words, listed, with_weekday

ONE_DAY = timedelta(days=1)
ATW = "Algemene termijnenwet"
ARTICLE = f"{ATW}, artikel"
BEFORE_FIXED = timedelta(weeks=4)  # who must be there on a fixed date prepares in the weeks before it
LEAST_DAYS, LEAST_WORKING_DAYS = 3, 2  # Atw article 2


def work_out(term: LegalTerm, event: date, changes: Changes = UNCHANGED, *, for_provider: bool = False) -> Outcome:
    """When `term` ends for an event on `event` (the day itself does not count), with every step of the way.

    Weeks are added first, days that stood still next, and the shift comes last. `for_provider` adds a warning for the
    school holidays that the term touches. Raises TermError with a sentence for the reader.
    """
    ensure_possible(event)
    if (term.counts_back or term.unit == Unit.FIXED_DATE) and changes != UNCHANGED:
        raise TermError("Een vaste datum of een teruggerekende termijn kun je niet opschorten of verlengen.")
    told = Explanation()
    if term.unit == Unit.FIXED_DATE:
        unshifted = due = _fixed(term, event, told)
    elif term.counts_back:
        unshifted = due = _counted_back(term, event, told)
    else:
        unshifted = _counted_on(term, event, changes, told)
        due = _shifted(term, event, unshifted, changes, told)
    holidays: tuple[str, ...] = ()
    if for_provider:
        is_fixed = term.unit == Unit.FIXED_DATE
        holidays = _school_holidays(
            due - BEFORE_FIXED if is_fixed else min(event, due), due if is_fixed else max(event, due), told
        )
    last = "De oudste datum die telt" if term.is_oldest_day else "De laatste dag"
    told.add(f"{last} is {with_weekday(due)}.", due, term.source)
    return Outcome(term, event, due, unshifted, tuple(told.steps), tuple(told.warnings), holidays)


def moved(day: date, unit: Unit, length: int, *, back: bool = False) -> date:
    """The day that lies `length` after (or before) `day`; a month that is too short gives its last day."""
    sign = -1 if back else 1
    if unit == Unit.WORKING_DAYS:
        while length:
            day += sign * ONE_DAY
            length -= not is_free_day(day)
        return day
    if unit == Unit.MONTH_END:
        there = day + relativedelta(months=sign * length)
        return there.replace(day=monthrange(there.year, there.month)[1])
    if unit in {Unit.MONTHS, Unit.YEARS}:
        return day + relativedelta(**{unit.value: sign * length})
    return day + timedelta(**{unit.value: sign * length})


def next_working_day(day: date) -> date:
    """`day`, or the first day after it that is no Saturday, Sunday or recognised holiday (Atw 1)."""
    while is_free_day(day):
        day += ONE_DAY
    return day


def last_working_day(day: date) -> date:
    """`day`, or the last day before it that is no Saturday, Sunday or recognised holiday."""
    while is_free_day(day):
        day -= ONE_DAY
    return day


def _fixed(term: LegalTerm, event: date, told: Explanation) -> date:
    assert term.fixed is not None
    day = ensure_possible(term.fixed.seen_from(event))
    told.add(f"De regeling noemt een vaste datum: {with_weekday(day)}.", day, term.source)
    told.add("Een vaste datum is geen aantal dagen of weken en schuift niet op.", day)
    if day < event:
        told.warnings.append(f"Deze datum ligt vóór de dag waarmee je rekent, {in_words(event)}.")
    _warn_free(day, told)
    return day


def _counted_back(term: LegalTerm, event: date, told: Explanation) -> date:
    told.add(f"We rekenen terug vanaf {with_weekday(event)}. Die dag telt zelf niet mee.", event, term.starts_by)
    day = ensure_possible(moved(event, term.unit, term.length, back=True))
    told.add(f"{term.length_in_words} eerder is het {with_weekday(day)}.", day, term.source)
    if term.is_oldest_day:
        return day
    if is_free_day(day):
        told.add("Een termijn die je terugrekent, schuift niet op.", day, f"{ARTICLE} 1, tweede lid")
    _warn_free(day, told)
    length = (event - day).days
    if (
        term.policy != ShiftPolicy.NONE
        and length >= LEAST_DAYS
        and _working_days_in(day, event - ONE_DAY) < LEAST_WORKING_DAYS
    ):
        told.warnings.append(
            f"In deze termijn zitten minder dan twee werkdagen. Neem meer tijd: artikel 2 van de {ATW} vraagt er bij "
            "drie dagen of meer ten minste twee."
        )
    return day


def _counted_on(term: LegalTerm, event: date, changes: Changes, told: Explanation) -> date:
    told.add(
        f"De termijn begint op {with_weekday(event + ONE_DAY)}, de dag na {with_weekday(event)}.",
        event + ONE_DAY,
        term.starts_by,
    )
    day = ensure_possible(moved(event, term.unit, term.length))
    if term.unit == Unit.MONTH_END:
        sentence = f"De termijn loopt tot het einde van de maand: {with_weekday(day)}."
    else:
        sentence = f"Na {term.length_in_words} is het {with_weekday(day)}."
    if term.unit in {Unit.MONTHS, Unit.YEARS} and day.day != event.day:
        sentence += f" Die maand heeft geen dag {event.day}, dus telt de laatste dag van de maand."
    if term.unit == Unit.WORKING_DAYS:
        sentence += " Zaterdagen, zondagen en feestdagen tellen niet mee."
    told.add(sentence, day, term.source)
    if changes.extra_weeks:
        day = ensure_possible(day + timedelta(weeks=changes.extra_weeks))
        weeks = counted(changes.extra_weeks, "week", "weken")
        told.add(f"De termijn is verlengd met {weeks}, tot en met {with_weekday(day)}.", day)
    for row in changes.suspensions:
        day = _suspended(term, event, day, row, told)
    return day


def _suspended(term: LegalTerm, event: date, day: date, row: Suspension, told: Explanation) -> date:
    """The end after one suspension: what was left of the term when it began, counts from the day it ended."""
    first = max(row.first, event + ONE_DAY)
    days = max((row.until - first).days, 0)
    if row.first > day or not days:
        told.warnings.append(
            f"De opschorting van {in_words(row.asked_on)} tot {in_words(row.until)} viel niet in de termijn. "
            "Zij verandert niets."
        )
        return day
    if term.unit == Unit.WORKING_DAYS:
        left = _working_days_in(first, day)
        end = max(day, moved(row.until - ONE_DAY, Unit.WORKING_DAYS, left))
        lost = counted(_working_days_in(first, row.until - ONE_DAY), "werkdag telt", "werkdagen tellen")
    else:
        end = day + timedelta(days=days)
        lost = counted(days, "dag telt", "dagen tellen")
    told.add(
        f"Op {with_weekday(row.asked_on)} is om aanvulling gevraagd. De termijn staat stil vanaf de dag daarna en "
        f"loopt weer vanaf {with_weekday(row.until)}. {lost} niet mee. "
        f"Het einde wordt {with_weekday(ensure_possible(end))}.",
        end,
        "Awb 4:15, eerste lid",
    )
    return end


def _shifted(term: LegalTerm, event: date, day: date, changes: Changes, told: Explanation) -> date:
    """The end after the shift that the policy asks for."""
    if term.policy == ShiftPolicy.NONE:
        told.add("Voor deze termijn geldt dat de laatste dag niet opschuift.", day)
        _warn_free(day, told)
        return day
    by_law = term.policy == ShiftPolicy.LAW
    if not by_law:
        told.add(
            f"De {ATW} geldt niet vanzelf voor een regionale regeling. We volgen haar hier naar analogie; de regeling "
            "of het besluit moet dat zeggen.",
            day,
        )
    if not is_covered(term, changes, days=(day - event).days):
        told.add(_too_long(term, changes), day, f"{ARTICLE} 4")
        _warn_free(day, told)
        return day
    way = "" if by_law else "naar analogie van "
    end = next_working_day(day)
    if end != day:
        told.add(
            f"{_why_free(day, end)} De termijn loopt door tot en met de eerste gewone werkdag: {with_weekday(end)}.",
            end,
            f"{way}{ARTICLE} 1, eerste lid",
        )
    is_long = term.unit != Unit.WORKING_DAYS and (day - event).days >= LEAST_DAYS
    if is_long and _working_days_in(event + ONE_DAY, end) < LEAST_WORKING_DAYS:
        while _working_days_in(event + ONE_DAY, end) < LEAST_WORKING_DAYS:
            end += ONE_DAY
        told.add(
            "Een termijn van drie dagen of meer heeft ten minste twee werkdagen. De termijn loopt daarom door tot en "
            f"met {with_weekday(end)}.",
            end,
            f"{way}{ARTICLE} 2",
        )
    if end == day:
        told.add("Dat is een gewone werkdag, dus de laatste dag schuift niet op.", day, f"{way}{ARTICLE} 1, eerste lid")
    return end


LIMITS = {Unit.DAYS: "90 dagen", Unit.WORKING_DAYS: "90 dagen", Unit.WEEKS: "twaalf weken", Unit.MONTHS: "drie maanden"}


def _too_long(term: LegalTerm, changes: Changes) -> str:
    """Why the act does not apply to a term of this length."""
    limit = LIMITS.get(term.unit)
    if limit is None:
        return "Een termijn in jaren of tot het einde van een maand schuift niet op."
    if term.length > COVERED[term.unit] or not changes.extra_weeks:
        return f"Deze termijn is langer dan {limit}. Dan schuift de laatste dag niet op."
    limit = limit if term.unit == Unit.WEEKS else LIMITS[Unit.DAYS]
    return f"Met de verlenging meegeteld is de termijn langer dan {limit}. Dan schuift de laatste dag niet op."


def _working_days_in(first: date, last: date) -> int:
    return sum(not is_free_day(first + place * ONE_DAY) for place in range((last - first).days + 1))


def _why_free(day: date, end: date) -> str:
    """Why the days from `day` until `end` are free."""
    holidays = []
    for place in range((end - day).days):
        free = day + place * ONE_DAY
        if name := holiday_on(free):
            holidays.append(f"{free.day} {MONTHS[free.month - 1]} is {name}")
    first = f"Dat is een {WEEKDAYS[day.weekday()]}" if day.weekday() >= 5 else "Dat is een feestdag"
    return f"{first} ({listed(holidays)})." if holidays else f"{first}."


def _warn_free(day: date, told: Explanation) -> None:
    """Warn that a day which does not shift is a free one."""
    if is_free_day(day):
        name = holiday_on(day) or f"een {WEEKDAYS[day.weekday()]}"
        told.warnings.append(
            f"De laatste dag, {in_words(day)}, is {name} en schuift niet op. "
            f"Zorg dat het klaar is op {with_weekday(last_working_day(day))}."
        )


def _school_holidays(first: date, last: date, told: Explanation) -> tuple[str, ...]:
    """The school holidays in a term that a provider must meet, each also as a warning."""
    if last.year > LAST_YEAR or first.year < FIRST_YEAR:
        told.warnings.append(
            f"De schoolvakanties zijn bekend van {FIRST_YEAR} tot en met {LAST_YEAR}. Kijk zelf of er een in valt."
        )
    rows = school_holidays_between(first, last)
    if rows:
        told.warnings.append(
            f"In deze termijn {'valt' if len(rows) == 1 else 'vallen'} "
            + listed([f"de {row.name.lower()} ({in_words(row.first)} tot en met {in_words(row.last)})" for row in rows])
            + " van regio Noord. Aanbieders zijn dan slecht bereikbaar: geef meer tijd of kies een andere start."
        )
    return tuple(row.name for row in rows)
