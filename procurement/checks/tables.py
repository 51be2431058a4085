"""The list of checks."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet

from core.lists.tables import ListTable, badge
from core.shell.forms import Choices
from procurement.trajectory.lifecycle import CHECK_STATES
from procurement.trajectory.models import Check

TONES = {"open": "neutral", "done": "positive", "not_applicable": "info", "withdrawn": "warning"}


class CheckTable(ListTable):
    """Checks with state and owner."""

    text = tables.Column(
        "Controlepunt", linkify=("checks:check", [tables.A("phase__trajectory__slug"), tables.A("id")])
    )
    code = tables.Column("Nummer")
    phase = tables.Column("Fase", accessor="phase__short", order_by=("phase__order", "order"))
    aspect = tables.Column("Aspect")
    is_obligatory = tables.Column("Verplicht")
    owner = tables.Column("Eigenaar", accessor="owner__name", default="nog niemand")
    state = tables.Column("Stand")

    def render_is_obligatory(self, value: bool) -> str:
        """In words."""
        return "ja" if value else "nee"

    def value_is_obligatory(self, value: bool) -> str:
        """In words."""
        return self.render_is_obligatory(value)

    def render_state(self, record: Check) -> str:
        """The state as a badge."""
        return badge(CHECK_STATES[record.state], TONES[record.state])

    def value_state(self, record: Check) -> str:
        """The state as a word."""
        return CHECK_STATES[record.state]


class CheckFilter(django_filters.FilterSet):
    """By text, phase, aspect, state and owner."""

    tekst = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label="Woord in de tekst")
    fase = django_filters.ChoiceFilter(field_name="phase__code", label="Fase", empty_label="Alle")
    aspect = django_filters.ChoiceFilter(choices=Check.Aspect.choices, label="Aspect", empty_label="Alle")
    stand = django_filters.ChoiceFilter(
        field_name="state", choices=list(CHECK_STATES.items()), label="Stand", empty_label="Alle"
    )
    eigenaar = django_filters.ChoiceFilter(
        label="Eigenaar", empty_label="Alle", method="by_owner", choices=[("geen", "Nog niemand"), ("ik", "Ik")]
    )

    class Meta:
        model = Check
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, phases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["fase"].extra["choices"] = phases

    def by_owner(self, rows: QuerySet[Check], name: str, value: str) -> QuerySet[Check]:
        """Checks of nobody, or mine."""
        if value == "geen":
            return rows.filter(owner__isnull=True)
        return rows.filter(owner_id__in=self.request.who.working_as)
