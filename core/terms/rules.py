"""A term as data, when it ends, and why: step by step with the articles; pure.

Algemene termijnenwet (Atw): article 1 moves the end off a Saturday, Sunday or recognised holiday, not for terms that
are counted back; article 2 gives a term of three days or more at least two working days; article 4 takes out terms in
years, of more than 90 days, more than 12 weeks or more than 3 months. Awb 4:15: suspension.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # between these the recognised holidays are known


class TermError(ValueError):
    """What was asked cannot be worked out; the message says in Dutch what to do."""


class Unit(StrEnum):
    """In what a term counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    MONTH_END = "month_end"
    FIXED_DATE = "fixed_date"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """The units that a person can choose, with their Dutch names."""
        return [(unit.value, UNIT_WORDS[unit][1]) for unit in UNIT_WORDS if unit != cls.MONTH_END]


UNIT_WORDS: dict[Unit, tuple[str, str]] = {
    Unit.DAYS: ("dag", "dagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
    Unit.YEARS: ("jaar", "jaar"),
    Unit.MONTH_END: ("maand", "maanden"),
}
LONGEST: dict[Unit, int] = {
    Unit.DAYS: 3660,
    Unit.WORKING_DAYS: 2600,
    Unit.WEEKS: 520,
    Unit.MONTHS: 120,
    Unit.YEARS: 20,
    Unit.MONTH_END: 120,
}
# Atw article 4: up to these lengths the act applies; what is not here never shifts by it.
COVERED: dict[Unit, int] = {Unit.DAYS: 90, Unit.WORKING_DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}


class ShiftPolicy(StrEnum):
    """Whether the end of a term moves off a free day: by the Atw, by analogy with it, or not at all."""

    LAW = "law"
    ANALOGY = "analogy"
    NONE = "none"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Policies with their Dutch names."""
        return [(policy.value, POLICY_WORDS[policy]) for policy in cls]


POLICY_WORDS: dict[ShiftPolicy, str] = {
    ShiftPolicy.LAW: "volgens de Algemene termijnenwet",
    ShiftPolicy.ANALOGY: "naar analogie van de Algemene termijnenwet (regionale regeling)",
    ShiftPolicy.NONE: "niet: de laatste dag schuift nooit op",
}


@dataclass(frozen=True)
class FixedDay:
    """A day by the calendar: of the year `year`, or `years_later` than the year of the event."""

    month: int
    day: int
    year: int | None = None
    years_later: int = 0

    def seen_from(self, event: date) -> date:
        """The day for an event; raises TermError for a day that its year does not have."""
        year = self.year if self.year is not None else event.year + self.years_later
        try:
            return date(year, self.month, self.day)
        except ValueError as error:
            raise TermError(f"De datum {self.day}-{self.month}-{year} bestaat niet.") from error


@dataclass(frozen=True)
class LegalTerm:
    """A term as data.

    `length` in `unit`; with `counts_back` it ends that long before the event. A fixed date has `fixed` and no length.
    `source` says where the term comes from, such as "Awb 6:7", and `starts_by` why it starts the day after. With
    `is_oldest_day` the end is not a day to be in time for, but how old a document may be.
    """

    unit: Unit
    length: int = 0
    policy: ShiftPolicy = ShiftPolicy.LAW
    counts_back: bool = False
    fixed: FixedDay | None = None
    source: str = ""
    starts_by: str = ""
    is_oldest_day: bool = False

    def __post_init__(self) -> None:
        if self.unit == Unit.FIXED_DATE:
            if self.fixed is None or self.counts_back or self.length:
                raise TermError("Geef bij een vaste datum alleen de datum zelf.")
        elif not 1 <= self.length <= LONGEST[self.unit]:
            raise TermError(f"De lengte is een heel getal van 1 tot en met {LONGEST[self.unit]}.")

    @property
    def length_in_words(self) -> str:
        """The length: 8 weken."""
        if self.unit == Unit.FIXED_DATE:
            return "vaste datum"
        return f"{self.length} {UNIT_WORDS[self.unit][0 if self.length == 1 else 1]}"


@dataclass(frozen=True)
class Suspension:
    """The term stands still from the day after the request until the day of completion, which counts again.

    Awb 4:15, first paragraph: "vanaf de dag na die waarop" it was asked "tot de dag waarop" it was completed or the
    time for it ran out. `asked_on` and `until` are those two days.
    """

    asked_on: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.asked_on:
            raise TermError("Een opschorting eindigt na de dag waarop om aanvulling is gevraagd.")

    @property
    def first(self) -> date:
        """The first day that does not count."""
        return self.asked_on + timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days do not count."""
        return (self.until - self.first).days


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation, with its article and the day at which the count then stands."""

    sentence: str
    day: date
    article: str = ""


@dataclass(frozen=True)
class Outcome:
    """When a term ends and why. `unshifted` is the end before any shift; the last step stands at `due`."""

    term: LegalTerm
    event: date
    due: date
    unshifted: date
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    school_holidays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What happened to a term on its way: times that it stood still, and weeks that were added."""

    suspensions: tuple[Suspension, ...] = ()
    extra_weeks: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.extra_weeks <= LONGEST[Unit.WEEKS]:
            raise TermError("Verleng met 1 week of meer, en met niet meer dan 520 weken.")
        rows = sorted(self.suspensions, key=lambda row: row.asked_on)
        if any(after.first < before.until for before, after in pairwise(rows)):
            raise TermError("Twee opschortingen lopen door elkaar. Maak er één van.")
        object.__setattr__(self, "suspensions", tuple(rows))

    def with_suspension(self, suspension: Suspension) -> "Changes":
        """These changes and one suspension more."""
        return replace(self, suspensions=(*self.suspensions, suspension))

    def with_extra(self, weeks: int) -> "Changes":
        """These changes and weeks more."""
        if weeks < 1:
            raise TermError("Verleng met 1 week of meer.")
        return replace(self, extra_weeks=self.extra_weeks + weeks)


UNCHANGED = Changes()


@dataclass
class Explanation:
    """Steps and warnings while a term is worked out."""

    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, sentence: str, day: date, article: str = "") -> date:
        """Tell a step; answers with the day at which the count stands."""
        self.steps.append(Step(sentence, day, article))
        return day


def is_covered(term: LegalTerm, changes: Changes = UNCHANGED, *, days: int = 0) -> bool:
    """Whether the Atw applies to a term of this length (article 4).

    A term that was extended is judged by its whole length; where the units differ, by its `days`.
    """
    most = COVERED.get(term.unit)
    if most is None or term.length > most:
        return False
    if not changes.extra_weeks:
        return True
    if term.unit == Unit.WEEKS:
        return term.length + changes.extra_weeks <= most
    return days <= COVERED[Unit.DAYS]


def ensure_possible(day: date) -> date:
    """The day itself; raises TermError outside the years in which the holidays are known."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise TermError("Reken met dagen van 2000 tot en met 2099.")
    return day


def parsed_suspensions(texts: Sequence[str]) -> tuple[Suspension, ...]:
    """Suspensions from texts such as 2026-03-16:2026-03-30; raises TermError that says how to write one."""
    rows = []
    for text in texts:
        asked_on, _, until = text.partition(":")
        try:
            rows.append(Suspension(date.fromisoformat(asked_on.strip()), date.fromisoformat(until.strip())))
        except TermError:
            raise
        except ValueError as error:
            raise TermError(f"Schrijf een opschorting als 2026-03-16:2026-03-30, niet als ‘{text}’.") from error
    return tuple(rows)
