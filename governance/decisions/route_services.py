"""What people do with the route: lay steps, choose meetings, and keep what each body said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.files import services as files
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import MeetingState
from governance.decisions import route
from governance.decisions.access import Seated, may_fulfil, may_record, may_write
from governance.decisions.lifecycle import LEFT, SETTLING, DecisionFacts, DecisionState
from governance.decisions.models import Decision, DecisionResult, ResultCondition, RouteSeat, RouteStep
from governance.decisions.rules import Settled, StepKind, result_verdict, takes_part_verdict
from governance.decisions.services import NOT_FOUND, ensure_draft, lock_decision
from governance.decisions.steps import lay_step

TARGET_STATE = {
    Settled.DECIDED: DecisionState.DECIDED,
    Settled.REJECTED: DecisionState.REJECTED,
    Settled.WAITING: DecisionState.ON_ROUTE,
}


# --- Steps -----------------------------------------------------------------------------------------------------------
def add_step(*, decision_id: UUID, target: str, role: str, who: Who) -> RouteStep:
    """Add a step at the end of the route; `target` is the slug of a body, "colleges" or "councils"."""
    ensure(may_write(who))
    with recorded(who, routine="Stap aan de route toegevoegd"):
        row = lock_decision(decision_id, who)
        ensure_draft(row)
        kind = target if target in {StepKind.COLLEGES, StepKind.COUNCILS} else StepKind.BODY
        body = Body.objects.filter(slug=target, organisation__isnull=True).first()
        ensure(allow_if(kind != StepKind.BODY or body is not None, "Kies een orgaan uit de lijst."))
        nobody = kind != StepKind.BODY and not row.taking_part.exists()
        ensure(allow_if(not nobody, "Aan dit besluit doen geen gemeenten mee. Voeg die eerst toe."))
        last = row.steps.order_by("-order").values_list("order", flat=True).first()
        step = lay_step(row, order=(last or 0) + 1, kind=kind, role=role, body=body, meeting=None, planned_date=None)
        _count(row)
    return step


def plan_step(
    *, step_id: UUID, version: int, meeting_id: UUID | None, planned_date: date | None, role: str | None, who: Who
) -> RouteStep:
    """Choose the meeting or the day of a step, and in draft its role; possible until everybody on it has answered.

    Raises Conflict when somebody saved the decision after `version`, Refused for a meeting of another body or one that
    is cancelled.
    """
    ensure(may_write(who))
    with recorded(who, routine="Stap van de route gepland"):
        step, row = _locked_step(step_id, who)
        ensure_version(row, version)
        ended = row.state in {DecisionState.DECIDED, DecisionState.WITHDRAWN}
        ensure(allow_if(not ended, f"De stand is '{row.get_state_display()}'; de route ligt vast."))
        if role is not None and role != step.role:
            ensure_draft(row)
            answered = step.seats.filter(results__isnull=False).exists()
            ensure(allow_if(not answered, "Bij deze stap staan al uitkomsten; de rol ligt vast."))
            step.role = role
        if meeting_id is not None:
            meeting = Meeting.objects.filter(id=meeting_id, body=step.body_id).first()
            if meeting is None:
                raise Refused(refuse("Deze vergadering is niet van het orgaan van deze stap."))
            stands = meeting.state != MeetingState.CANCELLED
            ensure(allow_if(stands, f"De vergadering van {meeting.date:%d-%m-%Y} vervalt. Kies een andere."))
        step.meeting_id, step.planned_date = meeting_id, planned_date
        step.save()
        _count(row)
    return step


def shift_step(*, step_id: UUID, up: bool, who: Who) -> RouteStep:
    """Let a step change places with its neighbour; at the end of the route nothing happens."""
    ensure(may_write(who))
    with recorded(who, routine="Volgorde van de route gewijzigd"):
        step, row = _locked_step(step_id, who)
        ensure_draft(row)
        if up:
            other = row.steps.filter(order__lt=step.order).order_by("-order").first()
        else:
            other = row.steps.filter(order__gt=step.order).order_by("order").first()
        if other is not None:
            step.order, other.order = other.order, step.order
            other.save()
            step.save()
            _count(row)
    return step


def remove_step(*, step_id: UUID, who: Who) -> Decision:
    """Take a step from the route; refused when somebody on it answered, also about an earlier version."""
    ensure(may_write(who))
    with recorded(who, routine="Stap van de route gehaald"):
        step, row = _locked_step(step_id, who)
        ensure_draft(row)
        answered = step.seats.filter(results__isnull=False).exists()
        ensure(allow_if(not answered, "Bij deze stap staan al uitkomsten; hij blijft op de route."))
        step.delete()
        _count(row)
    return row


def motivate_route(*, decision_id: UUID, motivation: str, who: Who) -> Decision:
    """Write down why the route deviates from who is competent; in draft or while it is being read."""
    ensure(may_write(who))
    ensure(allow_if(len(motivation.strip()) >= 20, "Schrijf in minstens één hele zin waarom de route afwijkt."))
    with recorded(who, motivation):
        row = lock_decision(decision_id, who)
        is_open = row.state in {DecisionState.DRAFT, DecisionState.REVIEW}
        ensure(allow_if(is_open, f"De stand is '{row.get_state_display()}'; de route ligt vast."))
        row.route_motivation = motivation.strip()
        _count(row)
    return row


def _locked_step(step_id: UUID, who: Who) -> tuple[RouteStep, Decision]:
    owner = RouteStep.objects.filter(id=step_id).values_list("decision_id", flat=True).first()
    if owner is None:
        raise Refused(NOT_FOUND)
    row = lock_decision(owner, who)
    step = RouteStep.objects.select_related("body", "meeting").filter(id=step_id).first()
    if step is None:
        raise Refused(NOT_FOUND)
    return step, row


def _count(row: Decision) -> None:
    row.version += 1
    row.save()


# --- Results ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Paper:
    """A sent file: its name and its content in pieces."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class Said:
    """What a body said; `conditions` one per line, `condition_owner_id` and `condition_due` go to each of them."""

    outcome: str
    on: date
    conditions: str = ""
    note: str = ""
    source_url: str = ""
    paper: Paper | None = None
    condition_owner_id: UUID | None = None
    condition_due: date | None = None


