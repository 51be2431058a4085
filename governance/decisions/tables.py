"""Lists of decisions, and of who has not decided yet."""

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html

from core.lists.tables import DateColumn, ListTable
from governance.decisions import queries
from governance.decisions.lifecycle import DECISION_STATES, TONES
from governance.decisions.models import Decision, RouteSeat
from governance.decisions.route import seat_name
from governance.decisions.rules import Artefact


def badge(word: str, tone: str) -> str:
    """A state as a word with a colour."""
    return format_html('<span class="nl-data-badge badge badge--{}">{}</span>', tone, word)


class DecisionTable(ListTable):
    """Decisions with where they stand."""

    title = tables.Column("Besluit", linkify=("decisions:decision", [tables.A("id")]))
    state = tables.Column("Stand")
    number = tables.Column("Nummer")
    artefact = tables.Column("Soort")
    settled_text = tables.Column("Uitkomst", default="nog geen", orderable=False)
    settled_on = DateColumn("Besloten op", default="nog niet")
    owner = tables.Column("Eigenaar", accessor="owner__name")

    def render_artefact(self, record: Decision) -> str:
        """In Dutch."""
        return record.get_artefact_display()

    def value_artefact(self, record: Decision) -> str:
        """In Dutch."""
        return record.get_artefact_display()

    def render_state(self, record: Decision) -> str:
        """The state as a badge."""
        return badge(DECISION_STATES[record.state], TONES[record.state])

    def value_state(self, record: Decision) -> str:
        """The state as a word."""
        return DECISION_STATES[record.state]


class DecisionFilter(django_filters.FilterSet):
    """By title, state, artefact, body, and who has not decided."""

    titel = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label="Woord in de titel")
    stand = django_filters.ChoiceFilter(
        field_name="state", choices=list(DECISION_STATES.items()), label="Stand", empty_label="Alle"
    )
    soort = django_filters.ChoiceFilter(
        field_name="artefact", choices=Artefact.choices(), label="Soort", empty_label="Alle"
    )
    orgaan = django_filters.ChoiceFilter(
        label="Gaat langs", empty_label="Alle", method="by_body", choices=queries.bodies_to_choose
    )
    wacht_op = django_filters.ChoiceFilter(
        label="Wacht op college", empty_label="Alle", method="by_waiting", choices=queries.municipalities_to_choose
    )

    class Meta:
        model = Decision
        fields: tuple[str, ...] = ()

    def by_body(self, rows: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        """Those that go along a body."""
        return queries.along_body(rows, value)

    def by_waiting(self, rows: QuerySet[Decision], name: str, value: str) -> QuerySet[Decision]:
        """Those for which the college of this municipality still has to decide."""
        return queries.not_decided_by(rows, value)


class WaitingTable(ListTable):
    """Who has not decided yet."""

    who = tables.Column("Wie", accessor="body", order_by=("body__order", "body__name"))
    decision = tables.Column(
        "Besluit",
        accessor="step__decision__title",
        linkify=("decisions:decision", [tables.A("step__decision_id")]),
    )
    wanted_by = DateColumn("Wanneer", default="nog niet gepland")
    is_held = tables.Column("Stand", order_by="is_held")
    submit_by = DateColumn("Stukken uiterlijk", default="onbekend")
    number = tables.Column("Nummer", accessor="step__decision__number")

    def render_who(self, record: RouteSeat) -> str:
        """A municipality by its own name."""
        return f"College van {seat_name(record)}" if record.organisation else seat_name(record)

    def value_who(self, record: RouteSeat) -> str:
        """A municipality by its own name."""
        return self.render_who(record)

    def render_is_held(self, value: bool) -> str:
        """In words."""
        return badge("aangehouden", "warning") if value else badge("nog niet besloten", "neutral")

    def value_is_held(self, value: bool) -> str:
        """In words."""
        return "aangehouden" if value else "nog niet besloten"


class WaitingFilter(django_filters.FilterSet):
    """By municipality or body, and by decision."""

    besluit = django_filters.CharFilter(
        field_name="step__decision__title", lookup_expr="icontains", label="Woord in de titel"
    )
    gemeente = django_filters.ChoiceFilter(
        field_name="organisation__slug", label="Gemeente", empty_label="Alle", choices=queries.municipalities_to_choose
    )
    orgaan = django_filters.ChoiceFilter(
        field_name="body__slug", label="Orgaan", empty_label="Alle", choices=queries.bodies_to_choose
    )

    class Meta:
        model = RouteSeat
        fields: tuple[str, ...] = ()
