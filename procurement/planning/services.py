"""Freezing a plan, keeping what-ifs, and making one of them (or the planning counted back) the real planning."""

from datetime import date, datetime
from uuid import UUID

from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from procurement.planning.conflicts import Situation
from procurement.planning.models import PlanBaseline, PlanBaselineRow, PlanScenario
from procurement.planning.queries import change_of, situation_of
from procurement.planning.what_if import (
    Change,
    Difference,
    applied,
    change_verdict,
    counted_back,
    counted_back_verdict,
    order_of_writing,
    stand_of,
)
from procurement.trajectory.access import may_steer
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.services import add_milestone, edit_trajectory, plan_phase, remove_milestone

NOT_FOUND = refuse("Dit scenario bestaat niet.", secret=True)
WHY = "Schrijf op waarom."


def _today(now: datetime) -> date:
    return now.astimezone(AMSTERDAM).date()


def _locked(trajectory_id: UUID) -> Trajectory:
    return Trajectory.objects.select_for_update(of=("self",)).get(id=trajectory_id)


# --- Frozen plans -----------------------------------------------------------------------------------------------------
def freeze_plan(*, trajectory_id: UUID, name: str, reason: str, who: Who, now: datetime) -> PlanBaseline:
    """Keep the planned dates of all phases, tracks and milestones as they are now, under a name and with a reason.

    Raises Refused without a name or reason, or when the name is taken. Locks the trajectory, so that no date moves
    while it is copied.
    """
    ensure(may_steer(who))
    name = name.strip()
    ensure(allow_if(bool(name), "Geef de vastgelegde planning een naam."))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je de planning nu vastlegt."))
    assert who.person_id is not None  # nobody steers without signing in
    with recorded(who, reason):
        row = _locked(trajectory_id)
        taken = PlanBaseline.objects.filter(trajectory=row, name=name).exists()
        ensure(allow_if(not taken, "Er is al een vastgelegde planning met deze naam. Kies een andere naam."))
        baseline = PlanBaseline.objects.create(
            trajectory=row,
            name=name,
            reason=reason.strip(),
            contract_start=row.contract_start,
            frozen_at=now,
            frozen_by_id=who.person_id,
            frozen_by_name=who.name,
        )
        situation = situation_of(row, _today(now))
        kinds = PlanBaselineRow.Kind
        parts = [(kinds.PART, part.code, part.title, part.start, part.end) for part in situation.parts]
        moments = [(kinds.MILESTONE, "", moment.what, moment.day, None) for moment in situation.moments]
        PlanBaselineRow.objects.bulk_create(
            PlanBaselineRow(baseline=baseline, order=order, kind=kind, code=code, title=title, start=start, end=end)
            for order, (kind, code, title, start, end) in enumerate([*parts, *moments])
        )
    return baseline


# --- What-ifs ---------------------------------------------------------------------------------------------------------
def _fill(row: PlanScenario, *, name: str, change: Change, now: datetime) -> None:
    """Put a what-if on its row; raises Refused when it says nothing or its name is taken."""
    name = name.strip()
    ensure(allow_if(bool(name), "Geef het scenario een naam."))
    ensure(change_verdict(change, situation_of(row.trajectory, _today(now))))
    taken = PlanScenario.objects.filter(trajectory=row.trajectory, name=name).exclude(id=row.id).exists()
    ensure(allow_if(not taken, "Er is al een scenario met deze naam. Kies een andere naam."))
    row.name = name
    row.contract_start = change.contract_start
    row.moves_phases = bool(change.contract_start and change.moves_phases)
    row.phase = Phase.objects.get(trajectory=row.trajectory, code=change.part) if change.part else None
    row.weeks = change.weeks


def keep_scenario(*, trajectory_id: UUID, name: str, change: Change, who: Who, now: datetime) -> PlanScenario:
    """Keep a what-if under a name; the planning stays as it is. Locks the trajectory."""
    ensure(may_steer(who))
    with recorded(who, routine="Scenario bewaard"):
        row = PlanScenario(trajectory=_locked(trajectory_id), made_at=now, made_by_name=who.name)
        _fill(row, name=name, change=change, now=now)
        row.save()
    return row


def _locked_scenario(scenario_id: UUID, trajectory_id: UUID) -> PlanScenario:
    """The what-if, locked after its trajectory; raises Refused when it is not there or already applied."""
    parent = _locked(trajectory_id)
    row = (
        PlanScenario.objects.select_for_update(of=("self",))
        .select_related("phase")
        .filter(id=scenario_id, trajectory_id=trajectory_id)
        .first()
    )
    if row is None:
        raise Refused(NOT_FOUND)
    ensure(allow_if(row.applied_at is None, "Dit scenario is al doorgevoerd en ligt vast."))
    row.trajectory = parent
    return row


def edit_scenario(
    *, scenario_id: UUID, trajectory_id: UUID, version: int, name: str, change: Change, who: Who, now: datetime
) -> PlanScenario:
    """Change a kept what-if. Raises Conflict when somebody saved it after `version`, Refused once it is applied."""
    ensure(may_steer(who))
    with recorded(who, routine="Scenario bijgewerkt"):
        row = _locked_scenario(scenario_id, trajectory_id)
        ensure_version(row, version)
        _fill(row, name=name, change=change, now=now)
        row.version += 1
        row.save()
    return row


