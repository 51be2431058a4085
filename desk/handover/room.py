"""What handing over adds elsewhere: a way in from the page of a person and of one's account."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels
from desk.handover.access import Giver, may_hand_over_from
from desk.handover.queries import work_of


def person_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """How much open work this person has, with the way to hand it over (three queries)."""
    if not may_hand_over_from(who, Giver(subject.id)):
        return None
    return {"count": len(work_of(subject.id, who)), "url": f"{reverse('handover:handover')}?van={subject.id}"}


def account_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """The way to hand over one's own work."""
    if who.person_id is None or not may_hand_over_from(who, Giver(who.person_id)):
        return None
    return {"url": reverse("handover:handover")}


panels.add(
    Panel(key="handover.person", place="person", order=30, template="desk/handover/panel.html", context=person_panel)
)
panels.add(
    Panel(key="handover.account", place="account", order=45, template="desk/handover/panel.html", context=account_panel)
)
