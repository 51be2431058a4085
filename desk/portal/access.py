"""Who the portal is for."""

from accounts.organisations.rules import Kind, Who
from core.lifecycles.rules import Verdict, allow_if


def may_use_portal(who: Who, subject: object = None) -> Verdict:
    """People who work for a provider."""
    return allow_if(bool(who.organisations(Kind.PROVIDER)), "Het portaal is er voor medewerkers van aanbieders.")
