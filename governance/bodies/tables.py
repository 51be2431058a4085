"""Lists of bodies and of meetings."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from core.lists.tables import DateColumn, ListTable, NumberColumn
from core.shell.filters import DutchDateFilter
from governance.bodies.models import Body, Meeting
from governance.bodies.queries import visible_bodies
from governance.bodies.rules import BODY_KINDS, COMPETENCES, MEETING_STATES, PARTS, BodyKind, MeetingState

TONES = {MeetingState.PLANNED: "info", MeetingState.HELD: "positive", MeetingState.CANCELLED: "neutral"}


def badge(word: str, tone: str) -> str:
    """A state as a word with a colour."""
    return format_html('<span class="nl-data-badge badge badge--{}">{}</span>', tone, word)


class BodyTable(ListTable):
    """Bodies with what they do and when they meet next."""

    name = tables.Column("Orgaan", linkify=("bodies:body", [tables.A("slug")]))
    kind = tables.Column("Soort", order_by=("order", "name"))
    part = tables.Column("Rol bij een besluit", empty_values=(), orderable=False)
    next_date = DateColumn("Volgende vergadering", default="nog niet gepland")
    next_submit_by = DateColumn("Stukken uiterlijk")
    notice_days = NumberColumn("Aanleveren, dagen vooraf")

    def render_kind(self, record: Body) -> str:
        """In words."""
        return BODY_KINDS[record.kind]

    def value_kind(self, record: Body) -> str:
        """In words."""
        return BODY_KINDS[record.kind]

    def render_part(self, record: Body) -> str:
        """What this kind of body does with a proposal."""
        return PARTS[COMPETENCES[record.kind].part]

    def value_part(self, record: Body) -> str:
        """The same in a file."""
        return self.render_part(record)


class BodyFilter(django_filters.FilterSet):
    """By name and kind."""

    naam = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Naam")
    soort = django_filters.ChoiceFilter(
        field_name="kind", choices=BodyKind.choices(), label="Soort", empty_label="Alle soorten"
    )

    class Meta:
        model = Body
        fields: tuple[str, ...] = ()


class MeetingTable(ListTable):
    """Meetings with the last day for their papers and where they stand."""

    date = DateColumn("Datum", linkify=("bodies:meeting", [tables.A("id")]))
    body = tables.Column("Orgaan", accessor="body__name", order_by=("body__order", "body__name"))
    submit_by = DateColumn("Stukken uiterlijk")
    papers = tables.Column("Stukken", accessor="papers_sent_at", empty_values=())
    place = tables.Column("Plaats en tijd")
    state = tables.Column("Stand")

    def render_papers(self, record: Meeting) -> str:
        """Whether the papers went out."""
        return "verzonden" if record.papers_sent_at else "nog niet verzonden"

    def value_papers(self, record: Meeting) -> str:
        """The same in a file."""
        return self.render_papers(record)

    def render_state(self, record: Meeting) -> str:
        """The state as a badge, and that it was moved."""
        moved = format_html(" {}", badge("verplaatst", "warning")) if record.moved_from else ""
        return format_html("{}{}", badge(MEETING_STATES[record.state], TONES[MeetingState(record.state)]), moved)

    def value_state(self, record: Meeting) -> str:
        """The state as a word."""
        return MEETING_STATES[record.state] + (", verplaatst" if record.moved_from else "")


class MeetingFilter(django_filters.FilterSet):
    """By body, kind, period and state."""

    orgaan = django_filters.ChoiceFilter(field_name="body__slug", label="Orgaan", empty_label="Alle organen")
    soort = django_filters.ChoiceFilter(
        field_name="body__kind", choices=BodyKind.choices(), label="Soort orgaan", empty_label="Alle soorten"
    )
    vanaf = DutchDateFilter(field_name="date", lookup_expr="gte", label="Vanaf", help_text="")
    tot = DutchDateFilter(field_name="date", lookup_expr="lte", label="Tot en met", help_text="")
    stand = django_filters.ChoiceFilter(
        field_name="state", choices=MeetingState.choices(), label="Stand", empty_label="Alle"
    )

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_bodies(self.request.who).values_list("slug", "name")
        self.filters["orgaan"].extra["choices"] = list(seen)
