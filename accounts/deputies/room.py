"""What deputies add elsewhere: a block on the page of one's own account."""

from typing import Any

from accounts.deputies.access import may_have_deputies
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels


def account_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """For whom one stands in today (no query: it is known with every request)."""
    return {"stands_in": who.stands_in} if may_have_deputies(who) else None


panels.add(
    Panel(
        key="deputies.account",
        place="account",
        order=40,
        template="accounts/deputies/account_panel.html",
        context=account_panel,
    )
)
