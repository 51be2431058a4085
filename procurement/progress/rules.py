"""What a progress report says about a trajectory; pure."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from core.charts.rules import Chart, PlannedBar, PlannedMilestone, planning_chart
from core.history.rules import spoken


@dataclass(frozen=True)
class PhaseFigures:
    """A phase or track with its counts; `label` carries the phase model, `state` is planned, open or closed."""

    label: str
    name: str
    title: str
    is_track: bool
    state: str
    has_exception: bool
    start: date | None
    end: date | None
    settled: int
    total: int
    conditions_met: int
    conditions_total: int
    missing: tuple[str, ...]

    @property
    def spoken(self) -> str:
        """Its name at the start of a sentence: "Fase 3 (EVA, Tarievenonderzoek)"."""
        if self.label.startswith(self.name):
            return "De implementatie"
        return f"{self.label[:-1]}, {self.name})" if self.label.endswith(")") else f"{self.label} ({self.name})"

    @property
    def mentioned(self) -> str:
        """Its label in the middle of a sentence: "fase 3 (EVA)"."""
        return "de implementatie" if self.label.startswith(self.name) else self.label[0].lower() + self.label[1:]


def number_of(count: int, one: str, many: str) -> str:
    """A count with its noun: 1 wijziging, 3 wijzigingen, geen wijzigingen."""
    if count == 0:
        return f"geen {many}"
    return f"1 {one}" if count == 1 else f"{count} {many}"


def where_it_stands(phases: list[PhaseFigures], today: date) -> str:
    """The first sentence: which phase runs, until when, and how far its checks are; one for each that runs."""
    walk = [row for row in phases if not row.is_track]
    running = [row for row in walk if row.state == "open"]
    if not running:
        closed = [row for row in walk if row.state == "closed"]
        if walk and len(closed) == len(walk):
            return "Alle fasen zijn afgesloten."
        if closed:
            return f"{closed[-1].spoken} is afgesloten; de volgende fase is nog niet geopend."
        return "Nog geen enkele fase is geopend."
    return " ".join(_how_it_runs(row, today) for row in running)


def _how_it_runs(row: PhaseFigures, today: date) -> str:
    """One phase that runs: against its plan, and how far its checks are."""
    done = f"{row.settled} van de {row.total} controlepunten zijn afgerond"
    if row.has_exception:
        return f"{row.spoken} loopt, met een afwijking; {done}."
    if row.end is None:
        return f"{row.spoken} loopt, zonder geplande einddatum; {done}."
    if row.end < today:
        return f"{row.spoken} had volgens planning op {spoken(row.end)} klaar moeten zijn; {done}."
    if row.start is not None and row.start > today:
        return f"{row.spoken} loopt, eerder dan het geplande begin op {spoken(row.start)}; {done}."
    return f"{row.spoken} loopt volgens planning tot en met {spoken(row.end)}; {done}."


def what_is_missing(phases: list[PhaseFigures]) -> str:
    """The second sentence: what stands between now and the next step."""
    walk = [row for row in phases if not row.is_track]
    running = [row for row in walk if row.state == "open"]
    planned = [row for row in walk if row.state == "planned"]
    row = running[0] if running else planned[0] if planned else None
    if row is None:
        return "Er zijn geen volgende stappen meer."
    step = f"{row.mentioned} te {'sluiten' if running else 'openen'}"
    if not row.missing:
        return f"Aan alle voorwaarden om {step} is voldaan."
    if row.conditions_met == 0 and row.conditions_total > 1:
        return f"Om {step} is nog aan geen van de {row.conditions_total} voorwaarden voldaan."
    left = row.conditions_total - row.conditions_met
    if row.conditions_total == 1:
        return f"Om {step} is aan de enige voorwaarde nog niet voldaan."
    return f"Om {step} is aan {left} van de {row.conditions_total} voorwaarden nog niet voldaan."


def what_changed(changes: int, previous: date | None, milestone: tuple[date, str] | None, exceptions: int) -> str:
    """The third sentence: what is new since the last report, exceptions, and what comes first."""
    if previous is None:
        lead = "Dit is het eerste voortgangsrapport"
    else:
        verb = "is" if changes == 1 else "zijn"
        lead = f"Sinds het rapport van {spoken(previous)} {verb} er {number_of(changes, 'wijziging', 'wijzigingen')}"
    if exceptions:
        lead += f", en er is {number_of(exceptions, 'keer', 'keer')} met motivering afgeweken"
    if milestone is None:
        return f"{lead}; er staan geen mijlpalen meer voor de boeg."
    return f"{lead}; de eerstvolgende mijlpaal is op {spoken(milestone[0])}."


def bar_state(row: PhaseFigures, today: date) -> str:
    """How the planning chart shows a phase."""
    if row.state == "closed":
        return "exception" if row.has_exception else "done"
    if row.state == "open":
        return "late" if row.end and row.end < today else "current"
    return "planned"


def planning(
    phases: list[PhaseFigures],
    milestones: list[tuple[date, str]],
    today: date,
    *,
    title: str = "Planning",
    today_word: str = "vandaag",
) -> Chart | None:
    """The planning as a chart: phases and tracks with dates, and milestones; None when nothing is planned.

    `today_word` stands at the line of `today`: on paper it is no longer today.
    """
    return _planning(tuple(phases), tuple(milestones), today, title, today_word)


@lru_cache(maxsize=128)  # composing and checking a specification takes longer than the rest of the page
def _planning(
    phases: tuple[PhaseFigures, ...],
    milestones: tuple[tuple[date, str], ...],
    today: date,
    title: str,
    today_word: str,
) -> Chart | None:
    bars = [
        PlannedBar(label=row.name, start=row.start, end=row.end, state=bar_state(row, today))
        for row in phases
        if row.start and row.end
    ]
    marks = [
        PlannedMilestone(label=what, day=day, state="past" if day < today else "planned") for day, what in milestones
    ]
    if not bars and not marks:
        return None
    return planning_chart(bars, marks, today, title=title, today_word=today_word)


def figures_from(content: dict[str, Any]) -> list[PhaseFigures]:
    """The phases of a report's content as figures again."""
    fields = PhaseFigures.__dataclass_fields__
    return [PhaseFigures(**{name: _value(row[name]) for name in fields}) for row in content["phases"]]


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
