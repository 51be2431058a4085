"""The planning counted back from the contract start; pure.

Every step ends where the next one begins. The lengths and their sources are data (`lead_times`); what is law or comes
from the evaluation stands there with its paragraph, the rest is an own assumption and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from core.history.rules import spoken
from core.terms.calendar import SchoolHoliday, is_free_day, school_holidays_between, summer_holidays_of
from procurement.planning.lead_times import LeadTime, LeadTimes, lead_times

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlanStep:
    """One step of the planning with its latest first and last day, and how they were found.

    `part` is the code of the phase or track it belongs to. `runs_beside` says that it takes no time of its own.
    """

    key: str
    part: str
    name: str
    start: date
    end: date
    explanation: str
    source: str
    runs_beside: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end


@dataclass(frozen=True)
class Window:
    """The latest days on which a phase or track begins and ends; a track that runs along has no latest end."""

    part: str
    start: date
    end: date | None


@dataclass(frozen=True)
class BackwardPlan:
    """The whole planning, counted back from `contract_start`; steps in the order of time."""

    contract_start: date
    profile: str
    steps: tuple[PlanStep, ...]
    windows: tuple[Window, ...]

    def step(self, key: str) -> PlanStep:
        """The step under `key`; raises KeyError when there is none."""
        return {row.key: row for row in self.steps}[key]

    def window(self, part: str) -> Window:
        """The latest days of a phase or track; raises KeyError when there is none."""
        return {row.part: row for row in self.windows}[part]

    def steps_of(self, part: str) -> tuple[PlanStep, ...]:
        """The steps of a phase or track."""
        return tuple(row for row in self.steps if row.part == part)


# --- Days -----------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def working_days(first: date, last: date) -> int:
    """How many working days there are from `first` to `last`, negative when `last` comes first.

    The day that is counted from does not count; Saturdays, Sundays and recognised holidays (Atw 3) do not either.
    """
    if last < first:
        return -working_days(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(not is_free_day(day) for day in days)


def last_working_day(day: date) -> date:
    """`day`, or the last working day before it."""
    while is_free_day(day):
        day -= ONE_DAY
    return day


def in_school_holidays(day: date) -> SchoolHoliday | None:
    """The school holiday (region Noord) in which `day` lies."""
    return next(iter(school_holidays_between(day, day)), None)


def day_for_providers(day: date) -> date:
    """The last working day up to `day` outside the school holidays: providers must act on it (EVA bijlage 1)."""
    while True:
        day = last_working_day(day)
        holiday = in_school_holidays(day)
        if holiday is None:
            return day
        day = holiday.first - ONE_DAY


def term_end(sent: date, days: int) -> date:
    """The last day of a term in days that begins the day after `sent`; moved past free days (Atw 1)."""
    day = sent + timedelta(days=days)
    while is_free_day(day):
        day += ONE_DAY
    return day


def summer_of(year: int) -> SchoolHoliday:
    """The summer holidays; where they are not known yet, the widest period they ever had (own assumption)."""
    known = summer_holidays_of(year)
    return known or SchoolHoliday("Zomervakantie (nog niet bekend, ruim genomen)", date(year, 7, 4), date(year, 9, 5))


def length_of(holiday: SchoolHoliday) -> int:
    """How many days a holiday has."""
    return (holiday.last - holiday.first).days + 1


def _period(holiday: SchoolHoliday) -> str:
    return f"{spoken(holiday.first)} tot en met {spoken(holiday.last)}"


# --- Research that pauses in summer -----------------------------------------------------------------------------------
def research_back(end: date, length: LeadTime) -> tuple[date, date, SchoolHoliday | None]:
    """First and last day of research that is ready on `end` at the latest, and the summer in which it pauses.

    A last day in the summer holidays moves to the day before them; holidays inside are added in front (EVA 3.2).
    """
    summer = summer_of(end.year)
    if summer.first <= end <= summer.last:
        end = summer.first - ONE_DAY
    summer = summer_of(end.year) if end > summer.last else summer_of(end.year - 1)
    start = length.before(end + ONE_DAY)
    if start > summer.last:
        return start, end, None
    shifted = length.before(end + ONE_DAY - timedelta(days=length_of(summer)))
    return min(shifted, summer.first - ONE_DAY), end, summer


def research_on(start: date, length: LeadTime) -> tuple[date, SchoolHoliday | None]:
    """The last day of research that begins on `start`, and the summer in which it pauses (EVA 3.2)."""
    summer = summer_of(start.year) if start <= summer_of(start.year).last else summer_of(start.year + 1)
    if start >= summer.first:
        start = summer.first
    end = length.after(start) - ONE_DAY
    if end < summer.first:
        return end, None
    return end + timedelta(days=length_of(summer)), summer


# --- The planning -----------------------------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def backward_plan(contract_start: date, profile: str) -> BackwardPlan:
    """Count back from the contract start; `profile` is full, lot or pilot (KeyError for another)."""
    times = lead_times(profile)
    steps = [*_award_steps(contract_start, times)]
    publication = steps[-1].start
    steps += _strategy_steps(publication, times)
    strategy = next(row for row in steps if row.key == "strategy").start
    steps += _tariff_steps(strategy, times)
    steps += _first_steps(steps[-1].start, contract_start, times)
    found = {row.key: row for row in steps}
    award = found["implementation"].start
    preparation = _step(
        "screening_preparation", "7", "Toets voorbereiden", publication, times, "de publicatie", runs_beside=True
    )
    steps.append(preparation)
    windows = (
        Window("0", found["baseline"].start, found["baseline"].end),
        Window("1", found["assignment"].start, found["assignment"].end),
        Window("2", found["offer"].start, found["offer"].end),
        Window("3", found["research"].start, found["deepening"].end),
        Window("4", found["strategy"].start, found["strategy"].end),
        Window("5", publication, award - ONE_DAY),
        Window("I", award, contract_start - ONE_DAY),
        Window("6", found["assignment"].start, None),
        Window("7", preparation.start, award - ONE_DAY),
        Window("8", found["baseline"].start, None),
    )
    ordered = tuple(sorted(steps, key=lambda row: (row.start, row.end)))
    return BackwardPlan(contract_start, profile, ordered, windows)


def _step(
    key: str, part: str, name: str, before: date, times: LeadTimes, word: str, *, runs_beside: bool = False
) -> PlanStep:
    """A step that is ready the day before `before`."""
    time = times[key]
    start = time.before(before)
    how = f"Terug vanaf {word} op {spoken(before)}: {time.words} eerder is {spoken(start)}."
    return PlanStep(key, part, name, start, before - ONE_DAY, f"{how} {time.why}", time.source, runs_beside)


def _award_steps(contract_start: date, times: LeadTimes) -> Iterator[PlanStep]:
    """Implementation, award, standstill, screening and tender, each before the next; the last one is publication."""
    implementation = _step("implementation", "I", "Implementatie", contract_start, times, "de start van de contracten")
    yield implementation
    award = implementation.start
    yield PlanStep(
        "award",
        "5",
        "Gunning rond",
        award,
        award,
        f"De implementatie begint op {spoken(award)}; uiterlijk dan is de gunning definitief.",
        "SID adviesnota 2.1",
    )
    wait = times["standstill"]
    provisional, why = award, "Er geldt geen wachttijd: de toets is klaar voordat je gunt."
    if wait.days:
        provisional = day_for_providers(award - timedelta(days=wait.days + 1))
        while term_end(provisional, wait.days) >= award:
            provisional = day_for_providers(provisional - ONE_DAY)
        last = term_end(provisional, wait.days)
        why = f"De wachttijd loopt van {spoken(provisional + ONE_DAY)} tot en met {spoken(last)}, dus voor de gunning."
    yield PlanStep(
        "provisional", "5", "Voorgenomen gunning", provisional, provisional, f"{why} {wait.why}", wait.source
    )
    screening = times["screening"]
    wanted = screening.before(provisional)
    closing = day_for_providers(wanted)
    moved = "" if closing == wanted else " We sluiten op een werkdag buiten de schoolvakanties en komen zo eerder uit."
    yield PlanStep(
        "screening",
        "7",
        "Toets van aanbieders",
        closing,
        provisional - ONE_DAY,
        f"Terug vanaf de voorgenomen gunning op {spoken(provisional)}: {screening.words} eerder is {spoken(wanted)}."
        f" {screening.why}",
        screening.source,
    )
    yield PlanStep(
        "closing",
        "5",
        "Sluiting van de inschrijving",
        closing,
        closing,
        f"De toets begint op de dag van sluiting.{moved}",
        "EVA bijlage 1" if moved else screening.source,
    )
    tender = times["tender"]
    publication = last_working_day(tender.before(closing))
    yield PlanStep(
        "publication",
        "5",
        "Publicatie",
        publication,
        publication,
        f"Terug vanaf de sluiting op {spoken(closing)}: {tender.words} eerder, op een werkdag, is"
        f" {spoken(publication)}. {tender.why}",
        tender.source,
    )


def _strategy_steps(publication: date, times: LeadTimes) -> Iterator[PlanStep]:
    strategy = _step("strategy", "4", "Strategie definitief maken", publication, times, "de publicatie")
    yield strategy
    yield _step(
        "market", "4", "Marktanalyse", strategy.start, times, "het schrijven van de strategie", runs_beside=True
    )


def _tariff_steps(strategy: date, times: LeadTimes) -> Iterator[PlanStep]:
    """Deepening before the strategy, research before that and never in the summer holidays (EVA 3.2)."""
    deepening = _step("deepening", "3", "Tarieven: verdieping en uitwerking", strategy, times, "de strategie")
    yield deepening
    length = times["research"]
    start, end, pause = research_back(deepening.start - ONE_DAY, length)
    how = f"Het onderzoek is klaar op {spoken(end)}; {length.words} eerder is het begin."
    if end < deepening.start - ONE_DAY:
        how += " Dat is de dag voor de zomervakantie, want daarin doen we geen onderzoek."
    if pause is not None:
        how += (
            f" In deze periode valt de zomervakantie van {_period(pause)}. Het onderzoek ligt dan"
            f" {length_of(pause)} dagen stil en begint daarom zoveel eerder, op {spoken(start)}."
        )
        if summer_holidays_of(pause.first.year) is None:
            how += " Deze vakantie is nog niet vastgesteld; we nemen hem ruim (eigen aanname)."
    yield PlanStep("research", "3", "Tarieven: onderzoek", start, end, f"{how} {length.why}", length.source)


def _first_steps(tariffs: date, contract_start: date, times: LeadTimes) -> Iterator[PlanStep]:
    offer = _step("offer", "2", "Aanbodvorming", tariffs, times, "het tarievenonderzoek")
    yield offer
    assignment = _step("assignment", "1", "Bestuurlijke opdracht", offer.start, times, "de aanbodvorming")
    yield assignment
    baseline = _step("baseline", "0", "Nulmeting", assignment.start, times, "de bestuurlijke opdracht")
    whole = times["whole"]
    first = whole.before(contract_start)
    if baseline.start <= first:
        yield baseline
        return
    yield PlanStep(
        "baseline",
        "0",
        "Nulmeting",
        first,
        baseline.end,
        f"{baseline.explanation} Het hele traject duurt minstens {whole.words}, dus de nulmeting begint uiterlijk op"
        f" {spoken(first)}. {whole.why}",
        whole.source,
    )
