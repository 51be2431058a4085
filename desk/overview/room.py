"""What the overview adds elsewhere: the way to it from Vandaag and from the trajectories."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels
from desk.overview.access import may_see_overview


def way_here(who: Who, subject: object, moment: Moment) -> dict[str, Any] | None:
    """The address, for who may see the page."""
    return {"url": reverse("overview:overview")} if may_see_overview(who) else None


for place in ("today", "trajectories"):
    panels.add(
        Panel(
            key=f"overview.{place}",
            place=place,
            order=10,
            template=f"desk/overview/{place}_panel.html",
            context=way_here,
        )
    )
