"""Collects what every room has coming for a person."""

from datetime import date, timedelta

from accounts.organisations.queries import who_is
from accounts.organisations.rules import Who
from core.rooms.asks import AgendaItem
from core.rooms.discovery import furniture
from desk.agenda.access import may_use_agenda
from desk.agenda.models import AgendaFeed
from desk.agenda.rules import fingerprint, is_secret

AHEAD = timedelta(days=731)  # two years: beyond that planned dates say little
BACK = timedelta(days=31)  # a calendar programme keeps showing last month


def items_of(who: Who, first: date, last: date) -> list[AgendaItem]:
    """What all rooms have for this person from `first` up to and including `last`, by day.

    Nothing for who has no agenda, whatever a room would tell.
    """
    if not may_use_agenda(who):
        return []
    items = [
        item
        for _, module in furniture("queries")
        if hasattr(module, "agenda_of")
        for item in module.agenda_of(who, first, last)
    ]
    return sorted(items, key=lambda item: (item.day, item.about, item.title))


def feed_of(who: Who) -> AgendaFeed | None:
    """The address that works now."""
    if who.person_id is None:
        return None
    return AgendaFeed.objects.filter(person_id=who.person_id, ended_at__isnull=True).first()


def reader(secret: str, today: date) -> Who | None:
    """Whose agenda a secret opens today: nobody's when it is unknown or ended, or when the person may not sign in."""
    if not is_secret(secret):
        return None
    feed = (
        AgendaFeed.objects.select_related("person")
        .filter(fingerprint=fingerprint(secret), ended_at__isnull=True, person__is_active=True)
        .first()
    )
    if feed is None:
        return None
    who = who_is(person_id=feed.person_id, name=feed.person.name, today=today)
    return who if may_use_agenda(who) else None
