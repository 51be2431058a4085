"""The list of deputyships."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.deputies.models import Deputyship
from accounts.deputies.queries import STATES
from core.lists.tables import DateColumn, ListTable


class DeputyshipTable(ListTable):
    """Who stands in for whom, and when."""

    person = tables.Column("Afwezig", accessor="person__name")
    deputy = tables.Column("Vervanger", accessor="deputy__name")
    first_day = DateColumn("Eerste dag")
    last_day = DateColumn("Laatste dag")
    reason = tables.Column("Waarom")
    state = tables.Column("Stand")

    def render_state(self, value: str, record: Deputyship) -> SafeString:
        """In a word, with a way to stop it."""
        return render_to_string(
            "accounts/deputies/state.html", {"row": record, "state": value, "word": dict(STATES)[value]}
        )

    def value_state(self, value: str) -> str:
        """In a word."""
        return dict(STATES)[value]


class DeputyshipFilter(django_filters.FilterSet):
    """By name and state."""

    wie = django_filters.CharFilter(label="Wie", method="by_name")
    stand = django_filters.ChoiceFilter(field_name="state", choices=STATES, label="Stand", empty_label="Alle")

    class Meta:
        model = Deputyship
        fields: tuple[str, ...] = ()

    def by_name(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Of whoever is away, or of the deputy."""
        return rows.filter(person__name__icontains=value) | rows.filter(deputy__name__icontains=value)
