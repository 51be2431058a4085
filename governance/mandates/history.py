"""The timeline of a mandate: what each change says in Dutch."""

from typing import Any

from core.history.rules import Source, spoken
from core.history.tracking import events_of
from governance.mandates.models import Mandate


def mandate_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Registering, naming who holds it, ending by a successor, withdrawing."""
    if before is None:
        renewed = "als opvolger van een eerder mandaat " if after.follows_id else ""
        return f"Schreef het mandaat {renewed}in: '{after.title}'."
    if after.withdrawn_on and not before.withdrawn_on:
        return f"Trok het mandaat in vanaf {spoken(after.withdrawn_on)}."
    if after.valid_until != before.valid_until:
        return f"Vernieuwde het mandaat; dit loopt tot en met {spoken(after.valid_until)}."
    if after.holder_id != before.holder_id:
        return "Legde vast wie de functie nu heeft." if after.holder_id else "Haalde de persoon bij de functie weg."
    return None


SOURCES = {"mandate": (Source(events_of(Mandate), "pgh_obj_id", mandate_sentence),)}
