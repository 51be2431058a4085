"""The four registries: navigation, panels, report kinds, schedules.

A lower page can show something of a higher room only through these; the higher room registers in its `room.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Q

from core.lifecycles.rules import Verdict


class Keyed(Protocol):
    """Anything with a key that is unique within its registry."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Things by unique key, in the order in which they asked to stand."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, item: T) -> T:
        """Register `item`; raises ValueError when its key is taken."""
        if item.key in self._items:
            raise ValueError(f"'{item.key}' is registered twice")
        self._items[item.key] = item
        return item

    def get(self, key: str) -> T | None:
        """The item under `key`, or None."""
        return self._items.get(key)

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: (getattr(item, "order", 0), item.key)))


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the main navigation.

    `leads_to` answers with the address for this person, or None when the page would be empty or closed for them. `also`
    names the beginnings of other addresses that stand under this entry.
    """

    key: str
    label: str
    order: int
    prefix: str
    leads_to: Callable[[Any], str | None]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A block on somebody else's page.

    `place` names the page ("segment", "trajectory"); `context` gets (who, subject, now) and answers with the context of
    `template`, or None when there is nothing to show to this person.
    """

    key: str
    place: str
    order: int
    template: str
    context: Callable[[Any, Any, Any], Mapping[str, Any] | None]


def no_charts(content: Mapping[str, Any]) -> Sequence[Any]:
    """For a report without figures."""
    return ()


@dataclass(frozen=True)
class ReportKind:
    """A kind of report that can be asked for.

    `gather(subject_key, as_of, now)` answers with plain content (texts, whole numbers, decimals, dates; no floats) that
    holds at least `title` and `subject_name`: what is fingerprinted, kept and typeset. It says nothing of `now` itself,
    so that the same facts give the same fingerprint. Optional: `subtitle`, `summary` (three sentences), `contents` (for
    the table of contents: label, anchor, level), `draft` (CONCEPT on every page). `charts(content)` draws the figures
    (`core.charts.rules.Chart`).
    `may_ask(who, subject_key)` decides who may have one made; `visible(who)` which kept ones somebody may read, as a
    condition on `Report`, or None for none at all. `subject_url(who, subject_key)` answers with the subject's page.
    """

    key: str
    label: str
    order: int
    template: str
    gather: Callable[[str, date, datetime], Mapping[str, Any]]
    may_ask: Callable[[Any, str], Verdict]
    visible: Callable[[Any], Q | None]
    charts: Callable[[Mapping[str, Any]], Sequence[Any]] = no_charts
    subject_url: Callable[[Any, str], str | None] | None = None


@dataclass(frozen=True)
class Schedule:
    """Work that returns: a Celery task and how often the beat starts it."""

    key: str
    task: str
    every: timedelta


navigation: Registry[NavigationItem] = Registry()
panels: Registry[Panel] = Registry()
report_kinds: Registry[ReportKind] = Registry()
schedules: Registry[Schedule] = Registry()
