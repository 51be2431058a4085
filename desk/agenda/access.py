"""Who has an agenda and works with terms."""

from accounts.organisations.rules import Kind, Who
from core.lifecycles.rules import Verdict, allow_if


def may_use_agenda(who: Who, subject: object = None) -> Verdict:
    """Colleagues of OZJT and people of municipalities; providers have their portal."""
    return allow_if(
        who.works_at_ozjt or bool(who.organisations(Kind.MUNICIPALITY)),
        "De agenda is er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )
