"""The base of every table, and columns that show Dutch on the page and typed values in an export."""

from datetime import date, datetime
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html

DAY = "j\N{NO-BREAK SPACE}F\N{NO-BREAK SPACE}Y"  # a date stays on one line
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


def badge(word: str, tone: str) -> str:
    """A state as a word with a colour."""
    return format_html('<span class="nl-data-badge badge badge--{}">{}</span>', tone, word)


class ListTable(tables.Table):
    """A table of a list; sorted by `?sort=`, what was asked to sort by stays the same between pages."""

    class Meta:
        order_by_field = "sort"
        page_field = "page"
        empty_text = ""


class DateColumn(tables.Column):
    """A day: 12 mei 2027 on the page, a date in an export."""

    def render(self, value: date) -> str:
        """Write the day out; a moment is brought to Amsterdam first."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
        return date_format(value, DAY)

    def value(self, value: date) -> date:
        """The date itself."""
        return value


class MomentColumn(tables.Column):
    """A moment: 12 mei 2027, 14:05 on the page, a date with time in an export."""

    def render(self, value: datetime) -> str:
        """Write the moment in Amsterdam out."""
        return date_format(timezone.localtime(value), f"{DAY}, H:i")

    def value(self, value: datetime) -> datetime:
        """The moment itself."""
        return value


class NumberColumn(tables.Column):
    """A number to the right with points between thousands; `decimals` fixes the places behind the comma."""

    def __init__(self, *args: Any, decimals: int | None = None, unit: str = "", **kwargs: Any) -> None:
        self.decimals, self.unit = decimals, unit
        kwargs.setdefault("attrs", NUMBER)
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        """Write the number, with its unit in front."""
        number = number_format(value, decimal_pos=self.decimals, use_l10n=True, force_grouping=True)
        return f"{self.unit}\N{NO-BREAK SPACE}{number}" if self.unit else number

    def value(self, value: Any) -> Any:
        """The number itself."""
        return value


class EuroColumn(NumberColumn):
    """An amount in euros."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("unit", "€")
        super().__init__(*args, **kwargs)


def in_fixed_order(rows: Any) -> Any:
    """`rows` with the primary key as last word in their order, so that equal ones never change pages.

    Plain rows keep the order that they have: sorting in memory is stable.
    """
    if not isinstance(rows, QuerySet):
        return rows
    order = list(rows.query.order_by) or list(rows.model._meta.ordering)
    if any(str(term).lstrip("-") in {"pk", rows.model._meta.pk.name} for term in order):
        return rows
    return rows.order_by(*order, F("pk"))
