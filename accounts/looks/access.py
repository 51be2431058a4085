"""Who watches over confidentiality."""

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Verdict, allow_if


def may_see_looks(who: Who, subject: object = None) -> Verdict:
    """Auditors and managers see who opened what."""
    return allow_if(
        who.has(Role.AUDITOR, Role.MANAGER),
        "Wie wat heeft ingezien, is er voor auditors en managers.",
        secret=who.is_provider_only,
    )
