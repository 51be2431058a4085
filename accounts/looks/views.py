"""The list of looks."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet

from accounts.looks.access import may_see_looks
from accounts.looks.models import Look
from accounts.looks.queries import looks
from core.lists.rules import Empty
from core.lists.tables import ListTable, MomentColumn
from core.lists.views import ListScreen


class LookTable(ListTable):
    """Who opened what, and who tried."""

    moment = MomentColumn("Wanneer")
    person_name = tables.Column("Wie")
    subject_name = tables.Column("Wat")
    context_key = tables.Column("Waar")
    allowed = tables.Column("Uitkomst")

    def render_allowed(self, value: bool) -> str:
        """In words."""
        return "ingezien" if value else "geweigerd"

    def value_allowed(self, value: bool) -> str:
        """In words."""
        return self.render_allowed(value)


class LookFilter(django_filters.FilterSet):
    """By person, subject and outcome."""

    wie = django_filters.CharFilter(field_name="person_name", lookup_expr="icontains", label="Wie")
    wat = django_filters.CharFilter(field_name="subject_name", lookup_expr="icontains", label="Wat")
    uitkomst = django_filters.ChoiceFilter(
        field_name="allowed",
        choices=[("True", "Ingezien"), ("False", "Geweigerd")],
        label="Uitkomst",
        empty_label="Alle",
    )

    class Meta:
        model = Look
        fields: tuple[str, ...] = ()


class LookList(ListScreen):
    """Looks at confidential things, newest first."""

    access = may_see_looks
    table_class = LookTable
    filter_class = LookFilter
    list_name = ("inzage", "inzagen")
    export_name = "inzagen"
    empty = Empty("Nog niets ingezien", "Zodra iemand een vertrouwelijk stuk opent of dat probeert, staat het hier.")
    title = "Inzage in vertrouwelijke stukken"
    intro = "Wie een vertrouwelijk stuk opende, en wie dat probeerde zonder het te mogen."

    def rows(self) -> QuerySet[Any]:
        """All looks."""
        return looks()
