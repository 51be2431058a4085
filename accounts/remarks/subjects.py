"""What can be commented on: rooms above say how to find a subject, and get the block for its page.

A room needs one call in its `room.py`, beside two functions that find and describe its subject:

    open_for_comments(
        prefix="fase", place="phase", find=find_phase, key_of=lambda row: str(row.id), describe=describe_phase
    )
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.organisations.models import Membership
from accounts.organisations.rules import Kind, Who
from accounts.remarks.rules import Reader
from core.rooms.registries import Panel, Registry, panels

PANEL_ORDER = 80


@dataclass(frozen=True)
class Commented:
    """A subject as comments know it.

    `name` and `about` say what it is and where ("Fase 0", "Inkoop 2025") and hold nothing confidential: they go into
    notices. `readers(today)` are the roles of today of everybody who may see the subject.
    """

    name: str
    about: str
    url: str
    readers: Callable[[date], QuerySet[Membership]]


@dataclass(frozen=True)
class CommentKind:
    """A kind of subject: `find(who, key)` finds one among what this person may see, `describe` says what it is."""

    key: str
    find: Callable[[Who, str], Any | None]
    describe: Callable[[Any], Commented]


comment_kinds: Registry[CommentKind] = Registry()


def open_for_comments(
    *,
    prefix: str,
    place: str,
    find: Callable[[Who, str], Any | None],
    key_of: Callable[[Any], str],
    describe: Callable[[Any], Commented],
    order: int = PANEL_ORDER,
) -> None:
    """Let people comment on the subjects of pages with panels at `place`; `key_of(subject)` is the key for `find`."""
    from accounts.remarks.panel import panel_context

    comment_kinds.add(CommentKind(key=prefix, find=find, describe=describe))
    panels.add(
        Panel(
            key=f"remarks.{prefix}",
            place=place,
            order=order,
            template="accounts/remarks/panel.html",
            context=lambda who, subject, moment: panel_context(who, prefix, key_of(subject), describe(subject), moment),
        )
    )


def commented(who: Who, prefix: str, key: str) -> Commented | None:
    """The subject, if there is such a kind and this person may see it."""
    kind = comment_kinds.get(prefix)
    subject = kind.find(who, key) if kind else None
    return kind.describe(subject) if kind and subject is not None else None


def uuid_of(key: str) -> UUID | None:
    """The id in a key, or None when it is not one."""
    try:
        return UUID(key)
    except ValueError:
        return None


def readers_of(subject: Commented, today: date) -> list[Reader]:
    """Everybody who may see the subject and can sign in, by name, each once (one query)."""
    rows = subject.readers(today).filter(person__is_active=True).exclude(organisation__kind=Kind.PROVIDER)
    found: dict[Any, Reader] = {}
    for person_id, name, organisation, kind in rows.order_by("person__name", "organisation__name").values_list(
        "person_id", "person__name", "organisation__name", "organisation__kind"
    ):
        is_ozjt = kind == Kind.OZJT
        if person_id not in found or is_ozjt:
            found[person_id] = Reader(person_id, name, organisation, is_ozjt)
    return sorted(found.values(), key=lambda reader: (reader.name, reader.organisation))
