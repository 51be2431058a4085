"""Which decisions somebody may see, and how they stand."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.reports.models import Report
from core.reports.queries import readable_reports
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import MeetingState
from governance.decisions.access import sees_drafts
from governance.decisions.agenda import agenda_of as agenda_of  # for the agenda
from governance.decisions.asks import asks_of as asks_of  # for Vandaag
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import (
    Decision,
    DecisionComment,
    DecisionEvidence,
    DecisionMunicipality,
    DecisionResult,
    DecisionText,
    ResultCondition,
    RouteSeat,
    RouteStep,
)
from governance.decisions.route import answered_of, counting_results, still_to_decide, with_meeting
from governance.decisions.rules import Outcome, StepKind
from governance.decisions.visibility import visible_decisions


# --- Who sees which --------------------------------------------------------------------------------------------------
def decision(who: Who, decision_id: UUID) -> Decision | None:
    """One decision, if this person may see it."""
    return visible_decisions(who).select_related("sent_text").filter(id=decision_id).first()


def decision_with_scope(who: Who, decision_id: UUID) -> Decision | None:
    """One decision with the segments that it is about, if this person may see it (two queries)."""
    return visible_decisions(who).select_related("sent_text").prefetch_related("scope").filter(id=decision_id).first()


def texts_of(row: Decision, who: Who) -> list[DecisionText]:
    """The versions of the text, newest first; municipalities see only the one that left."""
    rows = row.texts.select_related("approval").order_by("-number")
    if sees_drafts(who):
        return list(rows)
    return list(rows.filter(pk=row.sent_text_id)) if row.sent_text_id else []


# --- Lists -----------------------------------------------------------------------------------------------------------
def waiting_seats(who: Who, today: date) -> QuerySet[RouteSeat]:
    """Who has not decided yet, over every decision that this person may see, what is due first (one query)."""
    rows: Any = with_meeting(still_to_decide().filter(step__decision__in=visible_decisions(who)), today)
    return (
        rows.select_related("body", "organisation", "step__decision", "step__meeting")
        .annotate(is_held=Exists(counting_results().filter(seat=OuterRef("pk"), outcome=Outcome.POSTPONED)))
        .order_by("wanted_by", "step__decision__number", "body__order", "body__name")
    )


def not_decided_by(rows: QuerySet[Decision], slug: str) -> QuerySet[Decision]:
    """Those of `rows` for which the college of this municipality still has to decide."""
    waiting = still_to_decide().filter(step__decision=OuterRef("pk"), organisation__slug=slug)
    return rows.filter(Exists(waiting))


def along_body(rows: QuerySet[Decision], slug: str) -> QuerySet[Decision]:
    """Those of `rows` that go along the body with this slug."""
    return rows.filter(Exists(RouteSeat.objects.filter(step__decision=OuterRef("pk"), body__slug=slug)))


def bodies_to_choose() -> list[tuple[str, str]]:
    """The regional bodies, by slug."""
    rows = Body.objects.filter(organisation__isnull=True).order_by("order")
    return [(row.slug, row.name) for row in rows]


def municipalities_to_choose() -> list[tuple[str, str]]:
    """The municipalities, by slug."""
    rows = Organisation.objects.filter(kind=Kind.MUNICIPALITY).order_by("name")
    return [(row.slug, row.name) for row in rows]


def seats_of_body(who: Who, body: Body, today: date) -> QuerySet[RouteSeat]:
    """What comes to a body, of decisions on their route: what is due first (one query)."""
    rows: Any = with_meeting(RouteSeat.objects.all(), today)
    return (
        rows.filter(body=body, step__decision__in=visible_decisions(who), step__decision__state=DecisionState.ON_ROUTE)
        .filter(~Exists(answered_of(OuterRef("pk"))))
        .select_related("body", "organisation", "step__decision")
        .order_by("wanted_by", "step__decision__number")
    )


def results_of(organisation_id: UUID, who: Who) -> QuerySet[DecisionResult]:
    """What the college of a municipality decided, the last one first (one query)."""
    return (
        counting_results()
        .filter(
            seat__organisation=organisation_id,
            seat__step__kind=StepKind.COLLEGES,
            seat__step__decision__in=visible_decisions(who),
        )
        .select_related("seat__step__decision")
        .order_by("-date")
    )


def places_to_choose() -> list[tuple[str, str]]:
    """The municipalities, by id."""
    rows = Organisation.objects.filter(kind=Kind.MUNICIPALITY).order_by("name")
    return [(str(row.id), row.name) for row in rows]


# --- Comments and evidence -------------------------------------------------------------------------------------------
def comments_of(row: Decision, who: Who) -> list[DecisionComment]:
    """The comments on every version; municipalities see their own only."""
    rows = DecisionComment.objects.filter(text__decision=row).select_related("text", "organisation")
    if not sees_drafts(who):
        rows = rows.filter(organisation__in=who.organisations(Kind.MUNICIPALITY))
    return list(rows.order_by("-written_at"))


def comment(who: Who, comment_id: UUID) -> DecisionComment | None:
    """One comment on a decision that this person may see; to municipalities only their own."""
    rows = DecisionComment.objects.select_related("text__decision__owner", "organisation")
    rows = rows.filter(id=comment_id, text__decision__in=visible_decisions(who))
    if not sees_drafts(who):
        rows = rows.filter(organisation__in=who.organisations(Kind.MUNICIPALITY))
    return rows.first()


def evidence_of(row: Decision) -> list[Any]:
    """What the proposal rests on: with the draft what was chosen, later what left with it.

    Each row has `newer`: a kept report of the same kind and subject with later figures, or None (one query).
    """
    is_draft = row.state in {DecisionState.DRAFT, DecisionState.REVIEW} or row.sent_text_id is None
    newer = Report.objects.filter(
        Q(as_of__gt=OuterRef("report__as_of"))
        | Q(as_of=OuterRef("report__as_of"), made_at__gt=OuterRef("report__made_at")),
        kind=OuterRef("report__kind"),
        subject_key=OuterRef("report__subject_key"),
    ).order_by("-as_of", "-made_at")
    rows: Any = DecisionEvidence.objects.filter(decision=row, frozen_with=None if is_draft else row.sent_text_id)
    return list(
        rows.select_related("report")
        .defer("report__content")
        .annotate(newer_id=Subquery(newer.values("id")[:1]), newer_as_of=Subquery(newer.values("as_of")[:1]))
    )


def reports_to_choose(who: Who, row: Decision) -> list[tuple[str, str]]:
    """The kept reports that this person may read and that the draft does not rest on yet, newest first."""
    taken = DecisionEvidence.objects.filter(decision=row, frozen_with=None).values("report")
    rows = readable_reports(who).exclude(id__in=taken)[:100]
    return [(str(one.id), f"{one.title}, peildatum {one.as_of:%d-%m-%Y}") for one in rows]


# --- Meetings and one thing at a time ---------------------------------------------------------------------------------
def meetings_to_choose(body: Body | None, today: date, chosen: UUID | None = None) -> list[tuple[str, str]]:
    """The planned meetings of a body from today on, and the one that is chosen now."""
    if body is None:
        return []
    rows = body.meetings.filter(Q(date__gte=today) & ~Q(state=MeetingState.CANCELLED) | Q(id=chosen)).order_by("date")
    return [(str(row.id), f"{row.date:%d-%m-%Y}, stukken uiterlijk {row.submit_by:%d-%m-%Y}") for row in rows[:40]]


def step(who: Who, decision_id: UUID, step_id: UUID) -> RouteStep | None:
    """One step of a decision that this person may see."""
    rows = RouteStep.objects.select_related("decision__owner", "decision__sent_text", "body", "meeting")
    return rows.filter(id=step_id, decision=decision_id, decision__in=visible_decisions(who)).first()


def seat(who: Who, decision_id: UUID, seat_id: UUID) -> RouteSeat | None:
    """One seat of a decision that this person may see."""
    rows = RouteSeat.objects.select_related("step__decision", "step__body", "step__meeting", "body", "organisation")
    return rows.filter(id=seat_id, step__decision=decision_id, step__decision__in=visible_decisions(who)).first()


def result(who: Who, result_id: UUID) -> DecisionResult | None:
    """One result of a decision that this person may see."""
    rows = DecisionResult.objects.select_related("seat__step__decision", "source_file")
    return rows.filter(id=result_id, seat__step__decision__in=visible_decisions(who)).first()


def condition(who: Who, decision_id: UUID, condition_id: UUID) -> ResultCondition | None:
    """One condition of a decision that this person may see."""
    rows = ResultCondition.objects.select_related(
        "owner", "result__seat__step__decision", "result__seat__body", "result__seat__organisation"
    )
    found = rows.filter(id=condition_id, result__seat__step__decision=decision_id)
    return found.filter(result__seat__step__decision__in=visible_decisions(who)).first()


def takes_part(decision_id: UUID, organisation_id: UUID) -> bool:
    """Whether a municipality takes part in a decision."""
    rows = DecisionMunicipality.objects
    return rows.filter(decision=decision_id, organisation=organisation_id).exists()


def numbers_of_year(year: int) -> list[str]:
    """The numbers that are taken in a year."""
    return list(Decision.objects.filter(number__startswith=f"B-{year}-").values_list("number", flat=True))


def first_meeting_from(body: Body, day: date) -> Meeting | None:
    """The first planned meeting of a body on or after a day."""
    return body.meetings.filter(date__gte=day, state=MeetingState.PLANNED).order_by("date").first()
