"""What happened to a decision, in sentences."""

from typing import Any

from accounts.organisations.rules import Kind, Who
from core.history.rules import Source, spoken
from core.history.tracking import events_of
from governance.decisions.access import sees_drafts
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import (
    Decision,
    DecisionComment,
    DecisionEvidence,
    DecisionResult,
    DecisionText,
    ResultCondition,
    TextApproval,
)
from governance.decisions.route import seat_name

MOVES: dict[tuple[str, str], str] = {
    ("draft", "review"): "Legde de tekst voor aan een tweede paar ogen",
    ("review", "draft"): "Gaf de tekst terug aan de schrijver",
    ("review", "on_route"): "Stuurde het voorstel op route",
    ("on_route", "draft"): "Begon een nieuwe versie",
    ("rejected", "draft"): "Begon een nieuwe versie",
    ("decided", "on_route"): "Zette het besluit weer open",
    ("rejected", "on_route"): "Zette het besluit weer open",
}


def moved_sentence(before: Any | None, after: Any) -> str | None:
    """What a change of state says, without the name of the decision."""
    if before is None:
        return "Begon met de voorbereiding"
    if after.state == before.state:
        return None
    if after.state == DecisionState.WITHDRAWN:
        return "Trok het voorstel in"
    if after.state in {DecisionState.DECIDED, DecisionState.REJECTED}:
        return after.settled_text.rstrip(".")
    return MOVES.get((before.state, after.state))


def decision_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """The steps of the decision itself, and what is asked of municipalities."""
    moved = moved_sentence(before, after)
    if moved:
        return f"{moved}."
    if before and after.reactions_question and after.reactions_question != before.reactions_question:
        return f"Vroeg de gemeenten om een reactie, tot en met {spoken(after.reactions_due)}."
    if before and after.route_motivation != before.route_motivation:
        return "Schreef op waarom de route afwijkt."
    return None


def text_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """A version of the text."""
    return f"Bewaarde versie {after.number} van de tekst."


def approval_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """The second pair of eyes."""
    return f"Bevond versie {after.text.number} van de tekst akkoord."


def comment_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """A remark and its answer."""
    return "Plaatste een opmerking." if before is None else "Beantwoordde een opmerking."


def result_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """What a body or college said; that a row was superseded is told by the one that came in its place."""
    if before is not None:
        return None
    name = seat_name(after.seat)
    who = f"het college van {name}" if after.seat.organisation_id else name
    return f"Legde de uitkomst van {who} vast: {after.get_outcome_display()} op {spoken(after.date)}."


def condition_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """A condition that was fulfilled or given to somebody."""
    if before is not None and after.fulfilled_on and not before.fulfilled_on:
        return f"Meldde een voorwaarde vervuld: {after.text}"
    if before is not None and after.owner_id != before.owner_id:
        return f"Gaf een voorwaarde een eigenaar: {after.text}"
    return None


def evidence_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Reports under the proposal; that they were frozen is told by the sending."""
    if label == "delete":
        return f"Haalde een rapport uit de onderbouwing: {after.report.title}."
    return f"Voegde een rapport toe aan de onderbouwing: {after.report.title}." if before is None else None


def _what_left(rows: Any, who: Who | None) -> Any:
    """Municipalities read along from the moment the proposal left."""
    return rows if who is not None and sees_drafts(who) else rows.filter(sent_at__isnull=False)


def _texts_for(rows: Any, who: Who | None) -> Any:
    """How a text came about is for OZJT."""
    return rows if who is not None and sees_drafts(who) else rows.none()


def _comments_for(rows: Any, who: Who | None) -> Any:
    """Remarks of others are not shown to municipalities."""
    if who is None:
        return rows.none()
    return rows if sees_drafts(who) else rows.filter(organisation__in=who.organisations(Kind.MUNICIPALITY))


SOURCES = {
    "decision": (
        Source(events_of(Decision), "pgh_obj_id", decision_sentence, visible=_what_left),
        Source(events_of(DecisionText), "decision_id", text_sentence, visible=_texts_for),
        Source(events_of(TextApproval), "text__decision_id", approval_sentence, related=("text",), visible=_texts_for),
        Source(events_of(DecisionComment), "text__decision_id", comment_sentence, visible=_comments_for),
        Source(
            events_of(DecisionResult),
            "seat__step__decision_id",
            result_sentence,
            related=("seat__organisation", "seat__body"),
        ),
        Source(
            events_of(ResultCondition),
            "result__seat__step__decision_id",
            condition_sentence,
            first_is_told=False,
        ),
        Source(events_of(DecisionEvidence), "decision_id", evidence_sentence, related=("report",), visible=_texts_for),
    )
}
