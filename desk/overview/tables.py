"""The list of all trajectories and its filter."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.lists.plain import PlainFilterSet, PlainRows
from core.lists.tables import NUMBER, ListTable, NumberColumn, badge
from core.shell.templatetags.shell import dutch_date
from desk.overview.rules import OverviewRow
from procurement.planning.queries import planning_url
from procurement.trajectory.models import Trajectory

ATTENTION = {
    "te-laat": ("loopt achter", "days_late"),
    "rood": ("heeft rode voorwaarden", "red"),
    "conflict": ("heeft een conflict in de planning", "conflicts"),
    "besluit": ("wacht op een besluit", "waiting"),
    "afgeweken": ("is ergens afgeweken", "exceptions"),
}


def linked(url: str, words: Any) -> str:
    """A number that leads to what it counts; nothing to go to when it is zero."""
    return format_html('<a href="{}">{}</a>', url, words) if words else "0"


class OverviewTable(ListTable):
    """Trajectories beside each other."""

    name = tables.Column("Traject", linkify=("trajectory:trajectory", [tables.A("slug")]))
    phase_now = tables.Column("Nu")
    days_late = NumberColumn("Dagen te laat")
    red = NumberColumn("Rode voorwaarden")
    exceptions = NumberColumn("Afwijkingen")
    checks = tables.Column("Verplichte controlepunten klaar", order_by="obligatory_left", attrs=NUMBER)
    conflicts = NumberColumn("Conflicten in planning")
    waiting = NumberColumn("Besluiten die wachten")
    milestone = tables.Column("Volgende mijlpaal", order_by="next_day", default="geen")
    owner = tables.Column("Eigenaar")

    def render_days_late(self, value: int) -> str:
        """What is late stands out."""
        return badge(str(value), "warning") if value else "0"

    def value_days_late(self, value: int) -> int:
        """The number alone."""
        return value

    def render_red(self, value: int, record: OverviewRow) -> str:
        """Leads to the conditions that are not met."""
        return linked(f"{reverse('gates:conditions', args=[record.slug])}?stand=not_yet", value)

    def value_red(self, value: int) -> int:
        """The number alone."""
        return value

    def render_conflicts(self, value: int, record: OverviewRow) -> str:
        """Leads to the planning."""
        return linked(f"{planning_url(record.slug)}#conflicten", value)

    def value_conflicts(self, value: int) -> int:
        """The number alone."""
        return value

    def render_waiting(self, value: int, record: OverviewRow) -> str:
        """Leads to the decisions of the trajectory."""
        return linked(reverse("resolutions:list", args=[record.slug]), value)

    def value_waiting(self, value: int) -> int:
        """The number alone."""
        return value

    def render_milestone(self, record: OverviewRow) -> str:
        """The day, and what happens then."""
        return format_html('{}<br><span class="muted">{}</span>', dutch_date(record.next_day), record.next_what)

    def value_milestone(self, value: str) -> str:
        """Both on one line."""
        return value


class OverviewFilter(PlainFilterSet):
    """By name, kind, and what asks for attention."""

    naam = django_filters.CharFilter(label="Naam", method="by_name")
    soort = django_filters.ChoiceFilter(
        field_name="profile", label="Soort", choices=Trajectory.Profile.choices, empty_label="Alle"
    )
    aandacht = django_filters.ChoiceFilter(
        label="Vraagt aandacht",
        choices=[(key, words) for key, (words, _) in ATTENTION.items()],
        empty_label="Alle",
        method="by_attention",
    )

    class Meta:
        fields: tuple[str, ...] = ()

    def by_name(self, rows: PlainRows[OverviewRow], name: str, value: str) -> PlainRows[OverviewRow]:
        """Those with these words in their name."""
        return PlainRows(row for row in rows if value.casefold() in row.name.casefold())

    def by_attention(self, rows: PlainRows[OverviewRow], name: str, value: str) -> PlainRows[OverviewRow]:
        """Those of which this number is not zero."""
        return PlainRows(row for row in rows if getattr(row, ATTENTION[value][1]))
