"""Who may search."""

from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, allow_if


def may_search(who: Who, subject: object = None) -> Verdict:
    """Everybody with a role, save providers, who have their portal; each finds only what they may see."""
    return allow_if(
        bool(who.hats) and not who.is_provider_only,
        "Zoeken is er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )
