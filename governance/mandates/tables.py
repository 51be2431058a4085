"""The list of mandates and its filter."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet

from accounts.organisations.models import Organisation
from core.lists.tables import DateColumn, ListTable, NumberColumn
from governance.bodies.tables import badge
from governance.mandates.models import Mandate
from governance.mandates.queries import act_choices, coverable
from governance.mandates.rules import STANDINGS, Standing

TONES = {
    Standing.VALID: "positive",
    Standing.COMING: "info",
    Standing.ENDED: "neutral",
    Standing.WITHDRAWN: "negative",
}


def place_choices() -> list[tuple[str, str]]:
    """Municipalities and OZJT, by slug."""
    return [(row.slug, row.name) for row in coverable()]


class MandateTable(ListTable):
    """Mandates with whom they were given to, how far they reach and how they stand."""

    title = tables.Column("Mandaat", linkify=("mandates:mandate", [tables.A("id")]))
    holder_function = tables.Column("Gegeven aan")
    holder = tables.Column("Persoon", accessor="holder__name", default="nog niemand")
    places_count = NumberColumn("Gemeenten en organisaties")
    acts_count = NumberColumn("Handelingen")
    valid_from = DateColumn("Eerste dag")
    valid_until = DateColumn("Laatste dag", default="geen einddatum")
    standing = tables.Column("Vandaag")

    def render_standing(self, value: str) -> str:
        """The standing as a badge."""
        return badge(STANDINGS[value], TONES[Standing(value)])

    def value_standing(self, value: str) -> str:
        """The standing as a word."""
        return STANDINGS[value]


class MandateFilter(django_filters.FilterSet):
    """By act, holder, municipality and how it stands today."""

    handeling = django_filters.ChoiceFilter(
        field_name="acts__code", choices=act_choices, label="Handeling", empty_label="Alle handelingen"
    )
    houder = django_filters.CharFilter(label="Functie of persoon", method="by_holder")
    gemeente = django_filters.ChoiceFilter(
        label="Gemeente", choices=place_choices, empty_label="Alle gemeenten", method="by_place"
    )
    stand = django_filters.ChoiceFilter(
        field_name="standing", choices=list(STANDINGS.items()), label="Vandaag", empty_label="Alle"
    )

    class Meta:
        model = Mandate
        fields: tuple[str, ...] = ()

    def by_holder(self, rows: QuerySet[Mandate], name: str, value: str) -> QuerySet[Mandate]:
        """Every word stands in the function or the name."""
        for word in value.split()[:8]:
            rows = rows.filter(Q(holder_function__icontains=word) | Q(holder__name__icontains=word))
        return rows

    def by_place(self, rows: QuerySet[Mandate], name: str, value: Any) -> QuerySet[Mandate]:
        """Mandates that hold for this organisation."""
        return rows.filter(coverage__organisation__in=Organisation.objects.filter(slug=value))
