"""Who may read the mandate register, and who keeps it."""

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Verdict, allow_if
from governance.bodies.access import STEERING, may_see_governance


def may_see_mandates(who: Who, subject: object = None) -> Verdict:
    """Everybody at OZJT and at the municipalities."""
    return may_see_governance(who)


def may_register(who: Who, subject: object = None) -> Verdict:
    """Jurists and those who steer the procurement register, renew and withdraw."""
    return may_see_mandates(who) & allow_if(
        who.has(Role.JURIST, *STEERING),
        "Alleen een jurist, inkoper, projectleider of manager van OZJT houdt het mandaatregister bij.",
    )