def remove_scenario(*, scenario_id: UUID, trajectory_id: UUID, who: Who, reason: str) -> None:
    """Throw a what-if away; the history keeps it with the reason. Refused once it is applied."""
    ensure(may_steer(who))
    ensure(allow_if(bool(reason.strip()), WHY))
    with recorded(who, reason):
        _locked_scenario(scenario_id, trajectory_id).delete()


# --- Making it real ---------------------------------------------------------------------------------------------------
def apply_change(*, trajectory_id: UUID, change: Change, seen: str, who: Who, reason: str, now: datetime) -> Trajectory:
    """Make a what-if the planning: contract start, phases and tracks in one transaction, with the reason.

    `seen` is the stand of the planning (`what_if.stand_of`) of which this person saw the effects. Raises Refused when
    it has changed since, without a reason, or when the new dates contradict each other. Locks the trajectory.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(reason.strip()), WHY))
    with recorded(who, reason):
        row = _locked(trajectory_id)
        before = _as_seen(row, seen, now)
        ensure(change_verdict(change, before))
        return _write(row, before, applied(change, before), who=who, reason=reason, now=now)


def apply_scenario(
    *, scenario_id: UUID, trajectory_id: UUID, seen: str, who: Who, reason: str, now: datetime
) -> PlanScenario:
    """Make a kept what-if the planning, as `apply_change` does; the scenario then stays as it was."""
    ensure(may_steer(who))
    with recorded(who, reason):
        row = _locked_scenario(scenario_id, trajectory_id)
        apply_change(trajectory_id=trajectory_id, change=change_of(row), seen=seen, who=who, reason=reason, now=now)
        row.applied_at = now
        row.applied_by_name = who.name
        row.version += 1
        row.save()
    return row


def take_over_counted_back(*, trajectory_id: UUID, seen: str, who: Who, reason: str, now: datetime) -> Trajectory:
    """Give every phase and track that has not ended the dates of the planning counted back, in one transaction.

    What runs keeps its begin. Raises Refused when the planning changed since it was `seen`, without a reason, or when
    a phase would have had to begin in the past. Locks the trajectory.
    """
    ensure(may_steer(who))
    ensure(allow_if(bool(reason.strip()), WHY))
    with recorded(who, reason):
        row = _locked(trajectory_id)
        before = _as_seen(row, seen, now)
        ensure(counted_back_verdict(before))
        return _write(row, before, counted_back(before), who=who, reason=reason, now=now)


def _as_seen(row: Trajectory, seen: str, now: datetime) -> Situation:
    before = situation_of(row, _today(now))
    ensure(
        allow_if(
            seen == stand_of(before),
            "De planning is intussen gewijzigd. Bekijk de gevolgen opnieuw en voer ze dan door.",
        )
    )
    return before


def _write(row: Trajectory, before: Situation, after: Situation, *, who: Who, reason: str, now: datetime) -> Trajectory:
    """Write the new dates, phase by phase, so that no phase passes another on the way."""
    pairs = zip(before.parts, after.parts, strict=True)
    moved = [Difference(old, new.start, new.end) for old, new in pairs if (old.start, old.end) != (new.start, new.end)]
    start_moves = after.contract_start != before.contract_start
    ensure(allow_if(bool(moved) or start_moves, "Er verandert niets: de planning is al zo."))
    for line in moved:
        crossed = line.start and line.end and line.end < line.start
        ensure(
            allow_if(
                not crossed,
                f"Dit kan niet: {line.part.in_sentence} zou eindigen voordat die begint. Kies minder weken of"
                " verplaats ook de start van de contracten.",
            )
        )
    if start_moves and after.contract_start > before.contract_start:
        _move_contract_start(row, after.contract_start, who=who, reason=reason, now=now)
    phases = {phase.code: phase for phase in row.phases.all()}
    for line in order_of_writing(moved):
        phase = phases[line.part.code]
        plan_phase(
            phase_id=phase.id,
            version=phase.version,
            start=line.start,
            end=line.end,
            owner_id=phase.owner_id,
            remark=phase.remark,
            who=who,
            reason=reason,
            today=now.astimezone(AMSTERDAM).date(),
        )
    if start_moves and after.contract_start < before.contract_start:
        _move_contract_start(row, after.contract_start, who=who, reason=reason, now=now)
    return Trajectory.objects.get(id=row.id)


def _move_contract_start(row: Trajectory, day: date, *, who: Who, reason: str, now: datetime) -> None:
    """Move the contract start, and the milestones that stood on that day."""
    old = row.contract_start
    edit_trajectory(
        trajectory_id=row.id,
        version=row.version,
        values={"contract_start": day},
        who=who,
        reason=reason,
        now=now,
    )
    for milestone in row.milestones.filter(date=old):
        remove_milestone(milestone_id=milestone.id, trajectory_id=row.id, who=who, reason=reason)
        add_milestone(
            trajectory_id=row.id,
            date=day,
            what=milestone.what,
            is_public=milestone.is_public,
            who=who,
            now=now,
        )
