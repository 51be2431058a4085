"""What Vandaag adds elsewhere: the first item of the navigation."""

from core.rooms.registries import NavigationItem, navigation

navigation.add(
    NavigationItem(
        key="today",
        label="Vandaag",
        order=10,
        prefix="/",
        leads_to=lambda who: "/" if who and not who.is_provider_only else None,
    )
)
