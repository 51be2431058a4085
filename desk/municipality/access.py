"""Who may see the page of a municipality, the list of all of them, and the names of its people."""

from accounts.organisations.access import may_see_people
from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse


def may_see_municipality(who: Who, subject: Organisation) -> Verdict:
    """Colleagues, and officials of this very municipality; for others it does not exist."""
    if who.works_at_ozjt or subject.id in who.organisations(Kind.MUNICIPALITY):
        return ALLOWED
    return refuse("Deze pagina is van een andere gemeente.", secret=True)


def may_see_all(who: Who, subject: object = None) -> Verdict:
    """Colleagues compare municipalities; people of a municipality have the page of their own."""
    return allow_if(
        who.works_at_ozjt,
        "De lijst van gemeenten is er voor medewerkers van OZJT. Jouw gemeente heeft een eigen pagina.",
        secret=who.is_provider_only,
    )


def may_see_its_people(who: Who, subject: Organisation) -> Verdict:
    """Whoever may see the list of people, and the colleagues of those people themselves."""
    own = subject.id in who.organisations(Kind.MUNICIPALITY)
    return ALLOWED if own else may_see_people(who)
