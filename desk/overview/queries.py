"""All trajectories with where they stand, and what changed in each of them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.history.queries import sources_for, timeline
from core.history.rules import Entry
from desk.overview.rules import Board, OverviewRow, PhaseDates, days_late
from governance.bodies.models import Meeting
from governance.bodies.rules import BodyKind, MeetingState
from procurement.gates.queries import Gate, gates_of_all
from procurement.planning.conflicts import conflicts
from procurement.planning.queries import situation_from
from procurement.resolutions.queries import waiting_in
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Milestone, Trajectory
from procurement.trajectory.queries import current_phase_names, visible_trajectories

BOARDS = {BodyKind.GENERAL_BOARD: "het AB", BodyKind.EXECUTIVE_BOARD: "het DB", BodyKind.ALDERMEN: "het BO"}
MOST_CHANGES = 400  # over all trajectories together
SHOWN_CHANGES = 6  # of each


def overview_of(who: Who, now: datetime) -> list[OverviewRow]:
    """Every trajectory that this person may see, by name (six queries for any number, and those of the providers)."""
    today = now.astimezone(AMSTERDAM).date()
    trajectories = list(visible_trajectories(who).order_by("name"))
    keys = [row.id for row in trajectories]
    gates = gates_of_all(keys, now=now)
    milestones: dict[UUID, list[Milestone]] = {key: [] for key in keys}
    for row in Milestone.objects.filter(trajectory__in=keys).order_by("date", "what"):
        milestones[row.trajectory_id].append(row)
    waiting = waiting_in(keys, who)
    return [_row(row, gates.get(row.id, {}), milestones[row.id], waiting.get(row.id, 0), today) for row in trajectories]


def _row(
    row: Trajectory, gates: dict[str, Gate], milestones: list[Milestone], waiting: int, today: date
) -> OverviewRow:
    parts: list[Any] = [gate.phase for gate in gates.values()]
    phases = [part for part in parts if not part.is_track]
    coming = next((milestone for milestone in milestones if milestone.date >= today), None)
    found = conflicts(situation_from(row, parts, milestones, today)) if parts else []
    return OverviewRow(
        pk=row.id,
        slug=row.slug,
        name=row.name,
        profile=row.profile,
        owner=row.owner.name,
        phase_now=current_phase_names(parts),
        days_late=days_late([PhaseDates(p.state, p.planned_start, p.planned_end) for p in phases], today),
        red=sum(not line.met for gate in _next_gates(phases, gates) for line in gate.conditions),
        exceptions=sum(part.exceptions for part in parts),
        obligatory=sum(part.obligatory_total for part in parts),
        obligatory_settled=sum(part.obligatory_total - part.obligatory_open for part in parts),
        conflicts=sum(not one.is_warning for one in found),
        waiting=waiting,
        next_day=coming.date if coming else None,
        next_what=coming.what if coming else "",
    )


def _next_gates(phases: list[Any], gates: dict[str, Gate]) -> list[Gate]:
    """The gates that the trajectory comes to next: of the phases that run, else of the first that is planned."""
    running = [row for row in phases if row.state == PhaseState.OPEN]
    planned = next((row for row in phases if row.state == PhaseState.PLANNED), None)
    return [gates[row.code] for row in running or ([planned] if planned else [])]


# --- What changed -----------------------------------------------------------------------------------------------------
def boards(today: date) -> list[Board]:
    """The boards that have met, each with the last day on which it did (one query)."""
    rows = (
        Meeting.objects.filter(body__kind__in=BOARDS, state=MeetingState.HELD, date__lte=today)
        .order_by("body__order", "body_id", "-date")
        .distinct("body__order", "body_id")
        .values_list("body__slug", "body__kind", "date")
    )
    return [Board(slug, BOARDS[BodyKind(kind)], day) for slug, kind, day in rows]


@dataclass(frozen=True)
class Changes:
    """What changed in one trajectory, the newest first; `more` counts what is not shown."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    more: int


def changes_since(who: Who, rows: list[OverviewRow], day: date) -> tuple[list[Changes], bool]:
    """The main points of every trajectory from the beginning of a day, and whether there was too much to tell all.

    Trajectories in which nothing changed are left out.
    """
    since = datetime.combine(day, time.min, AMSTERDAM)
    entries = timeline(
        sources_for("trajectory"), [row.pk for row in rows], who=who, since=since, only_major=True, limit=MOST_CHANGES
    )
    by_id: dict[UUID, list[Entry]] = {}
    for entry in entries:
        by_id.setdefault(entry.subject_id, []).append(entry)
    found = [
        Changes(row.slug, row.name, tuple(by_id[row.pk][:SHOWN_CHANGES]), max(0, len(by_id[row.pk]) - SHOWN_CHANGES))
        for row in rows
        if row.pk in by_id
    ]
    return found, len(entries) == MOST_CHANGES
