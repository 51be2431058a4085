"""The secret of a feed, and an agenda as a calendar file; pure."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from core.rooms.asks import AgendaItem

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes
REFRESH = timedelta(hours=4)


def fingerprint(secret: str) -> str:
    """What is kept of a secret. It is long and random, so that a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(text: str) -> bool:
    """Whether a text has the form of a secret."""
    return SECRET.fullmatch(text) is not None


def as_calendar(items: Iterable[AgendaItem], *, site: str, now: datetime) -> bytes:
    """The agenda as iCalendar (RFC 5545), all-day events that take no time; confidential items are left out.

    `site` is the address of the application without a slash at the end.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//OZJT//Inkoopkompas//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Inkoopkompas")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        if item.is_confidential:
            continue
        event = Event()
        event.add("uid", f"{item.pk}@inkoopkompas")
        event.add("dtstamp", now)
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("summary", f"{item.title} ({item.about})")
        event.add("description", f"{item.kind.capitalize()}. {site}{item.url}")
        event.add("url", f"{site}{item.url}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
