"""Saving, renaming and removing filters."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.filters.access import may_change_filter, may_save_filters
from accounts.filters.models import SavedFilter
from accounts.filters.rules import LONGEST_QUERY, MOST_FILTERS, kept_query
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse


def save_filter(
    *, list_name: str, path: str, query: str, name: str, is_default: bool, who: Who, now: datetime
) -> SavedFilter:
    """Save what a list shows now under a name.

    `query` is what follows the "?" of the address; page and file are left out. Raises Refused without a name, for a
    name that is taken, when nothing is filtered or sorted, and beyond 25 filters on one list. Locks the person, so that
    two clicks save one.
    """
    ensure(may_save_filters(who))
    assert who.person_id is not None
    kept = kept_query(query)
    ensure(allow_if(bool(kept), "Er is nog niets gefilterd. Kies eerst een filter en bewaar het dan."))
    ensure(allow_if(len(kept) <= LONGEST_QUERY, "Dit filter is te lang om te bewaren. Kies minder."))
    with recorded(who, routine="Filter bewaard"):
        Person.objects.select_for_update(no_key=True).get(id=who.person_id)
        mine = SavedFilter.objects.filter(person_id=who.person_id, list_name=list_name)
        ensure(allow_if(mine.count() < MOST_FILTERS, f"Je hebt al {MOST_FILTERS} filters. Verwijder er eerst een."))
        wanted = _free_name(name, mine.values_list("name", flat=True))
        if is_default:
            mine.filter(is_default=True).update(is_default=False)
        return SavedFilter.objects.create(
            person_id=who.person_id,
            list_name=list_name,
            path=path,
            name=wanted,
            query=kept,
            is_default=is_default,
            saved_at=now,
        )


def change_filter(*, filter_id: UUID, name: str, is_default: bool, who: Who) -> SavedFilter:
    """Rename a filter, and let the list open with it or not any more. Locks the person."""
    with recorded(who, routine="Filter gewijzigd"):
        row = _locked(filter_id, who)
        others = SavedFilter.objects.filter(person_id=row.person_id, list_name=row.list_name).exclude(id=row.id)
        row.name = _free_name(name, others.values_list("name", flat=True))
        if is_default:
            others.filter(is_default=True).update(is_default=False)
        row.is_default = is_default
        row.save(update_fields=["name", "is_default"])
    return row


def remove_filter(*, filter_id: UUID, who: Who) -> SavedFilter:
    """Remove a filter; answers with what it was."""
    with recorded(who, routine="Filter verwijderd"):
        row = _locked(filter_id, who)
        SavedFilter.objects.filter(id=row.id).delete()
    return row


def _locked(filter_id: UUID, who: Who) -> SavedFilter:
    """The filter, locked after its person."""
    if who.person_id is not None:
        Person.objects.select_for_update(no_key=True).get(id=who.person_id)
    row = SavedFilter.objects.select_for_update().filter(id=filter_id).first()
    if row is None:
        raise Refused(refuse("Dit filter is er niet meer.", secret=True))
    ensure(may_change_filter(who, row))
    return row


def _free_name(name: str, taken: Iterable[str]) -> str:
    wanted = " ".join(name.split())
    ensure(allow_if(bool(wanted), "Geef het filter een naam."))
    ensure(allow_if(len(wanted) <= 60, "Kies een kortere naam, van hoogstens 60 tekens."))
    used = {other.casefold() for other in taken}
    ensure(allow_if(wanted.casefold() not in used, f"Je hebt al een filter ‘{wanted}’. Kies een andere naam."))
    return wanted
