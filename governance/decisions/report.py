"""The advice memo (adviesnota): the proposal with its route, its results so far and what it rests on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import Verdict, allow_if
from core.rooms.registries import ReportKind
from governance.decisions import queries, route
from governance.decisions.access import may_see_decisions, sees_drafts
from governance.decisions.lifecycle import LEFT, DecisionState
from governance.decisions.memo import HEADINGS
from governance.decisions.models import Decision, DecisionText
from governance.decisions.rules import Outcome, StepKind
from governance.decisions.visibility import visible_decisions

MEMO = "governance.memo"
PREFIX = "besluit:"


def subject_of(decision_id: UUID) -> str:
    """The key under which memos of a decision are kept."""
    return f"{PREFIX}{decision_id}"


def _find(who: Who, subject_key: str) -> Decision | None:
    try:
        decision_id = UUID(subject_key.removeprefix(PREFIX))
    except ValueError:
        return None
    return queries.decision(who, decision_id)


def may_ask(who: Who, subject_key: str) -> Verdict:
    """Whoever may see the decision may have its memo made; an auditor only reads, and there must be a text."""
    row = _find(who, subject_key)
    return (
        may_see_decisions(who)
        & allow_if(row is not None, "Dit besluit bestaat niet.", secret=True)
        & allow_if(
            any(hat.role != Role.AUDITOR for hat in who.hats),
            "Een auditor leest mee en laat zelf geen nota's maken. Vraag het aan een inkoper.",
        )
        & allow_if(row is None or route.newest_text(row) is not None, "Er is nog geen tekst. Schrijf die eerst.")
    )


def visible(who: Who) -> Q | None:
    """Colleagues read all; municipalities the memos of decisions that they may see, drafts left out."""
    if sees_drafts(who):
        return Q()
    if not who.organisations(Kind.MUNICIPALITY):
        return None
    keys = visible_decisions(who).annotate(key=Concat(Value(PREFIX), Cast("id", CharField())))
    return Q(Exists(keys.filter(key=OuterRef("subject_key"))), content__draft=False)


def subject_url(who: Who, subject_key: str) -> str | None:
    """The page of the decision, for those who may see it."""
    row = _find(who, subject_key)
    return reverse("decisions:decision", args=[row.id]) if row else None


def result_of(line: route.SeatLine) -> dict[str, Any]:
    """A body or municipality with what it said, as plain content."""
    said = line.result
    return {
        "name": line.name,
        "outcome": said.outcome if said else "",
        "outcome_name": said.get_outcome_display() if said else "nog niet besloten",
        "on": said.date if said else None,
        "meets_on": line.meets_on if line.meets_in_time and not line.is_settled else None,
        "wanted": line.wanted if not line.is_settled else None,
        "conditions": said.conditions if said else "",
        "note": said.note if said else "",
        "recorded_by": said.recorded_by_name if said else "",
    }


def route_content(lines: Sequence[route.StepLine]) -> list[dict[str, Any]]:
    """The route as plain content."""
    return [
        {
            "label": line.label,
            "role": line.step.get_role_display(),
            "kind": line.step.kind,
            "is_many": line.step.kind != StepKind.BODY,
            "on": line.on,
            "is_meeting": line.step.meeting_id is not None,
            "submit_by": line.submit_by,
            "moved": line.moved,
            "settled": line.settled,
            "seats": [result_of(seat) for seat in line.seats],
        }
        for line in lines
    ]


def conditions_content(lines: Sequence[route.StepLine]) -> list[dict[str, Any]]:
    """The conditions that were set, as plain content."""
    return [
        {
            "who": seat.name,
            "text": one.text,
            "owner": one.owner.name if one.owner else "",
            "due": one.due,
            "fulfilled_on": one.fulfilled_on,
        }
        for line in lines
        for seat in line.seats
        if seat.result and seat.result.outcome == Outcome.AGREED_WITH_CONDITIONS
        for one in seat.result.condition_rows.all()
    ]


def gather(subject_key: str, as_of: date, now: datetime) -> dict[str, Any]:
    """The memo of a decision: of the text that left, or of the newest draft."""
    row = Decision.objects.select_related("owner", "sent_text").get(id=UUID(subject_key.removeprefix(PREFIX)))
    newest = route.newest_text(row)
    left = row.state in LEFT or (row.state == DecisionState.WITHDRAWN and row.sent_text is not None)
    text: DecisionText | None = row.sent_text if left else newest
    assert text is not None  # may_ask saw that there is one
    lines = route.route_of(row, as_of)
    competent, warnings = route.warnings_of(row)
    standing = route.standing(row, lines)
    approval = getattr(text, "approval", None)
    places = list(row.municipalities.order_by("name").values_list("name", flat=True))
    where = {
        DecisionState.DRAFT: "Dit is een concept; het voorstel is nog niet op route.",
        DecisionState.REVIEW: "Dit is een concept; een tweede paar ogen leest de tekst na.",
        DecisionState.WITHDRAWN: f"Het voorstel is ingetrokken: {row.withdrawn_reason}",
    }.get(DecisionState(row.state), row.settled_text or standing.text)
    return {
        "title": row.title,
        "subtitle": f"Adviesnota {row.number}, {row.get_artefact_display()}",
        "subject_name": f"{row.number} {row.title}"[:300],
        "draft": not left,
        "number": row.number,
        "state": row.get_state_display(),
        "owner": row.owner.name,
        "summary": [
            f"{text.subject.rstrip('.')}.",
            competent.why,
            where,
        ],
        "version": text.number,
        "author": text.author_name,
        "approved_by": approval.approved_by_name if approval else "",
        "segments": [segment.name for segment in row.scope.all()],
        "municipalities": places,
        "each_for_itself": row.each_for_itself,
        "headings": [
            {"label": one.label, "text": getattr(text, one.field), "anchor": one.field.replace("_", "-")}
            for one in HEADINGS
            if getattr(text, one.field)
        ],
        "competent": {"why": competent.why, "source": competent.source},
        "warnings": [{"text": one.text, "source": one.source} for one in warnings if one.asks_why],
        "motivation": row.route_motivation,
        "route": route_content(lines),
        "conditions": conditions_content(lines),
        "waiting": list(standing.waiting),
        "dropped": list(standing.dropped),
        "evidence": [
            {
                "title": piece.report.title,
                "as_of": piece.report.as_of,
                "fingerprint": piece.fingerprint,
                "newer": piece.newer_as_of,
            }
            for piece in queries.evidence_of(row)
        ],
        "contents": [
            {"label": "Voorstel en toelichting", "anchor": "tekst", "level": 1},
            {"label": "Route en uitkomsten", "anchor": "route", "level": 1},
            {"label": "Onderbouwing", "anchor": "onderbouwing", "level": 1},
        ],
    }


KIND = ReportKind(
    key=MEMO,
    label="Adviesnota",
    order=30,
    template="governance/decisions/memo_report.html",
    gather=gather,
    may_ask=may_ask,
    visible=visible,
    subject_url=subject_url,
)
