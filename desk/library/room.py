"""Rapporten in the navigation, for who has any to read."""

from django.urls import reverse

from accounts.organisations.rules import Who
from core.reports.queries import readable_reports
from core.rooms.registries import NavigationItem, navigation
from desk.library.access import may_see_library


def leads_to(who: Who) -> str | None:
    """The list of reports, unless it would be empty or closed (one query)."""
    if may_see_library(who) and readable_reports(who).exists():
        return reverse("library:reports")
    return None


navigation.add(NavigationItem(key="reports", label="Rapporten", order=70, prefix="/rapporten/", leads_to=leads_to))
