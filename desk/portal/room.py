"""What the portal adds elsewhere: navigation for providers."""

from django.urls import reverse_lazy

from core.rooms.registries import NavigationItem, navigation
from desk.portal.access import may_use_portal

navigation.add(
    NavigationItem(
        key="portal",
        label="Portaal",
        order=10,
        prefix="/portaal/",
        leads_to=lambda who: str(reverse_lazy("portal:home")) if who and may_use_portal(who) else None,
    )
)
