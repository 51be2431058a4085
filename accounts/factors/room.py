"""What factors add elsewhere: a panel on the page of a person, for administrators."""

from typing import Any

from accounts.factors.access import may_reset
from accounts.factors.queries import factors_of, notes_about
from accounts.organisations.access import may_manage_people
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels


def person_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """What somebody signs in with and what changed about it, without any secret (two queries)."""
    if not may_manage_people(who):
        return None
    return {
        "person": subject,
        "factors": factors_of(subject.id),
        "notes": notes_about(subject.id),
        "may_reset": may_reset(who, subject),
    }


panels.add(
    Panel(
        key="factors.person",
        place="person",
        order=50,
        template="accounts/factors/panel.html",
        context=person_panel,
    )
)
