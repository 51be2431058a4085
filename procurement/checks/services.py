"""What people can do with checks and evidence. Every verb locks phase and check, asks access, and records why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from core.edit.rules import ensure_version
from core.files import services as files
from core.history.services import on_behalf_of, recorded
from core.lifecycles.rules import Refused, allow_if, ensure
from core.reports.models import Report
from procurement.checks import queries
from procurement.trajectory.access import NOT_FOUND, Worker, may_hand_over, may_steer, may_work
from procurement.trajectory.lifecycle import CHECKS, CheckFacts, CheckState, PhaseState, phase_still_open
from procurement.trajectory.models import Check, Evidence, Phase, Trajectory
from procurement.trajectory.queries import subject_of, visible_trajectories
from procurement.trajectory.services import ensure_worker, lock_phase


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
        is_own=check.is_own,
    )


def _signed(who: Who, owner_id: UUID | None) -> str:
    """The name under which something is kept: one's own, with the owner's when one stands in for them."""
    behalf = who.behalf_of(owner_id)
    return f"{who.name}, namens {behalf}"[:200] if behalf else who.name


def settle_check(*, check_id: UUID, transition: str, reason: str, who: Who, now: datetime) -> Check:
    """Report a check as done, skip it with a reason, withdraw an own one, or open it again with a reason.

    Raises Refused without the evidence that the check asks for, without a needed reason, or when the phase is closed.
    Locks the phase, then the check.
    """
    step = CHECKS[transition]
    with recorded(who, reason, routine="Stand van het controlepunt bijgewerkt"):
        row = _locked_check(check_id)
        ensure(CHECKS.verdict(transition, state=row.state, who=Worker(who, row.owner_id), facts=facts_of(row)))
        on_behalf_of(who.behalf_of(row.owner_id))
        ensure(allow_if(not step.needs_reason or bool(reason.strip()), "Schrijf op waarom."))
        row.state = step.target
        row.settled_at = None if step.target == CheckState.OPEN else now
        left_out = step.target in (CheckState.NOT_APPLICABLE, CheckState.WITHDRAWN)
        row.skip_reason = reason.strip() if left_out else ""
        row.settled_by_name = "" if step.target == CheckState.OPEN else _signed(who, row.owner_id)
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
            ensure_worker(row.phase.trajectory, owner_id, today)
        row.owner_id = owner_id
        row.version += 1
        row.save()
    return row


def hand_over_check(*, check_id: UUID, from_id: UUID, to_id: UUID, reason: str, who: Who, today: date) -> Check:
    """Give an open check of one person to another, with a reason. Locks phase and check.

    Raises Refused without the right, when it is no longer `from_id`'s or not open any more, and for somebody who cannot
    own work in this trajectory.
    """
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je dit overdraagt."))
    with recorded(who, reason):
        if not Check.objects.filter(id=check_id, phase__trajectory__in=visible_trajectories(who)).exists():
            raise Refused(NOT_FOUND)
        row = _locked_check(check_id)
        ensure(may_hand_over(Worker(who, row.owner_id)))
        ensure(allow_if(row.owner_id == from_id, "Dit is intussen van iemand anders. Ververs de pagina."))
        ensure(allow_if(row.state == CheckState.OPEN, "Dit controlepunt is intussen afgerond."))
        ensure(phase_still_open(facts_of(row)))
        ensure_worker(row.phase.trajectory, to_id, today)
        on_behalf_of(who.behalf_of(row.owner_id))
        row.owner_id = to_id
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
        on_behalf_of(who.behalf_of(row.owner_id))
        ensure_version(row, version)
        row.remark = remark
        row.version += 1
        row.save()
    return row


OWN_ADDITION = "eigen aanvulling"


def add_check(
    *,
    phase_id: UUID,
    text: str,
    aspect: str,
    explanation: str,
    is_obligatory: bool,
    needs_evidence: bool,
    who: Who,
    now: datetime,
) -> Check:
    """Add a check of one's own to a phase or track that is not closed; it stands after those of the model.

    Raises Refused without a text, or when the phase is closed. Locks the phase, so that two get two codes.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(text.strip()), "Schrijf op wat er waar moet zijn."))
    with recorded(who, routine="Eigen controlepunt toegevoegd"):
        phase = lock_phase(phase_id)
        ensure(allow_if(phase.state != PhaseState.CLOSED, "De fase is afgesloten; er kan geen controlepunt meer bij."))
        number = phase.checks.filter(is_own=True).count() + 1
        last = phase.checks.order_by("-order").values_list("order", flat=True).first()
        return Check.objects.create(
            phase=phase,
            code=f"{phase.code}.e{number}",
            order=0 if last is None else last + 1,
            aspect=aspect,
            text=text.strip(),
            explanation=explanation.strip(),
            source=OWN_ADDITION,
            is_obligatory=is_obligatory,
            needs_evidence=needs_evidence,
            is_own=True,
        )


def switch_profile(
    *, trajectory_id: UUID, version: int, profile: str, who: Who, reason: str, now: datetime
) -> queries.ProfileSwitch:
    """Change the profile of a trajectory while it runs; answers with the checks that changed.

    Open checks of phases that are not closed are judged anew; settled ones, own ones and closed phases stay as they
    were. Raises Conflict when somebody saved the trajectory after `version`, Refused without a reason or when it is the
    profile already. Locks the trajectory, its phases and the checks.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom het traject van soort verandert."))
    ensure(allow_if(profile in Trajectory.Profile.values, "Kies een soort traject."))
    with recorded(who, reason):
        row = Trajectory.objects.select_for_update().get(id=trajectory_id)
        ensure_version(row, version)
        ensure(allow_if(row.profile != profile, f"Dit traject is al van de soort '{row.get_profile_display()}'."))
        list(Phase.objects.select_for_update().filter(trajectory=row).order_by("order"))
        list(Check.objects.select_for_update().filter(phase__trajectory=row).order_by("id"))
        switch = queries.profile_switch(row, profile)
        for check in (*switch.becomes_obligatory, *switch.becomes_optional):
            check.is_obligatory = not check.is_obligatory
            check.version += 1
            check.save()
        row.profile = profile
        row.version += 1
        row.save()
    return switch


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent: its name and content."""

    name: str
    chunks: Iterable[bytes]


def _delivered_by(who: Who, phase: Phase, organisation_id: UUID | None) -> Organisation:
    """The organisation for which this person delivers; raises Refused when there are several and none was chosen."""
    rows = queries.delivers_for(who, phase)
    if not rows:
        raise Refused(NOT_FOUND)
    if organisation_id is None:
        ensure(allow_if(len(rows) == 1, "Kies voor welke organisatie je dit bewijs aanlevert."))
        return rows[0]
    chosen = next((row for row in rows if row.id == organisation_id), None)
    if chosen is None:
        raise Refused(NOT_FOUND)
    return chosen


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
    organisation_id: UUID | None = None,
) -> Evidence:
    """Add one file, link or kept report to a check, or to the phase as its end product.

    `organisation_id` is for whom; who delivers for one organisation only need not say. Raises Refused when it is not
    exactly one of the three, when the file is refused, when the report is of another trajectory, or when the phase is
    closed. The file is stored before the row is written.
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
            on_behalf_of(who.behalf_of(check.owner_id))
        organisation = _delivered_by(who, phase, organisation_id)
        if report_id is not None:
            key = subject_of(phase.trajectory)
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
            added_by_name=_signed(who, check.owner_id if check else None),
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
            on_behalf_of(who.behalf_of(check.owner_id))
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
