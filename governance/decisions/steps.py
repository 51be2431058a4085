"""Laying steps and their seats; called by the services of this room only, inside their transaction."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from core.lifecycles.rules import allow_if, ensure
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import BodyKind
from governance.decisions.models import Decision, RouteSeat, RouteStep
from governance.decisions.rules import StepKind

LOCAL = {StepKind.COLLEGES: BodyKind.COLLEGE, StepKind.COUNCILS: BodyKind.COUNCIL}


def lay_step(
    row: Decision,
    *,
    order: int,
    kind: str,
    role: str,
    body: Body | None,
    meeting: Meeting | None,
    planned_date: date | None,
) -> RouteStep:
    """Make a step with a seat for each body it goes to."""
    local = kind != StepKind.BODY
    step = RouteStep.objects.create(
        decision=row,
        order=order,
        kind=kind,
        role=role,
        body=None if local else body,
        meeting=None if local else meeting,
        planned_date=planned_date,
    )
    _seat(step, set(row.taking_part.values_list("organisation_id", flat=True)))
    return step


def _seat(step: RouteStep, places: Collection[UUID]) -> None:
    """Give the step a seat for its body, or for the college or council of each municipality that has none yet."""
    if step.kind == StepKind.BODY:
        assert step.body is not None
        wanted = [step.body]
    else:
        wanted = list(Body.objects.filter(kind=LOCAL[StepKind(step.kind)], organisation__in=places))
    known = set(step.seats.values_list("body_id", flat=True))
    RouteSeat.objects.bulk_create(
        RouteSeat(step=step, body=body, organisation_id=body.organisation_id) for body in wanted if body.id not in known
    )


def reseat(row: Decision) -> None:
    """Bring the seats of the colleges and councils in line with who takes part; refused when one of them answered."""
    places = set(row.taking_part.values_list("organisation_id", flat=True))
    for step in row.steps.exclude(kind=StepKind.BODY):
        gone = step.seats.exclude(organisation__in=places)
        answered = gone.filter(results__isnull=False).select_related("organisation").first()
        name = answered.organisation.name if answered and answered.organisation else ""
        ensure(allow_if(answered is None, f"{name} heeft al een uitkomst in dit besluit en kan er niet meer uit."))
        gone.delete()
        _seat(step, places)
