"""Plays meetings and the mandate of the example world through the services."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from accounts.organisations.queries import municipalities
from accounts.organisations.rules import Who
from accounts.people.models import Person
from governance.bodies import services as calendar
from governance.bodies.models import Body, Meeting
from governance.mandates import services as register

CONTENT = Path(__file__).parent / "content" / "governance_2025.toml"


@cache
def events() -> list[dict[str, Any]]:
    """The events of governance, in the form of the script."""
    rows: list[dict[str, Any]] = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["event"]
    return rows


def _plan_meetings(event: dict[str, Any], who: Who, now: Any, people: Mapping[str, Person]) -> None:
    for row in event["meetings"]:
        body = Body.objects.get(slug=row["body"])
        for day in row["dates"]:
            calendar.plan_meeting(body_id=body.id, day=day, place=event.get("place", ""), who=who)


def _settle_meeting(event: dict[str, Any], who: Who, now: Any, people: Mapping[str, Person]) -> None:
    meeting = Meeting.objects.get(body__slug=event["body"], date=event["date"])
    calendar.settle_meeting(
        meeting_id=meeting.id, transition=event["step"], reason=event.get("note", ""), who=who, now=now
    )


def _register_mandate(event: dict[str, Any], who: Who, now: Any, people: Mapping[str, Person]) -> None:
    plan = register.MandatePlan(
        title=event["title"],
        holder_function=event["holder_function"],
        holder_id=people[event["holder"]].id,
        act_codes=event["acts"],
        organisation_ids=[row.id for row in municipalities()],
        valid_from=event["valid_from"],
        valid_until=event["valid_until"],
        limits=event["limits"],
        source=event["source"],
    )
    register.register(plan=plan, who=who, now=now)


Play = Callable[[dict[str, Any], Who, Any, Mapping[str, Person]], None]
DOES: dict[str, Play] = {
    "plan_meetings": _plan_meetings,
    "settle_meeting": _settle_meeting,
    "register_mandate": _register_mandate,
}
