"""What confirmations of gate conditions say on the timeline of a trajectory."""

from typing import Any

from core.history.rules import Source
from core.history.tracking import events_of
from procurement.gates.models import GateConfirmation
from procurement.trajectory.content_model import model_of


def confirmation_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Confirming a condition, or taking that back; the reason holds the grounds."""
    texts = {row.code: row.text for row in model_of(after.phase.trajectory.phase_model).conditions}
    verb = "Trok de bevestiging in van" if label == "delete" else "Bevestigde"
    return f"{verb} de voorwaarde: {texts.get(after.condition, after.condition)}"


SOURCES = {
    "trajectory": (
        Source(
            events_of(GateConfirmation),
            "phase__trajectory_id",
            confirmation_sentence,
            related=("phase__trajectory",),
        ),
    ),
}
