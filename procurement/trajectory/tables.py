"""Lists of trajectories and checks."""

import django_filters
import django_tables2 as tables

from core.lists.tables import DateColumn, EuroColumn, ListTable, NumberColumn
from procurement.trajectory.models import Trajectory


class TrajectoryTable(ListTable):
    """Trajectories with where they stand."""

    name = tables.Column("Traject", linkify=("trajectory:trajectory", [tables.A("slug")]))
    current_phase = tables.Column("Nu", default="geen fase geopend")
    checks_settled = NumberColumn("Controlepunten afgerond")
    checks_total = NumberColumn("Controlepunten in totaal")
    contract_start = DateColumn("Start contracten")
    value_full_term = EuroColumn("Geraamde waarde")
    owner = tables.Column("Eigenaar", accessor="owner__name")


class TrajectoryFilter(django_filters.FilterSet):
    """By name and kind."""

    naam = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Naam")
    soort = django_filters.ChoiceFilter(
        field_name="profile", choices=Trajectory.Profile.choices, label="Soort", empty_label="Alle"
    )

    class Meta:
        model = Trajectory
        fields: tuple[str, ...] = ()
