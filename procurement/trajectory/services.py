"""What people can do in a trajectory. Every verb locks what it changes, asks access and rules, and records why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from procurement.trajectory import queries
from procurement.trajectory.access import NOT_FOUND, may_steer
from procurement.trajectory.content_model import eva
from procurement.trajectory.lifecycle import (
    PHASES,
    PhaseFacts,
    PhaseState,
)
from procurement.trajectory.models import (
    Check,
    Milestone,
    Participation,
    Phase,
    Trajectory,
    TrajectorySegment,
)
from procurement.trajectory.rules import plan_verdict, slug_is_free


@dataclass(frozen=True)
class Plan:
    """What a trajectory is at its start; `value_full_term` in whole euros, over the full term with all options."""

    name: str
    summary: str
    profile: str
    contract_start: date
    max_term_years: int
    value_full_term: int | None
    owner_id: UUID
    municipality_ids: Sequence[UUID]
    segment_ids: Sequence[UUID]


def start_trajectory(*, plan: Plan, who: Who, reason: str, now: datetime) -> Trajectory:
    """Start a trajectory with the phases, tracks and checks of the EVA model; what its profile asks is obligatory.

    Raises Refused when this person may not, or when no municipality takes part.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(plan.municipality_ids), "Kies minstens één gemeente die meedoet."))
    ensure(allow_if(bool(plan.segment_ids), "Kies minstens één segment dat wordt ingekocht."))
    future = plan.contract_start > now.astimezone(AMSTERDAM).date()
    ensure(allow_if(future, "De start van de contracten ligt niet in de toekomst. Vul een latere datum in."))
    with recorded(who, reason, routine="Traject gestart"):
        # Starts take turns, so that two of one name at once get two addresses.
        Organisation.objects.select_for_update(no_key=True).get(kind=Kind.OZJT)
        slug = slugify(plan.name)[:70] or "traject"
        taken = set(Trajectory.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        row = Trajectory.objects.create(
            slug=slug_is_free(slug, taken | {"nieuw"}),
            name=plan.name,
            summary=plan.summary,
            profile=plan.profile,
            contract_start=plan.contract_start,
            max_term_years=plan.max_term_years,
            value_full_term=plan.value_full_term,
            owner_id=plan.owner_id,
            created_at=now,
        )
        Participation.objects.bulk_create(
            Participation(trajectory=row, organisation_id=municipality) for municipality in plan.municipality_ids
        )
        TrajectorySegment.objects.bulk_create(
            TrajectorySegment(trajectory=row, segment_id=segment) for segment in plan.segment_ids
        )
        _copy_model(row)
    return row


def _copy_model(row: Trajectory) -> None:
    for order, part in enumerate(eva().parts):
        phase = Phase.objects.create(
            trajectory=row,
            code=part.code,
            kind=part.kind,
            order=order,
            name=part.name,
            short=part.short,
            goal=part.goal,
            end_product=part.end_product,
            roles=list(part.roles),
            source=part.source,
        )
        Check.objects.bulk_create(
            Check(
                phase=phase,
                code=check.code,
                order=number,
                aspect=check.aspect,
                text=check.text,
                explanation=check.explanation,
                source=check.source,
                is_obligatory=row.profile in check.profiles,
                needs_evidence=check.needs_evidence,
            )
            for number, check in enumerate(part.checks)
        )


def edit_trajectory(
    *, trajectory_id: UUID, version: int, values: dict[str, Any], who: Who, reason: str, now: datetime
) -> Trajectory:
    """Change name, summary, owner, contract start, term or value of a trajectory.

    `values` holds the fields to change. Raises Conflict when somebody saved it after `version`, Refused when the
    contract start would fall before the end of a planned phase. Locks the trajectory.
    """
    ensure(may_steer(who))
    with recorded(who, reason, routine="Traject bijgewerkt"):
        row = Trajectory.objects.select_for_update().get(id=trajectory_id)
        ensure_version(row, version)
        allowed = {"name", "summary", "owner_id", "contract_start", "max_term_years", "value_full_term"}
        for field, value in values.items():
            if field not in allowed:
                raise ValueError(f"'{field}' is not edited here")
            setattr(row, field, value)
        late = row.phases.filter(kind=Phase.Kind.PHASE, planned_end__gte=row.contract_start).order_by("order").first()
        if late is not None:
            raise Refused(
                refuse(
                    f"{late.label} loopt volgens planning tot {late.planned_end:%d-%m-%Y}. "
                    "De contracten kunnen pas daarna starten; verplaats eerst die fase."
                )
            )
        row.version += 1
        row.save()
    return row


def announce(*, trajectory_id: UUID, text: str, who: Who, now: datetime) -> Trajectory:
    """Tell providers about a trajectory: from now on they see `text` and the public milestones in their portal.

    Announcing again replaces the text; the history keeps the earlier one. Locks the trajectory.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(text.strip()), "Schrijf op wat aanbieders moeten weten."))
    with recorded(who, routine="Bekendgemaakt aan aanbieders"):
        row = Trajectory.objects.select_for_update().get(id=trajectory_id)
        row.announced_at = now
        row.announcement = text.strip()
        row.version += 1
        row.save()
    return row


def add_milestone(*, trajectory_id: UUID, date: date, what: str, is_public: bool, who: Who, now: datetime) -> Milestone:
    """Add a moment to the planning."""
    ensure(may_steer(who))
    with recorded(who, routine="Mijlpaal toegevoegd"):
        return Milestone.objects.create(trajectory_id=trajectory_id, date=date, what=what, is_public=is_public)


def remove_milestone(*, milestone_id: UUID, trajectory_id: UUID, who: Who, reason: str) -> None:
    """Take a moment out of the planning; the history keeps it with the reason."""
    ensure(may_steer(who))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom de mijlpaal vervalt."))
    with recorded(who, reason):
        row = Milestone.objects.select_for_update().filter(id=milestone_id, trajectory_id=trajectory_id).first()
        if row is None:
            raise Refused(NOT_FOUND)
        row.delete()


def plan_phase(
    *,
    phase_id: UUID,
    version: int,
    start: date | None,
    end: date | None,
    owner_id: UUID | None,
    remark: str,
    who: Who,
    reason: str,
) -> Phase:
    """Set dates, owner and remark of a phase or track.

    Raises Conflict when somebody saved it after `version`, Refused when the dates contradict each other, the
    neighbouring phases or the contract start. Locks the trajectory, so that two neighbours cannot cross.
    """
    ensure(may_steer(who))
    with recorded(who, reason, routine="Planning bijgewerkt"):
        row = Phase.objects.select_related("trajectory").get(id=phase_id)
        parent = Trajectory.objects.select_for_update().get(id=row.trajectory_id)
        row = Phase.objects.select_for_update().get(id=phase_id)
        ensure_version(row, version)
        before, after = queries.dated_neighbours(row)
        ensure(
            plan_verdict(
                start=start,
                end=end,
                is_track=row.is_track,
                previous_start=before,
                next_start=after,
                contract_start=parent.contract_start,
            )
        )
        row.planned_start, row.planned_end, row.owner_id, row.remark = start, end, owner_id, remark
        row.version += 1
        row.save()
    return row


def lock_phase(phase_id: UUID) -> Phase:
    """The phase, locked until the end of the caller's transaction."""
    return Phase.objects.select_for_update(of=("self",)).select_related("trajectory").get(id=phase_id)


def lock_walk(phase_id: UUID) -> Phase:
    """The phase, locked after its trajectory, so that no neighbour is opened, closed or planned meanwhile."""
    Trajectory.objects.select_for_update(of=("self",)).get(phases=phase_id)
    return lock_phase(phase_id)


def move_phase(*, row: Phase, transition: str, facts: PhaseFacts, who: Who, now: datetime) -> Phase:
    """Make a transition of the lifecycle on a phase that the caller has locked and recorded a reason for.

    The caller is the room of the gates, which knows the facts. Raises Refused when the lifecycle does not allow it.
    """
    ensure(PHASES.verdict(transition, state=row.state, who=who, facts=facts))
    step = PHASES[transition]
    row.state = step.target
    if step.target == PhaseState.OPEN:
        row.opened_at = row.opened_at or now
        row.closed_at = None
    else:
        row.closed_at = now
    if transition.endswith("with_exception"):
        row.has_exception = True
        row.exceptions += 1
    row.version += 1
    row.save()
    return row
