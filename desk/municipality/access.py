"""Who may see the page of a municipality."""

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.lifecycles.rules import ALLOWED, Verdict, refuse


def may_see_municipality(who: Who, subject: Organisation) -> Verdict:
    """Colleagues, and officials of this very municipality; for others it does not exist."""
    if who.works_at_ozjt or subject.id in who.organisations(Kind.MUNICIPALITY):
        return ALLOWED
    return refuse("Deze pagina is van een andere gemeente.", secret=True)
