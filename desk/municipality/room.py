"""What municipalities add elsewhere: navigation for their own officials, the way to the list for colleagues."""

from typing import Any

from django.urls import reverse

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.clock.queries import Moment
from core.rooms.registries import NavigationItem, Panel, navigation, panels
from desk.municipality.access import may_see_all


def _leads_to(who: Who) -> str | None:
    """The person's own municipality (one query)."""
    own = who.organisations(Kind.MUNICIPALITY) if who else frozenset()
    if not own:
        return None
    slug = Organisation.objects.filter(id__in=own).order_by("name").values_list("slug", flat=True).first()
    return reverse("municipality:municipality", args=[slug])


def trajectories_panel(who: Who, subject: object, moment: Moment) -> dict[str, Any] | None:
    """The way from the trajectories to the municipalities."""
    return {"url": reverse("municipality:list")} if may_see_all(who) else None


navigation.add(
    NavigationItem(key="municipality", label="Mijn gemeente", order=15, prefix="/gemeenten/", leads_to=_leads_to)
)
panels.add(
    Panel(
        key="municipality.trajectories",
        place="trajectories",
        order=20,
        template="desk/municipality/trajectories_panel.html",
        context=trajectories_panel,
    )
)
