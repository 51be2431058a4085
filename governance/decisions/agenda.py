"""The days of decisions in the agenda; `queries` hands them on."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef

from accounts.organisations.rules import Who
from core.rooms.asks import AgendaItem
from governance.bodies.rules import MeetingState
from governance.decisions.access import WRITING, may_see_decisions, sees_drafts
from governance.decisions.asks import OPEN, url_of
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision, ResultCondition, RouteSeat, RouteStep
from governance.decisions.route import answered_of, seat_name, step_label
from governance.decisions.rules import StepKind, StepRole
from governance.decisions.visibility import visible_decisions


def agenda_of(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """Days before which something of a decision must be done, in a period (four queries at most; none for providers).

    The last day for the papers of a meeting is for whoever writes; the day before which the colleges decide and the
    last day for reactions are for everybody who may see the decision; a condition is for who sees to it.
    """
    if not who or not may_see_decisions(who):
        return
    if who.has(*WRITING):
        yield from _papers(who, first, last)
    yield from _colleges(who, first, last)
    yield from _reactions(who, first, last)
    yield from _conditions(who, first, last)


def about(row: Decision) -> str:
    """A decision in one line."""
    return f"{row.number} {row.title}"


def _papers(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """The days before which the papers of meetings must be in, while the body has said nothing yet."""
    unanswered = RouteSeat.objects.filter(~Exists(answered_of(OuterRef("pk"))), step=OuterRef("pk"))
    rows = (
        RouteStep.objects.filter(
            Exists(unanswered),
            decision__in=visible_decisions(who),
            decision__state__in=OPEN,
            meeting__submit_by__range=(first, last),
            meeting__papers_sent_at__isnull=True,
            meeting__state=MeetingState.PLANNED,
        )
        .select_related("decision", "body", "meeting")
        .order_by("meeting__submit_by", "decision__number", "order")
    )
    for row in rows:
        if row.meeting:
            title = f"Stukken naar {step_label(row)}: {row.decision.title}"
            url = url_of(row.decision_id, "#route")
            yield AgendaItem(row.meeting.submit_by, title, url, about(row.decision), "aanleverdag", key=str(row.id))


def _colleges(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """The days before which the colleges decide on what is on its route."""
    rows = (
        RouteStep.objects.filter(
            kind=StepKind.COLLEGES,
            role=StepRole.DECIDES,
            planned_date__range=(first, last),
            decision__state=DecisionState.ON_ROUTE,
            decision__in=visible_decisions(who),
        )
        .select_related("decision")
        .order_by("planned_date", "decision__number")
    )
    for row in rows:
        if row.planned_date:
            title = f"Uiterste dag voor de colleges: {row.decision.title}"
            url = url_of(row.decision_id, "#uitkomsten")
            yield AgendaItem(row.planned_date, title, url, about(row.decision), "besluit", key=str(row.id))


def _reactions(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """The last days for the reactions that municipalities were asked for."""
    rows = visible_decisions(who).filter(state=DecisionState.ON_ROUTE, reactions_due__range=(first, last))
    word = "Laatste dag voor reacties van gemeenten" if sees_drafts(who) else "Laatste dag voor jullie reactie"
    for row in rows.order_by("reactions_due", "number"):
        if row.reactions_due:
            url = url_of(row.id, "#opmerkingen")
            yield AgendaItem(row.reactions_due, f"{word}: {row.title}", url, about(row), "reactie", key=str(row.id))


def _conditions(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """The days of the conditions that this person sees to."""
    rows = (
        ResultCondition.objects.filter(
            owner=who.person_id,
            due__range=(first, last),
            fulfilled_on__isnull=True,
            result__superseded_at__isnull=True,
            result__seat__step__decision__in=visible_decisions(who),
        )
        .select_related("result__seat__step__decision", "result__seat__body", "result__seat__organisation")
        .order_by("due")
    )
    for row in rows:
        if row.due:
            seat = row.result.seat
            url = url_of(seat.step.decision_id, "#voorwaarden")
            title = f"Voorwaarde van {seat_name(seat)} vervullen"
            yield AgendaItem(row.due, title, url, about(seat.step.decision), "voorwaarde", key=str(row.id))
