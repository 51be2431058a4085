"""Deadlines: of a subject, of a person, and late ones."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from core.deadlines.models import Deadline
from core.rooms.asks import AgendaItem, Ask
from core.terms.moments import AMSTERDAM
from core.terms.words import in_words

SOON = timedelta(weeks=6)


def deadlines_of(subject_key: str) -> QuerySet[Deadline]:
    """All deadlines of a subject, cancelled ones left out, by day; whoever asks has judged access to the subject."""
    return Deadline.objects.filter(subject_key=subject_key, cancelled_at__isnull=True).select_related("owner")


def deadline_of(subject_key: str, code: str) -> Deadline | None:
    """One deadline of a subject, also when it was cancelled."""
    return Deadline.objects.select_related("owner").filter(subject_key=subject_key, code=code).first()


def running() -> QuerySet[Deadline]:
    """What is open and does not stand still."""
    return Deadline.objects.filter(met_at__isnull=True, cancelled_at__isnull=True, suspended_on__isnull=True)


def overdue(today: date) -> QuerySet[Deadline]:
    """What is open, runs, and should have happened before `today`; oldest first."""
    return running().filter(due_on__lt=today).select_related("owner")


def own_deadlines(who: Any) -> QuerySet[Deadline]:
    """What this person owns, runs, and may still see: nothing for who has no role any more."""
    if not who or not who.hats:
        return Deadline.objects.none()
    return running().filter(owner_id=who.person_id)


def asks_of(who: Any, now: datetime) -> Iterator[Ask]:
    """What this person must have done within six weeks, and what is late (one query)."""
    today = now.astimezone(AMSTERDAM).date()
    for row in own_deadlines(who).filter(due_on__lte=today + SOON):
        warning = f" Let op: {row.school_holidays.lower()}." if row.school_holidays else ""
        yield Ask(
            title=row.title,
            url=row.path,
            why=f"De laatste dag is {in_words(row.due_on)}.{warning}",
            about=row.subject_name,
            due=row.due_on,
        )


def agenda_of(who: Any, first: date, last: date) -> Iterator[AgendaItem]:
    """The days on which something of this person must be done (one query)."""
    for row in own_deadlines(who).filter(due_on__range=(first, last)):
        yield AgendaItem(
            day=row.due_on,
            title=row.title,
            url=row.path,
            about=row.subject_name,
            kind="uiterste datum",
            is_confidential=row.is_confidential,
            key=str(row.pk),
        )
