"""The list of meeting sets and its filter."""

import django_filters
import django_tables2 as tables
from django.urls import reverse

from core.lists.tables import DateColumn, ListTable, MomentColumn, NumberColumn
from desk.meeting_sets.lifecycle import SET_STATES, SetState
from desk.meeting_sets.models import MeetingSet


class SetFilter(django_filters.FilterSet):
    """By words of the title and by state."""

    titel = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label="Titel")
    stand = django_filters.ChoiceFilter(
        field_name="state", choices=SetState.choices(), label="Stand", empty_label="Alle"
    )

    class Meta:
        model = MeetingSet
        fields: tuple[str, ...] = ()


class SetTable(ListTable):
    """Sets with what they are for."""

    title = tables.Column("Vergaderset", linkify=lambda record: reverse("meeting_sets:set", args=[record.id]))
    meeting = tables.Column("Voor", accessor="meeting__body__name", default="–")
    day = DateColumn("Datum", default="–")
    number = NumberColumn("Documenten", default=0)
    pages = NumberColumn("Pagina's", default="–")
    state = tables.Column("Stand")
    created_by_name = tables.Column("Door")
    created_at = MomentColumn("Begonnen op")

    def render_state(self, value: str, record: MeetingSet) -> str:
        """The state as a word."""
        return SET_STATES[record.state]

    def value_state(self, value: str, record: MeetingSet) -> str:
        """The state as a word."""
        return SET_STATES[record.state]