def record_result(
    *, step_id: UUID, organisation_id: UUID | None, said: Said, who: Who, now: datetime
) -> DecisionResult:
    """Keep what the body of a step, or the college of one municipality, said about the version on the route.

    Raises Refused for a municipality that does not take part, a day before the meeting or in the future, an outcome
    that does not fit the step, or when a result was kept already (except after "aangehouden"). Locks the decision, so
    that of two people at once one succeeds. Afterwards the decision is settled as far as the results say.
    """
    with recorded(who, said.note, routine="Uitkomst vastgelegd"):
        step, row = _locked_step(step_id, who)
        seat = _seat_of(step, organisation_id)
        ensure(may_record(Seated(who, step.kind, organisation_id)))
        ensure(allow_if(row.state in LEFT, "Het voorstel is niet op route; er is nog niets om over te besluiten."))
        current = route.result_of(seat)
        _ensure_fits(step, said, current, now)
        if current is not None:
            current.superseded_at = now
            current.save()
        result = _keep(seat, row, said, who, now)
        _settle(row, said.on, who, now)
    return result


def correct_result(*, result_id: UUID, said: Said, reason: str, who: Who, now: datetime) -> DecisionResult:
    """Put another result in the place of one that was kept wrongly; the history and the row itself stay."""
    with recorded(who, reason):
        wrong = DecisionResult.objects.select_related("seat").filter(id=result_id).first()
        if wrong is None:
            raise Refused(NOT_FOUND)
        step, row = _locked_step(wrong.seat.step_id, who)
        ensure(may_record(Seated(who, step.kind, wrong.seat.organisation_id)))
        ensure(allow_if(bool(reason.strip()), "Schrijf op wat er niet klopte."))
        wrong = DecisionResult.objects.select_related("seat").get(id=result_id)
        counts = wrong.superseded_at is None and wrong.text_id == row.sent_text_id and row.state in LEFT
        ensure(allow_if(counts, "Deze uitkomst telt niet meer; er is een latere of het gaat om een eerdere versie."))
        _ensure_fits(step, said, None, now)
        wrong.superseded_at = now
        wrong.save()
        result = _keep(wrong.seat, row, said, who, now, before={one.text: one for one in wrong.condition_rows.all()})
        _settle(row, said.on, who, now)
    return result


def _seat_of(step: RouteStep, organisation_id: UUID | None) -> RouteSeat:
    seat = step.seats.filter(organisation=organisation_id).select_related("organisation").first()
    if seat is not None:
        return seat
    place = Organisation.objects.filter(id=organisation_id).first() if organisation_id else None
    if place is None or step.kind == StepKind.BODY:
        raise Refused(refuse("Kies bij deze stap voor welk orgaan of welke gemeente je de uitkomst vastlegt."))
    ensure(takes_part_verdict(name=place.name, takes_part=False))
    raise AssertionError  # the line above always refuses


