"""The list of municipalities and its filter."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet

from accounts.organisations.models import Organisation
from core.lists.tables import DateColumn, ListTable, NumberColumn
from desk.municipality.queries import in_trajectory, trajectory_choices


class MunicipalityTable(ListTable):
    """Municipalities with what runs there."""

    name = tables.Column("Gemeente", linkify=("municipality:municipality", [tables.A("slug")]))
    inhabitants = NumberColumn("Inwoners", default="niet in de bronnen")
    trajectories_total = NumberColumn("Trajecten")
    checks_open = NumberColumn("Open controlepunten van haar mensen")
    next_college = DateColumn("College vergadert op", default="nog niet gepland")


class MunicipalityFilter(django_filters.FilterSet):
    """By name, by trajectory, and whether something waits for its people."""

    naam = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Naam")
    traject = django_filters.ChoiceFilter(
        label="Doet mee aan", choices=trajectory_choices, method="by_trajectory", empty_label="Alle trajecten"
    )
    open = django_filters.ChoiceFilter(
        label="Controlepunten",
        choices=[("ja", "met open controlepunten"), ("nee", "zonder open controlepunten")],
        method="by_open",
        empty_label="Maakt niet uit",
    )

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def by_trajectory(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        """Those that take part."""
        return in_trajectory(rows, value)

    def by_open(self, rows: Any, name: str, value: str) -> Any:
        """Those whose people have open checks, or have none."""
        return rows.filter(checks_open__gt=0) if value == "ja" else rows.filter(checks_open=0)
