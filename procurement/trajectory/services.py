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
from procurement.trajectory.content_model import EVA, model_of
from procurement.trajectory.lifecycle import PHASES, CheckState, PhaseFacts, PhaseState
from procurement.trajectory.models import Check, Milestone, Participation, Phase, Trajectory, TrajectorySegment
from procurement.trajectory.rules import plan_verdict, shifted, slug_is_free

RESERVED = {"nieuw", "fasemodellen"}  # last parts of addresses that are pages of their own


@dataclass(frozen=True)
class Plan:
    """What a trajectory is at its start; `value_full_term` in whole euros, over the full term with all options.

    `template_id` is an earlier trajectory of the same phase model to take owners, planning and own checks from.
    """

    name: str
    summary: str
    profile: str
    contract_start: date
    max_term_years: int
    value_full_term: int | None
    owner_id: UUID
    municipality_ids: Sequence[UUID]
    segment_ids: Sequence[UUID]
    phase_model: str = EVA
    template_id: UUID | None = None


def _ensure_leader(owner_id: UUID, today: date) -> None:
    """Go on when this person may own a trajectory today."""
    known = {person for person, _ in queries.leaders(today)}
    ensure(allow_if(str(owner_id) in known, "Kies als eigenaar een inkoper, projectleider of manager van OZJT."))


def start_trajectory(*, plan: Plan, who: Who, reason: str, now: datetime) -> Trajectory:
    """Start a trajectory with the phases, tracks and checks of its model; what its profile asks is obligatory.

    With a template the planning is shifted to the new contract start, and owners come along who may still own; states,
    evidence and decisions do not. Raises Refused when this person may not, when no municipality takes part, when the
    owner may not own, or when the template is of another model or not there for this person.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(plan.municipality_ids), "Kies minstens één gemeente die meedoet."))
    ensure(allow_if(bool(plan.segment_ids), "Kies minstens één segment dat wordt ingekocht."))
    future = plan.contract_start > now.astimezone(AMSTERDAM).date()
    ensure(allow_if(future, "De start van de contracten ligt niet in de toekomst. Vul een latere datum in."))
    today = now.astimezone(AMSTERDAM).date()
    _ensure_leader(plan.owner_id, today)
    template = None
    if plan.template_id is not None:
        template = queries.visible_trajectories(who).filter(id=plan.template_id).first()
        if template is None:
            raise Refused(NOT_FOUND)
        same = template.phase_model == plan.phase_model
        ensure(allow_if(same, "Het voorbeeld heeft een ander fasemodel. Kies hetzelfde fasemodel, of geen voorbeeld."))
    with recorded(who, reason, routine="Traject gestart"):
        # Starts take turns, so that two of one name at once get two addresses.
        Organisation.objects.select_for_update(no_key=True).get(kind=Kind.OZJT)
        slug = slugify(plan.name)[:70] or "traject"
        taken = set(Trajectory.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        row = Trajectory.objects.create(
            slug=slug_is_free(slug, taken | RESERVED),
            name=plan.name,
            summary=plan.summary,
            phase_model=plan.phase_model,
            started_from=template,
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
        if template is not None:
            _copy_template(row, template, today)
    return row


def _copy_model(row: Trajectory) -> None:
    for order, part in enumerate(model_of(row.phase_model).parts):
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


def _copy_template(row: Trajectory, template: Trajectory, today: date) -> None:
    """Owners who may still own, the planning at the same distance from the contract start, and own checks."""
    able = {person for person, _ in queries.workers_of(row, today)}

    def owner(person_id: UUID | None) -> UUID | None:
        return person_id if str(person_id) in able else None

    old_phases = {phase.code: phase for phase in template.phases.all()}
    checks: dict[UUID, list[Check]] = {}
    for check in Check.objects.filter(phase__trajectory=template).exclude(state=CheckState.WITHDRAWN).order_by("order"):
        checks.setdefault(check.phase_id, []).append(check)
    for phase in row.phases.all():
        old = old_phases.get(phase.code)
        if old is None:
            continue
        move = {"from_start": template.contract_start, "to_start": row.contract_start}
        phase.planned_start = shifted(old.planned_start, **move)
        phase.planned_end = shifted(old.planned_end, **move)
        phase.owner_id = owner(old.owner_id)
        phase.save()
        new_checks = {check.code: check for check in phase.checks.all()}
        for check in checks.get(old.id, []):
            if check.is_own:
                Check.objects.create(
                    phase=phase,
                    code=check.code,
                    order=check.order,
                    aspect=check.aspect,
                    text=check.text,
                    explanation=check.explanation,
                    source=check.source,
                    is_obligatory=check.is_obligatory,
                    needs_evidence=check.needs_evidence,
                    is_own=True,
                    owner_id=owner(check.owner_id),
                )
            elif check.code in new_checks and owner(check.owner_id):
                new_checks[check.code].owner_id = check.owner_id
                new_checks[check.code].save()


def edit_trajectory(
    *, trajectory_id: UUID, version: int, values: dict[str, Any], who: Who, reason: str, now: datetime
) -> Trajectory:
    """Change name, summary, owner, contract start, term or value of a trajectory.

    `values` holds the fields to change. Raises Conflict when somebody saved it after `version`, Refused when the
    contract start would fall before the end of a planned phase, or when a new owner may not own. Locks the trajectory.
    """
    ensure(may_steer(who))
    with recorded(who, reason, routine="Traject bijgewerkt"):
        row = Trajectory.objects.select_for_update().get(id=trajectory_id)
        ensure_version(row, version)
        former = row.owner_id
        allowed = {"name", "summary", "owner_id", "contract_start", "max_term_years", "value_full_term"}
        for field, value in values.items():
            if field not in allowed:
                raise ValueError(f"'{field}' is not edited here")
            setattr(row, field, value)
        if values.get("owner_id", former) != former:
            _ensure_leader(row.owner_id, now.astimezone(AMSTERDAM).date())
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
    today: date,
) -> Phase:
    """Set dates, owner and remark of a phase or track.

    Raises Conflict when somebody saved it after `version`, Refused when the dates contradict each other, the
    neighbouring phases or the contract start, or when a new owner may not own it. Locks the trajectory, so that two
    neighbours cannot cross.
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
        if owner_id is not None and owner_id != row.owner_id:
            ensure_worker(parent, owner_id, today)
        row.planned_start, row.planned_end, row.owner_id, row.remark = start, end, owner_id, remark
        row.version += 1
        row.save()
    return row


def ensure_worker(trajectory: Trajectory, owner_id: UUID, today: date) -> None:
    """Go on when this person may own a check or phase of the trajectory today; raises Refused otherwise."""
    known = {person for person, _ in queries.workers_of(trajectory, today)}
    ensure(allow_if(str(owner_id) in known, "Kies iemand van OZJT of van een gemeente die meedoet."))


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
