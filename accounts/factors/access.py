"""Who may take away somebody's second factor."""

from typing import Any

from accounts.organisations.access import may_manage_people
from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, refuse


def may_reset(who: Who, person: Any) -> Verdict:
    """Administrators, when somebody lost it; not their own, which they change on their own page."""
    verdict = may_manage_people(who)
    if verdict and person.id == who.person_id:
        return refuse("Je eigen tweede stap wijzig je bij ‘Mijn account’. Vraag anders een andere beheerder.")
    return verdict
