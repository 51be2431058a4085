"""Lists whose rows no table holds: computed, or told by several rooms together. In memory, with the same promises."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar, overload

from django_filters import FilterSet

R = TypeVar("R")
LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, asked: bool(value == asked),
    "icontains": lambda value, asked: str(asked).casefold() in str(value).casefold(),
    "lte": lambda value, asked: value is not None and bool(value <= asked),
    "gte": lambda value, asked: value is not None and bool(value >= asked),
}


class NoQuery:
    """What a table asks of a queryset's query: the order that the database keeps, here none."""

    order_by: tuple[str, ...] = ()


class PlainRows(Generic[R]):
    """Rows in memory with as much of a queryset as a list needs: filter, sort, count, slice.

    For lists of at most some hundreds: they are made whole for every page.
    """

    model = None
    query = NoQuery()

    def __init__(self, rows: Iterable[R]) -> None:
        self._rows = list(rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> "PlainRows[R]": ...
    def __getitem__(self, place: int | slice) -> "R | PlainRows[R]":
        return PlainRows(self._rows[place]) if isinstance(place, slice) else self._rows[place]

    def all(self) -> "PlainRows[R]":
        """The rows themselves."""
        return self

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def filter(self, **asked: Any) -> "PlainRows[R]":
        """Those that fit every `field=value` or `field__lookup=value`; raises KeyError for an unknown lookup."""
        rows = self._rows
        for name, value in asked.items():
            field, _, lookup = name.partition("__")
            fits = LOOKUPS[lookup or "exact"]
            rows = [row for row in rows if fits(getattr(row, field), value)]
        return PlainRows(rows)

    def order_by(self, *fields: str) -> "PlainRows[R]":
        """By the given fields, `-` in front turns one around; equal rows keep their order, empty ones come last."""
        rows = self._rows
        for name in reversed(fields):
            field = name.lstrip("-")
            there = [row for row in rows if getattr(row, field) is not None]
            empty = [row for row in rows if getattr(row, field) is None]
            rows = sorted(there, key=lambda row: getattr(row, field), reverse=name.startswith("-")) + empty
        return PlainRows(rows)


class PlainFilterSet(FilterSet):
    """A filter over plain rows."""

    def filter_queryset(self, queryset: PlainRows[Any]) -> PlainRows[Any]:
        """What fits everything that was asked."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset
