"""What looks add elsewhere: navigation, and a panel on the page of a trajectory."""

from typing import Any

from django.urls import reverse_lazy

from accounts.looks.access import may_see_looks
from accounts.looks.queries import looks_in
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import NavigationItem, Panel, navigation, panels


def trajectory_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """The newest looks at confidential things of a trajectory, for those who watch over them (one query)."""
    if not may_see_looks(who):
        return None
    return {"looks": list(looks_in(f"traject:{subject.slug}")[:5])}


navigation.add(
    NavigationItem(
        key="looks",
        label="Inzage",
        order=90,
        prefix="/inzage/",
        leads_to=lambda who: str(reverse_lazy("looks:list")) if who and may_see_looks(who) else None,
    )
)
panels.add(
    Panel(
        key="looks.trajectory",
        place="trajectory",
        order=90,
        template="accounts/looks/panel.html",
        context=trajectory_panel,
    )
)
