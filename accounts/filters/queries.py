"""The saved filters of a person."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.filters.models import SavedFilter
from accounts.organisations.rules import Who


def filters_of(who: Who, list_name: str) -> QuerySet[SavedFilter]:
    """This person's filters on one list, by name."""
    if who.person_id is None:
        return SavedFilter.objects.none()
    return SavedFilter.objects.filter(person_id=who.person_id, list_name=list_name).order_by("name")


def saved_filter(who: Who, filter_id: UUID) -> SavedFilter | None:
    """One of this person's filters."""
    if who.person_id is None:
        return None
    return SavedFilter.objects.filter(person_id=who.person_id, id=filter_id).first()
