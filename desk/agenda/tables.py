"""The list of what is coming."""

from datetime import date, timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from core.lists.plain import PlainFilterSet, PlainRows
from core.lists.tables import DateColumn, ListTable
from core.rooms.asks import AgendaItem
from core.terms.words import WEEKDAYS

PERIODS = {"28": "De komende vier weken", "92": "De komende drie maanden", "366": "Het komende jaar"}


class AgendaTable(ListTable):
    """Days with what happens on them."""

    day = DateColumn("Dag")
    weekday = tables.Column("Weekdag", accessor="day", orderable=False)
    title = tables.Column("Wat")
    about = tables.Column("Waarover")
    kind = tables.Column("Soort")

    def render_weekday(self, value: date) -> str:
        """The day of the week in words."""
        return WEEKDAYS[value.weekday()]

    def value_weekday(self, value: date) -> str:
        """The same in a file."""
        return self.render_weekday(value)

    def render_title(self, value: str, record: AgendaItem) -> str:
        """With a link to its page."""
        return format_html('<a href="{}">{}</a>', record.url, value)

    def value_title(self, value: str) -> str:
        """The words alone."""
        return value


class AgendaFilter(PlainFilterSet):
    """By word, kind and period."""

    tekst = django_filters.CharFilter(label="Woord", method="by_text")
    soort = django_filters.ChoiceFilter(field_name="kind", label="Soort", empty_label="Alle")
    periode = django_filters.ChoiceFilter(
        choices=list(PERIODS.items()), label="Periode", empty_label="Twee jaar", method="by_period"
    )

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, queryset: PlainRows[AgendaItem], today: date, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        self.today = today
        kinds = sorted({item.kind for item in queryset})
        self.filters["soort"].extra["choices"] = [(kind, kind.capitalize()) for kind in kinds]

    def by_text(self, rows: PlainRows[AgendaItem], name: str, value: str) -> PlainRows[AgendaItem]:
        """The word stands in the title or in what it is about."""
        word = value.casefold()
        return PlainRows(row for row in rows if word in f"{row.title} {row.about}".casefold())

    def by_period(self, rows: PlainRows[AgendaItem], name: str, value: str) -> PlainRows[AgendaItem]:
        """From today on."""
        return rows.filter(day__lte=self.today + timedelta(days=int(value)))
