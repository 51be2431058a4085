"""What the planned dates say against the planning counted back: slack, and conflicts in words; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from core.history.rules import spoken
from procurement.planning.lead_times import lead_times
from procurement.planning.rules import (
    ONE_DAY,
    BackwardPlan,
    backward_plan,
    in_school_holidays,
    research_on,
    working_days,
)

CONFLICT, WARNING = "conflict", "warning"
WEEK = 5  # working days


@dataclass(frozen=True)
class PlannedPart:
    """A phase or track as it is planned and as it went; `state` is planned, open or closed."""

    code: str
    label: str
    title: str
    is_track: bool
    start: date | None
    end: date | None
    state: str = "planned"
    opened_on: date | None = None
    closed_on: date | None = None

    @property
    def in_sentence(self) -> str:
        """How a sentence calls it: "fase 3", "spoor 7", "de implementatie"."""
        return "de implementatie" if self.code == "I" else self.label.lower()

    def begins(self) -> date | None:
        """When it began, or will."""
        return self.opened_on or self.start

    def ends(self, today: date) -> date | None:
        """When it ended, or will at the earliest: what still runs past its planned end ends today or later."""
        if self.closed_on:
            return self.closed_on
        return max(self.end, today) if self.end and self.state == "open" else self.end


@dataclass(frozen=True)
class PlannedMoment:
    """A milestone; the public ones are those that providers plan by."""

    day: date
    what: str
    is_public: bool


@dataclass(frozen=True)
class Situation:
    """Everything that the planning is judged on, as it is today."""

    contract_start: date
    profile: str
    parts: tuple[PlannedPart, ...]
    moments: tuple[PlannedMoment, ...]
    today: date

    @property
    def latest(self) -> BackwardPlan:
        """The planning counted back for this contract start and profile."""
        return backward_plan(self.contract_start, self.profile)

    def part(self, code: str) -> PlannedPart | None:
        """The phase or track under `code`."""
        return next((row for row in self.parts if row.code == code), None)


@dataclass(frozen=True)
class PlanConflict:
    """Something that does not fit: what it is, why it matters, how to mend it, and where that stands.

    `part` is the code of the phase or track to mend, empty for the trajectory or a milestone. A warning may stay.
    """

    key: str
    part: str
    what: str
    why: str
    how: str
    source: str
    level: str = CONFLICT

    @property
    def is_warning(self) -> bool:
        """Whether the planning can stand with it."""
        return self.level == WARNING


@dataclass(frozen=True)
class PartOutcome:
    """A phase or track beside its latest dates; `slack` in working days, None when it cannot be said."""

    part: PlannedPart
    latest_start: date
    latest_end: date | None
    slack: int | None

    @property
    def slack_words(self) -> str:
        """The slack in Dutch: "3 werkdagen", "4 weken", "2 weken te laat"."""
        return slack_words(self.slack)


def slack_words(slack: int | None) -> str:
    """Slack in working days as people say it; from two weeks on in weeks."""
    if slack is None:
        return "niet te zeggen"
    if slack == 0:
        return "geen"
    days = abs(slack)
    if days >= 2 * WEEK:
        weeks = days // WEEK
        text = f"{weeks} weken"
    else:
        text = f"{days} {'werkdag' if days == 1 else 'werkdagen'}"
    return text if slack > 0 else f"{text} te laat"


def outcomes(situation: Situation) -> list[PartOutcome]:
    """Every phase and track with its latest dates and slack.

    Phases are measured by their end; the implementation and the tracks without a latest end by their begin.
    """
    rows = []
    for part in situation.parts:
        window = situation.latest.window(part.code)
        by_begin = part.code == "I" or window.end is None
        planned = part.begins() if by_begin else part.ends(situation.today)
        latest = window.start if by_begin else window.end
        slack = working_days(planned, latest) if planned and latest else None
        rows.append(PartOutcome(part, window.start, window.end, slack))
    return rows


def least_slack(rows: Sequence[PartOutcome]) -> PartOutcome | None:
    """The part that still runs or comes with the least slack."""
    known = [row for row in rows if row.slack is not None and row.part.state != "closed"]
    return min(known, key=lambda row: row.slack or 0, default=None)


# --- Conflicts --------------------------------------------------------------------------------------------------------
def conflicts(situation: Situation) -> list[PlanConflict]:
    """Every conflict of the planning, in the order of the phases; warnings last."""
    found = [
        *_whole(situation),
        *_phases_in_time(situation),
        *_tariffs(situation),
        *_strategy(situation),
        *_screening(situation),
        *_award(situation),
        *_implementation(situation),
        *_providers(situation),
    ]
    return sorted(found, key=lambda row: row.is_warning)


def awarded_on(situation: Situation) -> date | None:
    """The day on which the award is final by the plan: the day after the procurement phase."""
    phase = situation.part("5")
    end = phase.ends(situation.today) if phase else None
    return end + ONE_DAY if end else None


def _length(first: date, after: date) -> str:
    """From `first` up to `after` in whole months, or weeks when there is no month."""
    gap = relativedelta(after, first)
    months = gap.years * 12 + gap.months
    if after < first:
        return "geen tijd"
    if months < 1:
        weeks = (after - first).days // 7
        return f"{weeks} {'week' if weeks == 1 else 'weken'}"
    more = "ruim " if gap.days else ""
    return f"{more}{months} {'maand' if months == 1 else 'maanden'}"


def _whole(situation: Situation) -> Iterator[PlanConflict]:
    """The procurement as a whole takes at least two years (EVA slot deel 1)."""
    begins = [day for row in situation.parts if not row.is_track and (day := row.begins())]
    time = lead_times(situation.profile)["whole"]
    latest = time.before(situation.contract_start)
    if begins and min(begins) > latest:
        yield PlanConflict(
            "whole_short",
            "",
            f"Het traject begint op {spoken(min(begins))}; tot de start van de contracten op"
            f" {spoken(situation.contract_start)} is dat {_length(min(begins), situation.contract_start)}.",
            f"Er zijn minstens {time.words} nodig. {time.why}",
            "Laat de contracten later starten, of begin eerder.",
            time.source,
        )


NEXT = {"0": "1", "1": "2", "2": "3", "3": "4", "4": "5"}


def _phases_in_time(situation: Situation) -> Iterator[PlanConflict]:
    """A phase that ends after the latest begin of the next one leaves that one too little time."""
    for code, after in NEXT.items():
        part, follower = situation.part(code), situation.part(after)
        if part is None or follower is None or part.state == "closed":
            continue
        end, window = part.ends(situation.today), situation.latest.window(code)
        begin = situation.latest.window(after).start
        name = part.in_sentence.capitalize()
        if end and end >= begin:
            yield PlanConflict(
                f"late_{code}",
                code,
                f"{name} eindigt op {spoken(end)}, maar {follower.in_sentence} begint uiterlijk op {spoken(begin)}.",
                f"Anders is er voor {follower.in_sentence} en wat daarna komt te weinig tijd tot de start van de"
                " contracten.",
                f"Laat {part.in_sentence} eerder eindigen, kort een latere fase in, of laat de contracten later"
                " starten.",
                _source_of(situation, after),
            )
        elif part.state == "planned" and part.start and part.start > window.start:
            yield PlanConflict(
                f"tight_{code}",
                code,
                f"{name} begint op {spoken(part.start)}, later dan {spoken(window.start)}.",
                "Voor deze fase is minder tijd gepland dan waarmee we rekenen.",
                "Ga na of het in minder tijd kan. Zo niet, begin dan eerder.",
                _source_of(situation, code),
                WARNING,
            )


def _source_of(situation: Situation, part: str) -> str:
    steps = [row for row in situation.latest.steps_of(part) if not row.runs_beside]
    return steps[0].source


def _tariffs(situation: Situation) -> Iterator[PlanConflict]:
    """Tariff research takes a year, and its research is not done in the summer holidays (EVA 3.2)."""
    part = situation.part("3")
    begin, end = (part.begins(), part.ends(situation.today)) if part else (None, None)
    if part is None or part.state == "closed" or not begin or not end:
        return
    times = lead_times(situation.profile)
    research, deepening = times["research"], times["deepening"]
    ready, pause = research_on(begin, research)
    without_pause = deepening.after(research.after(begin)) - ONE_DAY
    if end < without_pause:
        together = (
            f"{research.months + deepening.months} maanden" if research.months else f"{research.weeks} weken onderzoek"
        )
        yield PlanConflict(
            "tariff_short",
            "3",
            f"Het tarievenonderzoek loopt van {spoken(begin)} tot en met {spoken(end)}:"
            f" {_length(begin, end + ONE_DAY)}.",
            f"Er zijn {together} nodig: {research.words} onderzoek en {deepening.words} verdieping en uitwerking.",
            f"Laat het onderzoek eerder beginnen, of eindigen op {spoken(without_pause)} of later.",
            research.source,
        )
        return
    needed = deepening.after(ready + ONE_DAY) - ONE_DAY
    if pause is not None and end < needed:
        yield PlanConflict(
            "tariff_summer",
            "3",
            f"Het onderzoek naar tarieven valt in de zomervakantie van {spoken(pause.first)} tot en met"
            f" {spoken(pause.last)}.",
            "In de zomervakantie doen we geen onderzoek: aanbieders en gemeenten kunnen dan niet meedoen.",
            f"Begin eerder, zodat het onderzoek voor {spoken(pause.first)} klaar is, of laat het in de vakantie"
            f" stilliggen en het tarievenonderzoek eindigen op {spoken(needed)}.",
            "EVA 3.2",
        )


def _strategy(situation: Situation) -> Iterator[PlanConflict]:
    """The strategy is final only after the tariff research (EVA 4.2)."""
    strategy, tariffs = situation.part("4"), situation.part("3")
    if strategy is None or tariffs is None or strategy.state == "closed":
        return
    end, before = strategy.ends(situation.today), tariffs.ends(situation.today)
    if end and before and end <= before:
        yield PlanConflict(
            "strategy_early",
            "4",
            f"De inkoopstrategie is klaar op {spoken(end)}, maar het tarievenonderzoek loopt tot en met"
            f" {spoken(before)}.",
            "De definitieve strategie schrijf je pas na afloop van het tarievenonderzoek. Alleen de marktanalyse mag"
            " ernaast lopen.",
            f"Laat fase 4 eindigen na {spoken(before)}, of rond het tarievenonderzoek eerder af.",
            "EVA 4.2",
        )


def _screening(situation: Situation) -> Iterator[PlanConflict]:
    """Providers are screened before the award (EVA 7)."""
    track, award = situation.part("7"), awarded_on(situation)
    end = track.ends(situation.today) if track else None
    if track is None or not end or not award or end < award:
        return
    if (phase := situation.part("5")) and phase.state == "closed":
        return
    yield PlanConflict(
        "screening_late",
        "7",
        f"De toets van aanbieders loopt tot en met {spoken(end)}, maar de gunning is rond op {spoken(award)}.",
        "Wie een contract krijgt, is vooraf getoetst. Daarvoor is ook genoeg capaciteit nodig (SID 12.2.4).",
        f"Laat spoor 7 eindigen voor {spoken(award)}, of gun later.",
        "EVA 7",
    )


def _award(situation: Situation) -> Iterator[PlanConflict]:
    """The award is final when the implementation must begin: 1 July for 1 January (SID adviesnota 2.1)."""
    award, latest = awarded_on(situation), situation.latest.step("award").start
    if not award or award <= latest or situation.parts == ():
        return
    phase = situation.part("5")
    if phase is None or phase.state == "closed":
        return
    yield PlanConflict(
        "award_late",
        "5",
        f"De gunning is rond op {spoken(award)}; dat moet uiterlijk op {spoken(latest)}.",
        "Anders houden gemeenten en aanbieders te weinig tijd over om de nieuwe contracten in te voeren.",
        f"Laat fase 5 eindigen op {spoken(latest - ONE_DAY)} of eerder, of laat de contracten later starten.",
        "SID adviesnota 2.1",
    )


def _implementation(situation: Situation) -> Iterator[PlanConflict]:
    """Half a year between award and contract start (SID 5.1)."""
    part = situation.part("I")
    begin, latest = (part.begins() if part else None), situation.latest.window("I").start
    if part is None or not begin or begin <= latest or part.state == "closed":
        return
    time = lead_times(situation.profile)["implementation"]
    yield PlanConflict(
        "implementation_short",
        "I",
        f"De implementatie begint op {spoken(begin)}; tot de start van de contracten op"
        f" {spoken(situation.contract_start)} is dat {_length(begin, situation.contract_start)}.",
        f"Er zijn {time.words} nodig. {time.why}",
        f"Laat de implementatie beginnen op {spoken(latest)} of eerder, of laat de contracten later starten.",
        time.source,
    )


def _providers(situation: Situation) -> Iterator[PlanConflict]:
    """What providers must react to does not lie in the school holidays (EVA bijlage 1)."""
    for row in situation.moments:
        holiday = in_school_holidays(row.day)
        if not row.is_public or holiday is None or row.day < situation.today or row.day == situation.contract_start:
            continue
        yield PlanConflict(
            f"holidays_{row.day.isoformat()}_{row.what[:40]}",
            "",
            f"De mijlpaal ‘{row.what}’ op {spoken(row.day)} ligt in de {holiday.name.lower()} (regio Noord).",
            "Aanbieders plannen op deze dag. In de vorige inkoop viel de terugkoppeling in de vakantie; dat was extra"
            " belastend.",
            f"Kies een dag voor {spoken(holiday.first)} of na {spoken(holiday.last)}.",
            "EVA bijlage 1",
        )


def count_words(rows: Sequence[PlanConflict]) -> str:
    """How many conflicts there are: "geen conflicten", "1 conflict", "2 conflicten"; warnings do not count."""
    count = sum(not row.is_warning for row in rows)
    if count == 0:
        return "geen conflicten"
    return f"{count} {'conflict' if count == 1 else 'conflicten'}"
