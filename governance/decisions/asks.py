"""What decisions ask of people; `queries` hands it on to Vandaag."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.organisations.rules import Role, Who
from core.clock.queries import AMSTERDAM
from core.rooms.asks import Ask
from governance.decisions.access import WRITING, may_see_decisions
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision, DecisionComment, DecisionText, ResultCondition, RouteSeat, RouteStep
from governance.decisions.route import answered_of, seat_name, step_label, with_meeting
from governance.decisions.rules import StepKind, StepRole
from governance.decisions.visibility import visible_decisions

SOON = timedelta(days=21)
OPEN = (DecisionState.DRAFT, DecisionState.REVIEW, DecisionState.ON_ROUTE)


def url_of(decision_id: Any, part: str = "") -> str:
    """The page of a decision, at one of its parts."""
    return reverse("decisions:decision", args=[decision_id]) + part


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """What decisions ask of this person (six queries at most; none for providers)."""
    if not may_see_decisions(who) or who.person_id is None:
        return
    today = now.astimezone(AMSTERDAM).date()
    if who.has(*WRITING):
        yield from _of_writers(who, today)
        yield from _of_owners_on_route(who, today)
    if who.has(Role.MUNICIPALITY_OFFICIAL):
        yield from _of_officials(who, today)
    yield from _conditions(who)


def _of_writers(who: Who, today: date) -> Iterator[Ask]:
    """The second pair of eyes, and of owners: drafts, texts that were approved, comments without answer (one query)."""
    newest = DecisionText.objects.filter(decision=OuterRef("pk")).order_by("-number")
    first = RouteStep.objects.filter(decision=OuterRef("pk"), meeting__submit_by__gte=today).order_by("order")
    rows = (
        Decision.objects.filter(
            Q(owner=who.person_id, state__in=OPEN) | Q(state=DecisionState.REVIEW),
        )
        .annotate(
            author_id=Subquery(newest.values("author")[:1]),
            approved=Exists(
                DecisionText.objects.filter(decision=OuterRef("pk"), approval__text_id=F("pk")).filter(
                    number=Subquery(
                        DecisionText.objects.filter(decision=OuterRef("decision"))
                        .order_by("-number")
                        .values("number")[:1]
                    )
                )
            ),
            open_comments=Count("texts__comments", filter=Q(texts__comments__answered_at__isnull=True)),
            papers_by=Subquery(first.values("meeting__submit_by")[:1]),
        )
        .order_by("number")
    )
    for row in rows:
        about = f"{row.number} {row.title}"
        mine = row.owner_id == who.person_id
        if mine and row.open_comments:
            count = row.open_comments
            yield Ask(
                title="Beantwoord de opmerking" if count == 1 else f"Beantwoord {count} opmerkingen",
                url=url_of(row.id, "#opmerkingen"),
                why="Iemand las de tekst en wacht op antwoord.",
                about=about,
            )
        if row.state == DecisionState.REVIEW and not row.approved and row.author_id != who.person_id:
            yield Ask(
                title="Lees de tekst na en geef akkoord",
                url=url_of(row.id, "#tekst"),
                why="Een tweede paar ogen is nodig voordat het voorstel op route gaat.",
                about=about,
                due=row.papers_by,
            )
        elif mine and row.state == DecisionState.REVIEW and row.approved:
            yield Ask(
                title="Stuur het voorstel op route",
                url=url_of(row.id),
                why="De tekst is akkoord bevonden.",
                about=about,
                due=row.papers_by,
            )
        elif mine and row.state == DecisionState.DRAFT:
            yield Ask(
                title="Schrijf het voorstel" if row.author_id is None else "Rond de tekst van het voorstel af",
                url=url_of(row.id),
                why="Leg de tekst daarna voor aan een tweede paar ogen.",
                about=about,
                due=row.papers_by,
            )


def _open_seats(today: date) -> Any:
    """Seats of decisions on their route where nothing that stands was said yet; those who are informed left out."""
    rows: Any = with_meeting(RouteSeat.objects.all(), today)
    return (
        rows.filter(~Exists(answered_of(OuterRef("pk"))), step__decision__state=DecisionState.ON_ROUTE)
        .exclude(step__role=StepRole.INFORMED)
        .select_related("body", "organisation", "step__decision", "step__meeting", "step__body")
        .order_by("wanted_by", "body__name")
    )


def _of_owners_on_route(who: Who, today: date) -> Iterator[Ask]:
    """Of owners: hand in the papers of a coming meeting, keep what a body said (one query)."""
    told = set()
    for seat in _open_seats(today).filter(step__decision__owner=who.person_id):
        decision, step = seat.step.decision, seat.step
        about = f"{decision.number} {decision.title}"
        meeting = step.meeting
        if step.kind == StepKind.BODY:
            if meeting and meeting.papers_sent_at is None and today <= meeting.submit_by <= today + SOON:
                yield Ask(
                    title=f"Lever de stukken in bij {step_label(step)}",
                    url=url_of(decision.id, "#route"),
                    why=f"De vergadering is op {meeting.date:%d-%m-%Y}.",
                    about=about,
                    due=meeting.submit_by,
                )
            elif seat.wanted_by and seat.wanted_by <= today:
                yield Ask(
                    title=f"Leg vast wat {step_label(step)} zei",
                    url=reverse("decisions:result", args=[decision.id, seat.id]),
                    why=f"De vergadering was op {seat.wanted_by:%d-%m-%Y}.",
                    about=about,
                    due=seat.wanted_by,
                )
        elif step.planned_date and step.planned_date < today and step.id not in told:
            told.add(step.id)
            yield Ask(
                title="Vraag de uitkomsten op bij de colleges die nog niets lieten weten",
                url=url_of(decision.id, "#uitkomsten"),
                why=f"De colleges zouden uiterlijk op {step.planned_date:%d-%m-%Y} besluiten.",
                about=about,
                due=step.planned_date,
            )


def _of_officials(who: Who, today: date) -> Iterator[Ask]:
    """Of officials: the result of their own college once it met, and a reaction that was asked (two queries)."""
    own = {hat.organisation_id for hat in who.hats if hat.role == Role.MUNICIPALITY_OFFICIAL}
    for seat in _open_seats(today).filter(organisation__in=own, step__kind=StepKind.COLLEGES):
        decision = seat.step.decision
        about = f"{decision.number} {decision.title}"
        if seat.wanted_by and seat.wanted_by <= today:
            yield Ask(
                title=f"Leg vast wat het college van {seat_name(seat)} besloot",
                url=reverse("decisions:result", args=[decision.id, seat.id]),
                why=f"Het college zou uiterlijk op {seat.wanted_by:%d-%m-%Y} besluiten.",
                about=about,
                due=seat.wanted_by,
            )
        else:
            yield Ask(
                title=f"Breng het voorstel in het college van {seat_name(seat)}",
                url=url_of(decision.id),
                why="Leg daarna hier vast wat het college besloot.",
                about=about,
                due=min(filter(None, (seat.submit_by, seat.wanted_by)), default=None),  # the calendar may start later
            )
    reacted = DecisionComment.objects.filter(text=OuterRef("sent_text"), organisation__in=own)
    rows = visible_decisions(who).filter(
        ~Exists(reacted), state=DecisionState.ON_ROUTE, reactions_due__gte=today, municipalities__in=own
    )
    for row in rows.distinct():
        yield Ask(
            title="Geef een reactie op het voorstel",
            url=reverse("decisions:comment", args=[row.id]),
            why=row.reactions_question,
            about=f"{row.number} {row.title}",
            due=row.reactions_due,
        )


def _conditions(who: Who) -> Iterator[Ask]:
    """Of owners of conditions that are not fulfilled (one query)."""
    rows = ResultCondition.objects.filter(
        owner=who.person_id,
        fulfilled_on__isnull=True,
        result__superseded_at__isnull=True,
        result__seat__step__decision__in=visible_decisions(who),
    ).select_related("result__seat__step__decision", "result__seat__body", "result__seat__organisation")
    for row in rows.order_by("due"):
        seat = row.result.seat
        yield Ask(
            title=f"Vervul de voorwaarde van {seat_name(seat)}",
            url=reverse("decisions:condition", args=[seat.step.decision_id, row.id]),
            why=row.text,
            about=f"{seat.step.decision.number} {seat.step.decision.title}",
            due=row.due,
        )


def waits_for(organisation_id: Any, who: Who, today: date) -> list[RouteSeat]:
    """The colleges' seats of one municipality where nothing that stands was said yet (one query)."""
    rows = _open_seats(today).filter(
        organisation=organisation_id, step__kind=StepKind.COLLEGES, step__decision__in=visible_decisions(who)
    )
    return list(rows)
