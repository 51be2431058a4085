"""A phase or a trajectory gets another owner, for instance when somebody leaves."""

from datetime import date
from uuid import UUID

from accounts.organisations.rules import Who
from core.history.services import on_behalf_of, recorded
from core.lifecycles.rules import Refused, allow_if, ensure
from procurement.trajectory.access import NOT_FOUND, Worker, may_hand_over
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.queries import leaders, visible_trajectories
from procurement.trajectory.services import ensure_worker, lock_phase

NOT_THEIRS = "Dit is intussen van iemand anders. Ververs de pagina."


def hand_over_phase(*, phase_id: UUID, from_id: UUID, to_id: UUID, reason: str, who: Who, today: date) -> Phase:
    """Give a phase that is not closed to another owner, and keep its planning. Locks the phase.

    Raises Refused without the right, without a reason, when it is no longer `from_id`'s, and for somebody who cannot
    own work in this trajectory.
    """
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je dit overdraagt."))
    with recorded(who, reason):
        if not Phase.objects.filter(id=phase_id, trajectory__in=visible_trajectories(who)).exists():
            raise Refused(NOT_FOUND)
        row = lock_phase(phase_id)
        ensure(may_hand_over(Worker(who, row.owner_id)))
        ensure(allow_if(row.owner_id == from_id, NOT_THEIRS))
        ensure(allow_if(row.state != PhaseState.CLOSED, "De fase is afgesloten; de eigenaar ligt vast."))
        ensure_worker(row.trajectory, to_id, today)
        on_behalf_of(who.behalf_of(row.owner_id))
        row.owner_id = to_id
        row.version += 1
        row.save()
    return row


def hand_over_trajectory(
    *, trajectory_id: UUID, from_id: UUID, to_id: UUID, reason: str, who: Who, today: date
) -> Trajectory:
    """Give a trajectory to another owner, who must be able to steer it. Locks the trajectory.

    Raises Refused as `hand_over_phase` does.
    """
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je dit overdraagt."))
    with recorded(who, reason):
        if not visible_trajectories(who).filter(id=trajectory_id).exists():
            raise Refused(NOT_FOUND)
        row = Trajectory.objects.select_for_update(of=("self",)).get(id=trajectory_id)
        ensure(may_hand_over(Worker(who, row.owner_id)))
        ensure(allow_if(row.owner_id == from_id, NOT_THEIRS))
        able = {person for person, _ in leaders(today)}
        ensure(allow_if(str(to_id) in able, "Een traject is van een inkoper, projectleider of manager van OZJT."))
        on_behalf_of(who.behalf_of(row.owner_id))
        row.owner_id = to_id
        row.version += 1
        row.save()
    return row
