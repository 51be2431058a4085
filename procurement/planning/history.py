"""What frozen plans and what-ifs say on the timeline of a trajectory."""

from typing import Any

from core.history.rules import Source
from core.history.tracking import events_of
from procurement.planning.models import PlanBaseline


def baseline_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """A plan was frozen."""
    return f"Legde de planning vast als '{after.name}'."


SOURCES = {"trajectory": (Source(events_of(PlanBaseline), "trajectory_id", baseline_sentence),)}
