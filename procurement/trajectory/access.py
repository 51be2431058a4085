"""Who may see and do what in a trajectory."""

from dataclasses import dataclass
from uuid import UUID

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse

NOT_FOUND = refuse("Dit bestaat niet of is niet voor jou.", secret=True)
STEERING = (Role.PROCUREMENT_OFFICER, Role.PROJECT_LEADER, Role.MANAGER)


def may_see_trajectories(who: Who, subject: object = None) -> Verdict:
    """Colleagues, and officials and supervisors of municipalities; providers have their portal."""
    return allow_if(
        who.works_at_ozjt or bool(who.organisations(Kind.MUNICIPALITY)),
        "Inkooptrajecten zijn er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )


def may_steer(who: Who, subject: object = None) -> Verdict:
    """Procurement officers, project leaders and managers plan, assign and decide on steps."""
    if not may_see_trajectories(who):
        return may_see_trajectories(who)
    return allow_if(who.has(*STEERING), "Alleen een inkoper, projectleider of manager van OZJT kan dit.")


def may_pass_gates(who: Who, subject: object = None) -> Verdict:
    """Opening and closing phases."""
    return may_steer(who)


def may_deviate(who: Who, subject: object = None) -> Verdict:
    """Passing a gate that is not green is for a manager."""
    return may_steer(who) & allow_if(who.has(Role.MANAGER), "Afwijken van een faseovergang kan alleen een manager.")


@dataclass(frozen=True)
class Worker:
    """A person beside the owner of what they want to work on."""

    who: Who
    owner_id: UUID | None


def may_work(worker: Worker) -> Verdict:
    """A check is worked on by those who steer, by its owner, and by who stands in for the owner."""
    if worker.who.has(*STEERING):
        return ALLOWED
    if worker.owner_id in worker.who.working_as:
        return ALLOWED
    return refuse("Alleen een inkoper, projectleider, manager of de eigenaar van dit controlepunt kan dit.")


def may_withdraw_check(worker: Worker) -> Verdict:
    """Adding checks to a trajectory and withdrawing them is for those who steer."""
    return may_steer(worker.who)


def may_hand_over(worker: Worker) -> Verdict:
    """Work gets another owner by those who steer, by its owner or who stands in for them, and by administrators."""
    if worker.who.has(Role.ADMINISTRATOR) or may_work(worker):
        return ALLOWED
    return refuse("Alleen een inkoper, projectleider, manager, functioneel beheerder of de eigenaar draagt dit over.")


def sees_everything(who: Who) -> bool:
    """Whether no evidence is hidden from this person: those who steer, jurists, and auditors."""
    return who.has(*STEERING, Role.JURIST, Role.AUDITOR)


def may_see_evidence(who: Who, *, is_confidential: bool, organisation_id: UUID, organisation_kind: str) -> Verdict:
    """Colleagues see what is not confidential; officials see what OZJT or their own municipality delivered.

    The refusal is secret: what is confidential does not exist for others.
    """
    own = organisation_id in who.organisations(Kind.MUNICIPALITY)
    if sees_everything(who) or own:
        return ALLOWED
    hidden = is_confidential or not (who.works_at_ozjt or organisation_kind == Kind.OZJT)
    return refuse("Dit bewijs is vertrouwelijk.", secret=True) if hidden else ALLOWED
