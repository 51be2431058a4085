"""Short ways to take a decision, for the tests of governance and procurement."""

from datetime import date, timedelta
from typing import Any

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from governance.bodies.models import Body, Meeting
from governance.decisions import route_services, services
from governance.decisions.memo import HEADINGS
from governance.decisions.models import Decision, DecisionResult, RouteStep
from governance.decisions.route_services import Said
from governance.decisions.rules import Artefact, Outcome, StepKind
from governance.decisions.services import Proposal, Scope
from tests.conftest import NOW, TODAY, Cast

WONEN = Scope("wonen", "Wonen", "board")
AMBULANT = Scope("ambulant", "Ambulant", "colleges")
WORDS = {heading.field: f"Proeftekst bij {heading.label.lower()}." for heading in HEADINGS}
PLACES = ("almelo", "borne", "hengelo")


def places(*slugs: str) -> list[Any]:
    return [Organisation.objects.get(slug=slug).id for slug in slugs]


def meeting(slug: str, day: date) -> Meeting:
    body = Body.objects.get(slug=slug)
    return Meeting.objects.create(body=body, date=day, submit_by=day - timedelta(days=10))


def started(cast: Cast, **other: Any) -> Decision:
    """A draft by Sanne about Wonen and Ambulant, for Almelo, Borne and Hengelo."""
    values: dict[str, Any] = {
        "title": "Proefbesluit",
        "artefact": Artefact.STRATEGIC_DOCUMENT,
        "owner_id": cast.sanne.id,
        "municipality_ids": places(*PLACES),
        "segments": [WONEN, AMBULANT],
    }
    return services.start_decision(proposal=Proposal(**values | other), who=cast.who("sanne"), now=NOW)


def written(row: Decision, who: Who, **words: str) -> Decision:
    row.refresh_from_db()
    services.save_text(
        decision_id=row.id, version=row.version, words=WORDS | words, change="Eerste versie", who=who, now=NOW
    )
    row.refresh_from_db()
    return row


def dated(row: Decision, who: Who, day: date = TODAY) -> Decision:
    """Every step gets a planned day."""
    for step in row.steps.filter(meeting__isnull=True):
        row.refresh_from_db()
        route_services.plan_step(
            step_id=step.id, version=row.version, meeting_id=None, planned_date=day, role=None, who=who
        )
    row.refresh_from_db()
    return row


def moved(row: Decision, name: str, who: Who, reason: str = "Afgesproken.", **other: Any) -> Decision:
    services.move(decision_id=row.id, transition=name, reason=reason, who=who, now=NOW, **other)
    row.refresh_from_db()
    return row


def on_route(cast: Cast, **other: Any) -> Decision:
    """Written by Sanne, approved by Mila, sent."""
    sanne = cast.who("sanne")
    row = dated(written(started(cast, **other), sanne), sanne)
    moved(row, "submit", sanne)
    moved(row, "approve", cast.who("mila"))
    return moved(row, "send", sanne)


def step_of(row: Decision, kind: str, slug: str = "") -> RouteStep:
    steps = row.steps.filter(kind=kind)
    return (steps.filter(body__slug=slug) if slug else steps).get()


def say(
    row: Decision, who: Who, outcome: str, *, place: str = "", body: str = "", on: date = TODAY, **other: Any
) -> DecisionResult:
    """A college of `place`, or the body with this slug, says something."""
    step = step_of(row, StepKind.COLLEGES) if place else step_of(row, StepKind.BODY, body)
    result = route_services.record_result(
        step_id=step.id,
        organisation_id=places(place)[0] if place else None,
        said=Said(outcome=outcome, on=on, **other),
        who=who,
        now=NOW,
    )
    row.refresh_from_db()
    return result


def all_agree(row: Decision, who: Who) -> Decision:
    """The board and every college agree."""
    if row.steps.filter(body__slug="ab-samentwente").exists():
        say(row, who, Outcome.AGREED, body="ab-samentwente")
    for place in PLACES:
        say(row, who, Outcome.AGREED, place=place)
    return row
