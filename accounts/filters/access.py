"""Saved filters are one's own."""

from accounts.filters.models import SavedFilter
from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, allow_if


def may_save_filters(who: Who, subject: object = None) -> Verdict:
    """Colleagues and people of municipalities."""
    return allow_if(not who.is_provider_only, "Filters bewaren is er voor OZJT en gemeenten.", secret=True)


def may_change_filter(who: Who, subject: SavedFilter) -> Verdict:
    """Only the one who saved it; for others it does not exist."""
    own = who.person_id is not None and subject.person_id == who.person_id
    return may_save_filters(who) & allow_if(own, "Dit filter is niet van jou.", secret=True)
