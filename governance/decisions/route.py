"""The route of one decision with everybody on it and what they said, and what follows from that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.organisations.rules import Who
from governance.bodies.models import Meeting
from governance.bodies.rules import BodyKind, MeetingState
from governance.decisions.lifecycle import DecisionFacts, DecisionState
from governance.decisions.memo import missing_headings
from governance.decisions.models import (
    Decision,
    DecisionResult,
    DecisionText,
    ResultCondition,
    RouteSeat,
    RouteStep,
)
from governance.decisions.rules import (
    Competent,
    Outcome,
    PlannedStep,
    RouteWarning,
    SeatStanding,
    Standing,
    StepKind,
    StepRole,
    competent_for,
    moved_text,
    route_warnings,
    standing_of,
)


def newest_text(row: Decision) -> DecisionText | None:
    """The newest version of the text, with its approval (one query)."""
    return row.texts.select_related("approval").order_by("-number").first()


def counting_results() -> QuerySet[DecisionResult]:
    """The results that count: not superseded, about the version that is or was on the route."""
    return DecisionResult.objects.filter(
        superseded_at__isnull=True, text_id=F("seat__step__decision__sent_text_id")
    ).order_by("date", "recorded_at")


def still_to_decide() -> QuerySet[RouteSeat]:
    """The seats that have not decided yet, or held the matter over, of decisions that are on their route."""
    final = counting_results().filter(seat=OuterRef("pk")).exclude(outcome=Outcome.POSTPONED)
    return RouteSeat.objects.filter(
        ~Exists(final), step__role=StepRole.DECIDES, step__decision__state=DecisionState.ON_ROUTE
    )


def answered_of(seat: OuterRef) -> QuerySet[DecisionResult]:
    """Of one seat what counts and stands: a result that is not "aangehouden"."""
    return counting_results().filter(seat=seat).exclude(outcome=Outcome.POSTPONED)


def with_meeting(seats: QuerySet[RouteSeat], today: date) -> QuerySet[RouteSeat]:
    """Seats with the day of their meeting, the day before which papers must be in, and what counts as their day.

    Of a step with a meeting that one; else the first planned meeting of the body from today on.
    """
    coming = Meeting.objects.filter(body=OuterRef("body"), state=MeetingState.PLANNED, date__gte=today).order_by("date")
    return seats.annotate(
        meets_on=Coalesce("step__meeting__date", Subquery(coming.values("date")[:1])),
        submit_by=Coalesce("step__meeting__submit_by", Subquery(coming.values("submit_by")[:1])),
        wanted_by=Coalesce("step__meeting__date", "step__planned_date", Subquery(coming.values("date")[:1])),
    )


def result_of(row: RouteSeat) -> DecisionResult | None:
    """The result of a seat that counts."""
    return counting_results().filter(seat=row).select_related("meeting", "source_file").first()


@dataclass
class SeatLine:
    """A body or municipality on the route with what it said."""

    seat: RouteSeat
    name: str
    result: DecisionResult | None
    earlier: list[DecisionResult] = field(default_factory=list)
    wanted: date | None = None

    @property
    def meets_on(self) -> date | None:
        """The first meeting that the calendar knows."""
        return self.seat.meets_on  # type: ignore[attr-defined]

    @property
    def meets_in_time(self) -> bool:
        """Whether that meeting is not later than the day that the route wants."""
        return self.meets_on is not None and (self.wanted is None or self.meets_on <= self.wanted)

    @property
    def is_settled(self) -> bool:
        """Whether it has said something that stands."""
        return self.result is not None and self.result.outcome != Outcome.POSTPONED


@dataclass
class StepLine:
    """A step of the route with everybody on it; `on` is the day of its meeting or its planned day."""

    step: RouteStep
    label: str
    on: date | None
    submit_by: date | None
    moved: str
    seats: list[SeatLine]

    @property
    def settled(self) -> int:
        """How many have said something that stands."""
        return sum(line.is_settled for line in self.seats)

    @property
    def is_done(self) -> bool:
        """Whether everybody has."""
        return self.settled == len(self.seats) > 0


def step_label(step: RouteStep) -> str:
    """The name of a step."""
    if step.kind == StepKind.COLLEGES:
        return "Colleges van de gemeenten"
    if step.kind == StepKind.COUNCILS:
        return "Gemeenteraden"
    assert step.body is not None
    return step.body.name


def seat_name(seat: RouteSeat) -> str:
    """A municipality by its own name, a body by that of the body."""
    return seat.organisation.name if seat.organisation else seat.body.name


def route_of(row: Decision, today: date) -> list[StepLine]:
    """The steps in order with seats, results and conditions (four queries)."""
    conditions = ResultCondition.objects.select_related("owner")
    results = (
        DecisionResult.objects.select_related("meeting", "source_file", "text")
        .prefetch_related(Prefetch("condition_rows", queryset=conditions))
        .order_by("recorded_at")
    )
    seats = with_meeting(RouteSeat.objects.all(), today).select_related("body", "organisation", "step__meeting")
    steps = (
        row.steps.select_related("body", "meeting")
        .prefetch_related(Prefetch("seats", queryset=seats.prefetch_related(Prefetch("results", queryset=results))))
        .order_by("order")
    )
    return [_step_line(step, row) for step in steps]


def _step_line(step: RouteStep, row: Decision) -> StepLine:
    meeting = step.meeting
    lines = []
    for seat in step.seats.all():
        seat.step = step
        said = list(seat.results.all())
        current = next((one for one in said if not one.superseded_at and one.text_id == row.sent_text_id), None)
        earlier = [one for one in said if one is not current]
        lines.append(SeatLine(seat, seat_name(seat), current, earlier, meeting.date if meeting else step.planned_date))
    return StepLine(
        step=step,
        label=step_label(step),
        on=meeting.date if meeting else step.planned_date,
        submit_by=meeting.submit_by if meeting else None,
        moved=moved_text(
            sent_for=step.sent_for,
            now_on=meeting.date if meeting else None,
            is_cancelled=meeting is not None and meeting.state == MeetingState.CANCELLED,
        ),
        seats=lines,
    )


def standing(row: Decision, lines: Sequence[StepLine]) -> Standing:
    """What the results together mean."""
    return standing_of(
        [
            SeatStanding(line.name, step.step.kind, step.step.role, line.result.outcome if line.result else None)
            for step in lines
            for line in step.seats
        ],
        each_for_itself=row.each_for_itself,
    )


def body_kind_of(step: RouteStep) -> str:
    """The kind of body a step goes to."""
    kinds = {StepKind.COLLEGES: BodyKind.COLLEGE, StepKind.COUNCILS: BodyKind.COUNCIL}
    if step.body is None:
        return kinds[StepKind(step.kind)]
    return step.body.kind


def competences_of(row: Decision) -> Collection[str]:
    """Who is competent for the segments of a decision."""
    return {segment.competence for segment in row.scope.all()}


def steps_of(row: Decision) -> list[RouteStep]:
    """The steps in order, without who is on them (one query)."""
    return list(row.steps.select_related("body", "meeting").order_by("order"))


def warnings_of(row: Decision, steps: Sequence[RouteStep] | None = None) -> tuple[Competent, tuple[RouteWarning, ...]]:
    """Who is competent, and what is odd about the route (two queries; one when the steps are given)."""
    competences = competences_of(row)
    planned = [
        PlannedStep(
            step_label(step), body_kind_of(step), step.role, step.meeting.date if step.meeting else step.planned_date
        )
        for step in (steps_of(row) if steps is None else steps)
    ]
    return competent_for(row.artefact, competences), route_warnings(row.artefact, competences, planned)


def facts_of(
    row: Decision, who: Who, *, text: DecisionText | None = None, steps: Sequence[RouteStep] | None = None
) -> DecisionFacts:
    """What the lifecycle needs to know of a decision (three queries; what the caller has read already is not again)."""
    text = text or newest_text(row)
    steps = steps_of(row) if steps is None else steps
    _, warnings = warnings_of(row, steps)
    return DecisionFacts(
        has_text=text is not None,
        missing=missing_headings(text.words) if text else (),
        is_author=text is not None and text.author_id == who.person_id,
        approved=text is not None and getattr(text, "approval", None) is not None,
        steps=len(steps),
        undated=tuple(
            step_label(step)
            for step in steps
            if step.role != StepRole.INFORMED and step.meeting_id is None and step.planned_date is None
        ),
        needs_why=any(warning.asks_why for warning in warnings) and not row.route_motivation,
    )
