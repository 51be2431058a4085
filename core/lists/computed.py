"""Lists whose rows are computed instead of stored, with the same promises as the others."""

from collections.abc import Iterable
from typing import Any

import django_filters


class ComputedRows(list[Any]):
    """Rows in memory that a list page can count, filter, sort and export; each has a `pk` of its own.

    For lists of at most some hundreds: they are computed whole for every page.
    """

    model: Any = None

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        super().__init__(rows)

    def all(self) -> "ComputedRows":
        """The rows, as a filter asks for them."""
        return ComputedRows(self)

    def filter(self, **wanted: Any) -> "ComputedRows":
        """The rows of which every named attribute has this value."""
        return ComputedRows(row for row in self if all(getattr(row, name) == value for name, value in wanted.items()))


class ComputedFilter(django_filters.FilterSet):
    """A filter over `ComputedRows`; each of its filters names a `method` that answers with fewer rows."""

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows that pass every filter."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset
