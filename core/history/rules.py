"""Who acts, and how a change becomes a sentence; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID


class Actor(Protocol):
    """Whoever changes something: a person, or the system under its own name."""

    @property
    def person_id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class System:
    """The system itself as author, for jobs and loaders; `name` says which part."""

    name: str
    person_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    moment: datetime
    sentence: str
    reason: str
    who: str
    subject_id: Any = None


@dataclass(frozen=True)
class Source:
    """A history table that belongs to a subject.

    `lookup` is the field path from the event row to the subject's id; `sentence(before, after, label)` answers with
    what happened in Dutch, or None when the change says nothing to a reader. `before` is None for the first row of an
    object, and `first_is_told` says whether that row can say something. `visible` narrows the events to what a person
    may see, `major` to what is told in a timeline of main points.
    """

    event_model: Any
    lookup: str
    sentence: Callable[[Any | None, Any, str], str | None]
    related: tuple[str, ...] = ()
    visible: Callable[[Any, Any], Any] | None = None
    major: Callable[[Any], Any] | None = None
    first_is_told: bool = True


def told_of(context: Mapping[str, Any] | None) -> str:
    """Who did it, as a timeline says it: the name, with in whose name it was done when that was somebody else's."""
    known = context or {}
    name = known.get("name") or "Het systeem"
    behalf = known.get("behalf")
    return f"{name}, namens {behalf}" if behalf else str(name)


def changed(before: Any, after: Any, *fields: str) -> list[str]:
    """Those of `fields` whose values differ between two history rows."""
    return [field for field in fields if getattr(before, field) != getattr(after, field)]


def spoken(value: object) -> str:
    """A value as it stands in a sentence: dates written out, emptiness named."""
    if value is None or value == "":
        return "leeg"
    if isinstance(value, date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"'{value}'"


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
