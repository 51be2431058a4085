"""What bodies add elsewhere: one entry of the navigation for bodies, meetings and mandates."""

from django.urls import reverse_lazy

from core.rooms.registries import NavigationItem, navigation
from governance.bodies.access import may_see_governance

navigation.add(
    NavigationItem(
        key="governance",
        label="Bestuur",
        order=55,
        prefix="/bestuur/",
        also=("/organen/", "/vergaderingen/", "/mandaten/"),
        leads_to=lambda who: str(reverse_lazy("bodies:overview")) if who and may_see_governance(who) else None,
    )
)
