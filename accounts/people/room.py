"""What people add elsewhere: their place in the navigation."""

from django.urls import reverse_lazy

from accounts.organisations.access import may_see_people
from core.rooms.registries import NavigationItem, navigation

navigation.add(
    NavigationItem(
        key="people",
        label="Mensen",
        order=80,
        prefix="/mensen/",
        leads_to=lambda who: str(reverse_lazy("people:list")) if who and may_see_people(who) else None,
    )
)
