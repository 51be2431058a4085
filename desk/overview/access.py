"""Who gets to see all trajectories at a glance."""

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Verdict, allow_if

READERS = (Role.MANAGER, Role.PROJECT_LEADER, Role.AUDITOR)


def may_see_overview(who: Who, subject: object = None) -> Verdict:
    """Managers and project leaders account for all trajectories, auditors read along."""
    return allow_if(
        who.has(*READERS),
        "Het overzicht is er voor managers, projectleiders en auditors. De lijst van trajecten is er voor iedereen.",
        secret=who.is_provider_only,
    )
