"""The list of decisions of a trajectory."""

import django_tables2 as tables

from governance.decisions.models import Decision
from governance.decisions.tables import DecisionTable


class TrajectoryDecisionTable(DecisionTable):
    """Decisions with the phase to which they belong."""

    phase = tables.Column(
        "Fase",
        accessor="trajectory_link__phase__order",
        default="heel het traject",
        order_by="trajectory_link__phase__order",
    )

    class Meta:
        sequence = ("title", "state", "phase", "...")

    def render_phase(self, record: Decision) -> str:
        """The phase by its name."""
        phase = record.trajectory_link.phase
        return phase.label if phase else "heel het traject"

    def value_phase(self, record: Decision) -> str:
        """The phase by its name."""
        return self.render_phase(record)
