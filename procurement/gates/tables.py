"""The list of conditions."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html

from core.lists.plain import PlainFilterSet, PlainRows
from core.lists.tables import ListTable, badge
from procurement.gates.listing import DEVIATED, MET, MOMENTS, NOT_YET, STANDS, ConditionRow
from procurement.gates.rules import JUDGED

TONES = {MET: "positive", NOT_YET: "neutral", DEVIATED: "warning"}


class ConditionTable(ListTable):
    """Conditions with how they are judged and how they stand."""

    text = tables.Column("Voorwaarde")
    stand = tables.Column("Stand")
    phase = tables.Column("Fase", order_by="number")
    moment = tables.Column("Om te")
    how = tables.Column("Oordeel")
    why = tables.Column("Waarom", orderable=False, default="")
    source = tables.Column("Bron")

    def render_phase(self, record: ConditionRow) -> str:
        """Leads to the gate of the phase."""
        return format_html('<a href="{}">{}</a>', record.phase_url, record.phase)

    def value_phase(self, record: ConditionRow) -> str:
        """The name alone."""
        return record.phase

    def render_stand(self, record: ConditionRow) -> str:
        """The state as a badge."""
        return badge(STANDS[record.stand], TONES[record.stand])

    def value_stand(self, record: ConditionRow) -> str:
        """The state as a word."""
        return STANDS[record.stand]

    def render_why(self, record: ConditionRow) -> str:
        """What it rests on, and where to mend it."""
        if not record.url:
            return record.why
        return format_html('{} <a href="{}">{}</a>', record.why, record.url, record.link_label)

    def value_why(self, record: ConditionRow) -> str:
        """The words alone."""
        return record.why


class ConditionFilter(PlainFilterSet):
    """By text, phase, moment, way of judging and state."""

    tekst = django_filters.CharFilter(label="Woord in de tekst", method="by_text")
    fase = django_filters.ChoiceFilter(field_name="phase_code", label="Fase", empty_label="Alle")
    moment = django_filters.ChoiceFilter(
        field_name="moment", label="Om te", empty_label="Alle", choices=[(word, word) for word in MOMENTS.values()]
    )
    oordeel = django_filters.ChoiceFilter(
        field_name="judged", label="Oordeel", empty_label="Alle", choices=list(JUDGED.items())
    )
    stand = django_filters.ChoiceFilter(
        field_name="stand", label="Stand", empty_label="Alle", choices=list(STANDS.items())
    )

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phases = {row.phase_code: row.phase for row in self.queryset}
        self.filters["fase"].extra["choices"] = list(phases.items())

    def by_text(self, rows: PlainRows[ConditionRow], name: str, value: str) -> PlainRows[ConditionRow]:
        """Those with this word."""
        return PlainRows(row for row in rows if value.casefold() in row.text.casefold())