def _ensure_fits(step: RouteStep, said: Said, current: DecisionResult | None, now: datetime) -> None:
    meeting = step.meeting
    ensure(
        result_verdict(
            role=step.role,
            outcome=said.outcome,
            conditions=said.conditions,
            on=said.on,
            today=now.astimezone(AMSTERDAM).date(),
            meeting_on=meeting.date if meeting else None,
            meeting_name=route.step_label(step),
            current=current.outcome if current else None,
            current_on=current.date if current else None,
        )
    )


def _keep(
    seat: RouteSeat,
    row: Decision,
    said: Said,
    who: Who,
    now: datetime,
    before: Mapping[str, ResultCondition] | None = None,
) -> DecisionResult:
    """Keep a result with its conditions; one that stood there `before` and was fulfilled stays fulfilled."""
    file = None
    if said.paper is not None:
        file = files.receive(chunks=said.paper.chunks, name=said.paper.name, received_from=who.name, now=now)
    meeting = Meeting.objects.filter(body=seat.body_id, date=said.on).exclude(state=MeetingState.CANCELLED).first()
    assert who.person_id is not None
    assert row.sent_text_id is not None
    result = DecisionResult.objects.create(
        seat=seat,
        text_id=row.sent_text_id,
        outcome=said.outcome,
        date=said.on,
        meeting=meeting,
        conditions=said.conditions.strip(),
        note=said.note.strip(),
        source_url=said.source_url,
        source_file=file,
        recorded_at=now,
        recorded_by_id=who.person_id,
        recorded_by_name=who.name,
    )
    rows = []
    for line in filter(None, (text.strip(" -\t\u2022") for text in said.conditions.splitlines())):
        new = ResultCondition(result=result, text=line, owner_id=said.condition_owner_id, due=said.condition_due)
        if old := (before or {}).get(line):
            new.fulfilled_on, new.fulfilled_note, new.fulfilled_by_name = (
                old.fulfilled_on, old.fulfilled_note, old.fulfilled_by_name,
            )  # fmt: skip
        rows.append(new)
    ResultCondition.objects.bulk_create(rows)
    return result


def _settle(row: Decision, on: date, who: Who, now: datetime) -> None:
    """Bring the state of the decision in line with the results."""
    standing = route.standing(row, route.route_of(row, now.astimezone(AMSTERDAM).date()))
    target = TARGET_STATE[standing.settled]
    if row.state != target:
        ensure(SETTLING.verdict(standing.settled, state=row.state, who=who, facts=DecisionFacts()))
        row.state = target
    if standing.settled == Settled.WAITING:
        row.settled_on, row.settled_text = None, ""
    else:
        last = route.counting_results().filter(seat__step__decision=row).order_by("-date").first()
        row.settled_on, row.settled_text = (last.date if last else on), standing.text
    _count(row)


# --- Conditions ------------------------------------------------------------------------------------------------------
def plan_condition(
    *, condition_id: UUID, version: int, owner_id: UUID | None, due: date | None, who: Who
) -> ResultCondition:
    """Say who sees to a condition and by when; raises Conflict when somebody saved it after `version`."""
    ensure(may_write(who))
    with recorded(who, routine="Voorwaarde belegd"):
        row = _locked_condition(condition_id)
        ensure_version(row, version)
        ensure(allow_if(row.fulfilled_on is None, "Deze voorwaarde is al vervuld."))
        row.owner_id, row.due = owner_id, due
        row.version += 1
        row.save()
    return row


def fulfil_condition(*, condition_id: UUID, note: str, who: Who, now: datetime) -> ResultCondition:
    """Report a condition as fulfilled, with how that shows."""
    with recorded(who, note):
        row = _locked_condition(condition_id)
        ensure(may_fulfil(who, row.owner_id))
        ensure(allow_if(bool(note.strip()), "Schrijf op hoe aan de voorwaarde is voldaan."))
        ensure(allow_if(row.fulfilled_on is None, f"{row.fulfilled_by_name} meldde dit al."))
        row.fulfilled_on = now.astimezone(AMSTERDAM).date()
        row.fulfilled_note, row.fulfilled_by_name = note.strip(), who.name
        row.version += 1
        row.save()
    return row


def _locked_condition(condition_id: UUID) -> ResultCondition:
    row = ResultCondition.objects.select_for_update().filter(id=condition_id).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row
