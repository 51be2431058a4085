"""Who may see and compose meeting sets."""

from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, allow_if
from desk.library.access import may_see_library
from desk.meeting_sets.lifecycle import is_manager


def may_see_sets(who: Who, subject: object = None) -> Verdict:
    """Whoever may see the list of reports; the query leaves out sets with a document that they may not read."""
    return may_see_library(who)


def may_read_set(who: Who, subject: object) -> Verdict:
    """Everybody for whom the query found the set; for others it does not exist."""
    return allow_if(subject is not None, "Deze vergaderset bestaat niet.", secret=True)


def may_compose(who: Who, subject: object = None) -> Verdict:
    """A manager chooses, orders and freezes."""
    return may_see_library(who) & is_manager(who)


def may_compose_this(who: Who, subject: object) -> Verdict:
    """A manager, for a set that exists for them."""
    return may_read_set(who, subject) & may_compose(who)
