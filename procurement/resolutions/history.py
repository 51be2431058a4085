"""What decisions say on the timeline of their trajectory."""

from typing import Any

from accounts.organisations.rules import Who
from core.history.queries import where_changed
from core.history.rules import Source
from core.history.tracking import events_of
from governance.decisions.access import sees_drafts
from governance.decisions.history import moved_sentence
from governance.decisions.models import Decision, DecisionResult
from governance.decisions.route import seat_name
from governance.decisions.visibility import visible_decisions


def decision_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Every step of a decision, with its name."""
    moved = moved_sentence(before, after)
    return f"{moved}: besluit {after.number} ({after.title})." if moved else None


def result_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """What a body or college said."""
    if before is not None:
        return None
    name = seat_name(after.seat)
    who = f"het college van {name}" if after.seat.organisation_id else name
    decision = after.seat.step.decision
    return f"Legde de uitkomst van {who} vast bij {decision.number}: {after.get_outcome_display()}."


def _steps_for(rows: Any, who: Who | None) -> Any:
    """What everybody may see is what left; municipalities see those in which they take part."""
    if who is not None and sees_drafts(who):
        return rows
    rows = rows.filter(sent_at__isnull=False)
    return rows if who is None else rows.filter(pgh_obj__in=visible_decisions(who))


def _results_for(rows: Any, who: Who | None) -> Any:
    """Results of decisions that this person may see."""
    return rows if who is None else rows.filter(seat__step__decision__in=visible_decisions(who))


def moves(rows: Any) -> Any:
    """A change of state is news; edits are daily work."""
    return where_changed(rows, "state")


SOURCES = {
    "trajectory": (
        Source(
            events_of(Decision),
            "pgh_obj__trajectory_link__trajectory_id",
            decision_sentence,
            visible=_steps_for,
            major=moves,
        ),
        Source(
            events_of(DecisionResult),
            "seat__step__decision__trajectory_link__trajectory_id",
            result_sentence,
            related=("seat__organisation", "seat__body", "seat__step__decision"),
            visible=_results_for,
        ),
    )
}
