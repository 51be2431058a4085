"""Who may hand over work."""

from dataclasses import dataclass
from uuid import UUID

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Verdict, allow_if
from procurement.trajectory.access import STEERING, may_see_trajectories


@dataclass(frozen=True)
class Giver:
    """The person whose work it is."""

    person_id: UUID
    name: str = ""


def may_hand_over_of_others(who: Who, subject: object = None) -> Verdict:
    """Those who steer, and administrators: roles end, and the work stays behind."""
    return may_see_trajectories(who) & allow_if(
        who.has(*STEERING, Role.ADMINISTRATOR),
        "Het werk van een ander draagt een inkoper, projectleider, manager of functioneel beheerder over.",
    )


def may_hand_over_from(who: Who, giver: Giver) -> Verdict:
    """One's own work and that of whom one stands in for; of others only as above."""
    if giver.person_id in who.working_as:
        return may_see_trajectories(who)
    return may_hand_over_of_others(who)
