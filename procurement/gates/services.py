"""Passing gates and confirming their conditions."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from accounts.organisations.rules import Who
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.reports.models import Report
from procurement.checks.queries import evidence
from procurement.gates.models import GateConfirmation, GatePassage
from procurement.gates.queries import confirmable, gate_of
from procurement.gates.rules import motivation_verdict
from procurement.trajectory.access import may_steer
from procurement.trajectory.lifecycle import PHASES, PhaseState
from procurement.trajectory.models import Phase
from procurement.trajectory.queries import subject_of
from procurement.trajectory.services import lock_phase, lock_walk, move_phase

STEPS = {
    "open": GatePassage.Step.OPEN,
    "open_with_exception": GatePassage.Step.OPEN,
    "close": GatePassage.Step.CLOSE,
    "close_with_exception": GatePassage.Step.CLOSE,
    "reopen": GatePassage.Step.REOPEN,
}


def pass_gate(*, phase_id: UUID, transition: str, reason: str, who: Who, now: datetime) -> GatePassage:
    """Open, close or reopen a phase, with a reason; keeps how every condition stood.

    Raises Refused without a reason, when the gate is not green (unless the transition is the one with an exception and
    this person may deviate), or when somebody else was first. Locks the trajectory and the phase, then judges the gate,
    so that of two people at once one succeeds and the other is told.
    """
    ensure(may_steer(who))
    assert who.person_id is not None  # nobody steers without signing in
    with recorded(who, reason):
        row = lock_walk(phase_id)
        gate = gate_of(row, now=now)
        ensure(PHASES.verdict(transition, state=row.state, who=who, facts=gate.facts))
        ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je deze stap zet."))
        ensure(motivation_verdict(reason, deviates=transition.endswith("with_exception")))
        move_phase(row=row, transition=transition, facts=gate.facts, who=who, now=now)
        return GatePassage.objects.create(
            phase=row,
            step=STEPS[transition],
            with_exception=transition.endswith("with_exception"),
            reason=reason.strip(),
            conditions=[asdict(condition) for condition in gate.conditions],
            passed_at=now,
            passed_by_id=who.person_id,
            passed_by_name=who.name,
        )


def _ensure_confirmable(row: Phase, condition: str) -> None:
    """Go on when `condition` belongs to the next gate and is confirmed by hand; otherwise it does not exist."""
    if condition not in {line.code for line in confirmable(row)}:
        raise Refused(refuse("Deze voorwaarde wordt nu niet met de hand bevestigd.", secret=True))


def confirm(
    *,
    phase_id: UUID,
    condition: str,
    grounds: str,
    who: Who,
    now: datetime,
    url: str = "",
    report_id: UUID | None = None,
    evidence_id: UUID | None = None,
) -> GateConfirmation:
    """Confirm a condition of the next gate that the data cannot show, if possible with the thing that shows it.

    Raises Refused without grounds, with more than one thing or one of another trajectory, for a condition that is
    computed or belongs to another gate or profile, or when it was already confirmed. Locks the phase.
    """
    ensure(may_steer(who))
    with recorded(who, grounds):
        row = lock_phase(phase_id)
        ensure(allow_if(bool(grounds.strip()), "Schrijf op waar dit uit blijkt."))
        ensure(allow_if(row.state != PhaseState.CLOSED, "De fase is afgesloten."))
        _ensure_confirmable(row, condition)
        taken = GateConfirmation.objects.filter(phase=row, condition=condition).exists()
        ensure(allow_if(not taken, "Deze voorwaarde is al bevestigd."))
        given = sum((bool(url), report_id is not None, evidence_id is not None))
        ensure(allow_if(given <= 1, "Wijs één ding aan: een link, een vastgelegd rapport of een bewijsstuk."))
        if report_id is not None:
            reports = Report.objects.filter(id=report_id, subject_key=subject_of(row.trajectory))
            ensure(allow_if(reports.exists(), "Kies een rapport van dit traject."))
        if evidence_id is not None:
            piece = evidence(who, evidence_id)
            ours = piece is not None and piece.phase.trajectory_id == row.trajectory_id and not piece.is_confidential
            ensure(allow_if(ours, "Kies een bewijsstuk van dit traject dat iedereen mag zien."))
        return GateConfirmation.objects.create(
            phase=row,
            condition=condition,
            grounds=grounds.strip(),
            url=url,
            report_id=report_id,
            evidence_id=evidence_id,
            confirmed_at=now,
            confirmed_by_name=who.name,
        )


def withdraw_confirmation(*, phase_id: UUID, condition: str, reason: str, who: Who) -> Phase:
    """Take a confirmation back, with a reason; the history keeps it. Locks the phase."""
    ensure(may_steer(who))
    with recorded(who, reason):
        row = lock_phase(phase_id)
        ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je de bevestiging intrekt."))
        ensure(allow_if(row.state != PhaseState.CLOSED, "De fase is afgesloten."))
        _ensure_confirmable(row, condition)
        deleted, _ = GateConfirmation.objects.filter(phase=row, condition=condition).delete()
        ensure(allow_if(deleted == 1, "Deze voorwaarde was niet bevestigd."))
    return row
