"""What notices add elsewhere: the bell in the head of every page, and the round of the daily mail."""

from datetime import timedelta
from typing import Any

from accounts.notices import handlers  # noqa: F401  (registers the topic "notice")
from accounts.notices.access import may_have_notices
from accounts.notices.queries import unread_of
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, Schedule, panels, schedules


def bell(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """How many notices this person has not read (one query)."""
    return {"unread": unread_of(who).count()} if who and may_have_notices(who) else None


panels.add(Panel(key="notices.bell", place="header", order=10, template="accounts/notices/bell.html", context=bell))
schedules.add(Schedule(key="notices.round", task="notices.round", every=timedelta(minutes=10)))
