"""Who may read about segments."""

from accounts.organisations.rules import Kind, Who
from core.lifecycles.rules import Verdict, allow_if


def may_see_segments(who: Who, subject: object = None) -> Verdict:
    """Colleagues and officials of municipalities; providers have their portal."""
    return allow_if(
        who.works_at_ozjt or bool(who.organisations(Kind.MUNICIPALITY)),
        "Deze pagina is er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )
