"""What people can do in a trajectory. Every verb locks what it changes, asks access and rules, and records why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.files import services as files
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.reports.models import Report
from procurement.trajectory import queries
from procurement.trajectory.access import Worker, may_steer, may_work
from procurement.trajectory.content_model import eva
from procurement.trajectory.lifecycle import (
    CHECKS,
    PHASES,
    CheckFacts,
    CheckState,
    PhaseFacts,
    PhaseState,
    phase_still_open,
)
from procurement.trajectory.models import (
    Check,
    Evidence,
    Milestone,
    Participation,
    Phase,
    Trajectory,
    TrajectorySegment,
)
from procurement.trajectory.rules import plan_verdict, slug_is_free

NOT_FOUND = refuse("Dit bestaat niet of is niet voor jou.", secret=True)


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


# --- Checks ---------------------------------------------------------------------------------------------------------
def _locked_check(check_id: UUID) -> Check:
    """The check, locked after its phase, so that the phase is not closed or opened meanwhile."""
    lock_phase(Check.objects.values_list("phase_id", flat=True).get(id=check_id))
    return Check.objects.select_for_update(of=("self",)).select_related("phase").get(id=check_id)


def facts_of(check: Check) -> CheckFacts:
    """What the lifecycle needs to know of a check."""
    return CheckFacts(
        needs_evidence=check.needs_evidence,
        evidence_count=check.evidence.filter(withdrawn_at__isnull=True).count(),
        phase_closed=check.phase.state == PhaseState.CLOSED,
    )


def settle_check(*, check_id: UUID, transition: str, reason: str, who: Who, now: datetime) -> Check:
    """Report a check as done, skip it with a reason, or open it again with a reason.

    Raises Refused without the evidence that the check asks for, without a needed reason, or when the phase is closed.
    Locks the phase, then the check.
    """
    step = CHECKS[transition]
    with recorded(who, reason, routine="Stand van het controlepunt bijgewerkt"):
        row = _locked_check(check_id)
        ensure(CHECKS.verdict(transition, state=row.state, who=Worker(who, row.owner_id), facts=facts_of(row)))
        ensure(allow_if(not step.needs_reason or bool(reason.strip()), "Schrijf op waarom."))
        row.state = step.target
        row.settled_at = None if step.target == CheckState.OPEN else now
        row.skip_reason = reason.strip() if step.target == CheckState.NOT_APPLICABLE else ""
        row.settled_by_name = "" if step.target == CheckState.OPEN else who.name
        row.settled_note = reason.strip() if step.target == CheckState.DONE else ""
        row.version += 1
        row.save()
    return row


def assign_check(*, check_id: UUID, owner_id: UUID | None, who: Who, today: date) -> Check:
    """Give a check of an open phase to somebody of OZJT or of a participating municipality, or to nobody.

    Locks phase and check.
    """
    ensure(may_steer(who))
    with recorded(who, routine="Werk verdeeld"):
        row = _locked_check(check_id)
        ensure(phase_still_open(facts_of(row)))
        if owner_id is not None:
            known = {person for person, _ in queries.workers_of(row.phase.trajectory, today)}
            ensure(allow_if(str(owner_id) in known, "Kies iemand van OZJT of van een gemeente die meedoet."))
        row.owner_id = owner_id
        row.version += 1
        row.save()
    return row


def assign_open_checks(*, phase_id: UUID, owner_id: UUID, who: Who, today: date) -> int:
    """Give every open check of a phase that has no owner to one person, all of them or none; answers how many.

    What somebody else took meanwhile stays theirs.
    """
    ensure(may_steer(who))
    with recorded(who, routine="Werk verdeeld"):
        lock_phase(phase_id)
        free = Check.objects.filter(phase_id=phase_id, owner__isnull=True, state=CheckState.OPEN)
        ids = list(free.select_for_update().values_list("id", flat=True))
        for check_id in ids:
            assign_check(check_id=check_id, owner_id=owner_id, who=who, today=today)
    return len(ids)


def edit_remark(*, check_id: UUID, version: int, remark: str, who: Who) -> Check:
    """Change the remark of a check; raises Conflict when somebody saved it after `version`. Locks phase and check."""
    with recorded(who, routine="Toelichting bijgewerkt"):
        row = _locked_check(check_id)
        ensure(may_work(Worker(who, row.owner_id)) & phase_still_open(facts_of(row)))
        ensure_version(row, version)
        row.remark = remark
        row.version += 1
        row.save()
    return row


# --- Evidence -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Upload:
    """A file that somebody sent: its name and content."""

    name: str
    chunks: Iterable[bytes]


def _delivered_by(who: Who, phase: Phase) -> Organisation:
    """The organisation for which this person delivers: OZJT for colleagues, else their participating municipality."""
    if who.works_at_ozjt:
        return Organisation.objects.get(kind=Kind.OZJT)
    own = who.organisations(Kind.MUNICIPALITY)
    row = Organisation.objects.filter(id__in=own, trajectories=phase.trajectory_id).order_by("name").first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def add_evidence(
    *,
    phase_id: UUID,
    check_id: UUID | None,
    title: str,
    who: Who,
    now: datetime,
    upload: Upload | None = None,
    url: str = "",
    report_id: UUID | None = None,
    is_confidential: bool = False,
) -> Evidence:
    """Add one file, link or kept report to a check, or to the phase as its end product.

    Raises Refused when it is not exactly one of the three, when the file is refused, when the report is of another
    trajectory, or when the phase is closed. The file is stored before the row is written.
    """
    given = [upload is not None, bool(url), report_id is not None]
    ensure(allow_if(sum(given) == 1, "Voeg één ding toe: een bestand, een link of een vastgelegd rapport."))
    with recorded(who, routine="Bewijs toegevoegd"):
        phase = lock_phase(phase_id)
        ensure(allow_if(phase.state != PhaseState.CLOSED, "De fase is afgesloten; er kan geen bewijs meer bij."))
        check = None
        if check_id is None:
            ensure(may_steer(who))
        else:
            check = Check.objects.filter(id=check_id, phase=phase).first()
            if check is None:
                raise Refused(NOT_FOUND)
            ensure(may_work(Worker(who, check.owner_id)))
        organisation = _delivered_by(who, phase)
        if report_id is not None:
            key = queries.subject_of(phase.trajectory)
            known = Report.objects.filter(id=report_id, subject_key=key).exists()
            ensure(allow_if(known, "Kies een rapport van dit traject."))
        file = None
        if upload is not None:
            file = files.receive(chunks=upload.chunks, name=upload.name, received_from=who.name, now=now)
        return Evidence.objects.create(
            phase=phase,
            check_point=check,
            kind="file" if file else "link" if url else "record",
            title=title,
            file=file,
            url=url,
            report_id=report_id,
            is_confidential=is_confidential,
            organisation=organisation,
            added_at=now,
            added_by_name=who.name,
        )


def withdraw_evidence(*, evidence_id: UUID, reason: str, who: Who, now: datetime) -> Evidence:
    """Take back a piece of evidence; it stays in the history.

    A check that was done and loses its last piece goes back to open when it asks for evidence. Locks both.
    """
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je dit bewijs intrekt."))
    with recorded(who, reason):
        row = queries.evidence(who, evidence_id)
        if row is None:
            raise Refused(NOT_FOUND)
        phase = lock_phase(row.phase_id)
        ensure(allow_if(phase.state != PhaseState.CLOSED, "De fase is afgesloten; het bewijs ligt vast."))
        if row.check_point_id is None:
            ensure(may_steer(who))
        else:
            check = _locked_check(row.check_point_id)
            ensure(may_work(Worker(who, check.owner_id)))
        row = Evidence.objects.select_for_update().get(id=evidence_id)
        ensure(allow_if(row.withdrawn_at is None, "Dit bewijs is al ingetrokken."))
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        if row.check_point_id is not None:
            last_one_gone = check.needs_evidence and not check.evidence.filter(withdrawn_at__isnull=True).exists()
            if last_one_gone and check.state == CheckState.DONE:
                # Everybody sees the check; the reason may be as confidential as the evidence.
                with recorded(who, routine="Het laatste bewijs is ingetrokken"):
                    check.state, check.settled_at = CheckState.OPEN, None
                    check.settled_by_name = check.settled_note = ""
                    check.version += 1
                    check.save()
    return row
