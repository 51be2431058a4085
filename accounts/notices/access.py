"""Who has notices: everybody who works here; providers have the portal."""

from accounts.notices.models import Notice
from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, allow_if


def may_have_notices(who: Who, subject: object = None) -> Verdict:
    """Colleagues and people of municipalities."""
    return allow_if(not who.is_provider_only, "Berichten zijn er voor medewerkers van OZJT en gemeenten.", secret=True)


def may_read_notice(who: Who, subject: Notice) -> Verdict:
    """Only the one to whom it was sent; for others it does not exist."""
    own = who.person_id is not None and subject.person_id == who.person_id
    return may_have_notices(who) & allow_if(own, "Dit bericht is niet voor jou.", secret=True)
