"""The planning as it stands, frozen plans, what-ifs, and what the planning asks of people."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.rooms.asks import Ask
from procurement.planning.conflicts import PlannedMoment, PlannedPart, Situation, conflicts, count_words
from procurement.planning.models import PlanBaseline, PlanBaselineRow, PlanScenario
from procurement.planning.what_if import Change
from procurement.trajectory.access import STEERING
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Milestone, Phase, Trajectory


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(AMSTERDAM).date() if moment else None


def part_of(row: Phase) -> PlannedPart:
    """A phase or track as the rules of the planning know it."""
    return PlannedPart(
        code=row.code,
        label=row.label,
        title=row.title,
        is_track=row.is_track,
        start=row.planned_start,
        end=row.planned_end,
        state=row.state,
        opened_on=_day(row.opened_at),
        closed_on=_day(row.closed_at),
    )


def situation_from(
    trajectory: Trajectory, phases: Iterable[Phase], milestones: Iterable[Milestone], today: date
) -> Situation:
    """The planning of a trajectory from rows that are already there.

    The lead times are those of the EVA phases; a trajectory with other phases has milestones but no parts to judge.
    """
    is_eva = trajectory.phase_model == Trajectory.Model.EVA
    return Situation(
        contract_start=trajectory.contract_start,
        profile=trajectory.profile,
        parts=tuple(part_of(row) for row in phases) if is_eva else (),
        moments=tuple(PlannedMoment(row.date, row.what, row.is_public) for row in milestones),
        today=today,
    )


def situation_of(trajectory: Trajectory, today: date) -> Situation:
    """The planning of a trajectory as it stands (two queries)."""
    return situation_from(
        trajectory,
        trajectory.phases.order_by("order"),
        trajectory.milestones.order_by("date", "what"),
        today,
    )


def baselines_of(trajectory: Trajectory) -> list[PlanBaseline]:
    """The frozen plans of a trajectory, newest first."""
    return list(PlanBaseline.objects.filter(trajectory=trajectory).order_by("-frozen_at"))


def newest_baseline(trajectory: Trajectory) -> PlanBaseline | None:
    """The frozen plan to compare with when nobody asks for another."""
    return PlanBaseline.objects.filter(trajectory=trajectory).order_by("-frozen_at").first()


def rows_of(baseline: PlanBaseline) -> list[PlanBaselineRow]:
    """What a frozen plan holds, in its order."""
    return list(PlanBaselineRow.objects.filter(baseline=baseline).order_by("order"))


def scenarios_of(trajectory: Trajectory) -> list[PlanScenario]:
    """The what-ifs of a trajectory, newest first."""
    rows: QuerySet[PlanScenario] = PlanScenario.objects.filter(trajectory=trajectory)
    return list(rows.select_related("phase").order_by("-made_at"))


def scenario_of(trajectory: Trajectory, scenario_id: UUID) -> PlanScenario | None:
    """One what-if of this trajectory."""
    return PlanScenario.objects.select_related("phase").filter(trajectory=trajectory, id=scenario_id).first()


def change_of(row: PlanScenario) -> Change:
    """A kept what-if as the rules know it."""
    return Change(
        contract_start=row.contract_start,
        moves_phases=row.moves_phases,
        part=row.phase.code if row.phase else "",
        weeks=row.weeks,
    )


def planning_url(slug: str) -> str:
    """The page of the planning."""
    return reverse("planning:planning", args=[slug])


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """Asks the owner of a trajectory to solve the conflicts of its planning (three queries at most)."""
    if who.person_id is None or not who.has(*STEERING):
        return
    today = now.astimezone(AMSTERDAM).date()
    for trajectory, situation in _situations(Trajectory.objects.filter(owner_id=who.person_id), today):
        if all(row.state == PhaseState.CLOSED for row in situation.parts if not row.is_track):
            continue
        found = [row for row in conflicts(situation) if not row.is_warning]
        if found:
            yield Ask(
                title=f"De planning heeft {count_words(found)}",
                url=f"{planning_url(trajectory.slug)}#conflicten",
                why=found[0].what,
                about=trajectory.name,
            )


def _situations(rows: QuerySet[Trajectory], today: date) -> Iterator[tuple[Trajectory, Situation]]:
    """Trajectories with their planning (three queries for any number)."""
    trajectories = rows.prefetch_related("phases", "milestones").order_by("name")
    for row in trajectories:
        phases = sorted(row.phases.all(), key=lambda phase: phase.order)
        yield row, situation_from(row, phases, row.milestones.all(), today)
