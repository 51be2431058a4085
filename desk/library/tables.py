"""The list of reports and its filter."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse

from core.lists.tables import DateColumn, ListTable, MomentColumn, NumberColumn
from core.reports.models import Report
from core.rooms.registries import report_kinds
from core.shell.filters import DutchDateFilter


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of report there are."""
    return [(kind.key, kind.label) for kind in report_kinds]


class ReportFilter(django_filters.FilterSet):
    """By kind, by words in the subject or title, and by the date of the figures."""

    soort = django_filters.ChoiceFilter(
        field_name="kind", label="Soort rapport", choices=kind_choices, empty_label="Alle soorten"
    )
    over = django_filters.CharFilter(label="Over", method="by_words")
    vanaf = DutchDateFilter(field_name="as_of", lookup_expr="gte", label="Peildatum vanaf", help_text="")
    tot = DutchDateFilter(field_name="as_of", lookup_expr="lte", label="Peildatum tot en met", help_text="")

    def by_words(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Every word stands somewhere in the subject or the title."""
        for word in value.split()[:8]:
            rows = rows.filter(Q(subject_name__icontains=word) | Q(title__icontains=word))
        return rows


class ReportTable(ListTable):
    """What is kept, newest first."""

    title = tables.Column("Rapport", linkify=lambda record: reverse("reports:report", args=[record.id]))
    subject_name = tables.Column("Over")
    as_of = DateColumn("Peildatum")
    made_at = MomentColumn("Gemaakt op")
    made_by_name = tables.Column("Door")
    pages = NumberColumn("Pagina's")
    fingerprint = tables.Column("Vingerafdruk")

    def render_fingerprint(self, value: str) -> str:
        """The first twelve characters are enough to compare by eye."""
        return value[:12]

    def value_fingerprint(self, value: str) -> Any:
        """All of it in a file."""
        return value
