"""What the catalogue adds elsewhere: its place in the navigation."""

from django.urls import reverse_lazy

from core.rooms.registries import NavigationItem, navigation
from segments.catalogue.access import may_see_segments

navigation.add(
    NavigationItem(
        key="segments",
        label="Segmenten",
        order=30,
        prefix="/segmenten/",
        leads_to=lambda who: str(reverse_lazy("catalogue:pyramid")) if who and may_see_segments(who) else None,
    )
)
