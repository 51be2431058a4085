"""The decisions of the example, played through the services at the moments that `content/decisions.toml` names.

`events(after, to)` answers with what happens in a period, in the form of the script's events (`at`, `who`, `do`), so
that the first world and every later stage mix them with their own; `act` does one of them.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from core.reports.models import Report
from core.reports.typesetting import typeset
from desk.example.script import script
from governance.bodies.models import Meeting
from governance.bodies.rules import MeetingState
from governance.decisions import route_services, services
from governance.decisions.memo import TEXT_FIELDS
from governance.decisions.models import Decision, RouteStep
from governance.decisions.route_services import Paper, Said
from governance.decisions.rules import StepKind
from procurement.resolutions.services import prepare_decision
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.queries import subject_of
from segments.catalogue.models import Segment

CONTENT = Path(__file__).parent / "content" / "decisions.toml"
TRAJECTORY = "inkoop-jeugdhulp-2025"
DO = "decide"


@cache
def plans() -> dict[str, dict[str, Any]]:
    """The decisions by key."""
    rows = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["decision"]
    return {row["key"]: row for row in rows}


def events(after: datetime | None, to: datetime) -> list[dict[str, Any]]:
    """What happens after one moment and up to another, both in Dutch time; without `after` from the beginning.

    Of a decision that began before `after` the later steps follow by themselves.
    """
    found = [event for key in plans() for event in _events_of(key)]
    chosen = [event for event in found if event["at"] <= to and (after is None or event["at"] > after)]
    return sorted(chosen, key=lambda event: event["at"])


def _events_of(key: str) -> list[dict[str, Any]]:
    plan = plans()[key]

    def event(at: datetime, who: str, what: str, **other: Any) -> dict[str, Any]:
        return {"at": at, "who": who, "do": DO, "what": what, "key": key, "trajectory": TRAJECTORY, **other}

    rows = [event(plan["prepared"], plan["who"], "prepare")]
    if "approved" in plan:
        rows.append(event(plan["approved"], plan["eyes"], "approve"))
    if "sent" in plan:
        rows.append(event(plan["sent"], plan["who"], "send"))
    rows += [event(row["at"], row.get("who", plan["who"]), "result", row=row) for row in plan.get("result", ())]
    rows += [event(row["at"], plan["who"], "colleges", row=row) for row in plan.get("colleges", ())]
    rows += [event(row["at"], row["who"], "comment", row=row) for row in plan.get("comment", ())]
    return rows


def act(event: dict[str, Any], *, who: Who, people: Mapping[str, Any], now: datetime) -> None:
    """Do one event; `people` maps the keys of the script to people."""
    plan = plans()[event["key"]]
    if event["what"] == "prepare":
        _prepare(plan, who, people, now)
        return
    row = Decision.objects.get(title=plan["title"])
    if event["what"] == "approve":
        services.move(decision_id=row.id, transition="approve", reason="", who=who, now=now)
    elif event["what"] == "send":
        services.move(decision_id=row.id, transition="send", reason="", who=who, now=now)
        if "reactions" in plan:
            services.ask_reactions(
                decision_id=row.id, question=plan["reactions"], due=plan["reactions_until"], who=who, now=now
            )
    elif event["what"] == "comment":
        said = event["row"]
        services.add_comment(decision_id=row.id, heading=said["heading"], body=said["body"], who=who, now=now)
    elif event["what"] == "colleges":
        _colleges(row, event["row"], who, now)
    else:
        _result(row, event["row"], who, people, now)


def _prepare(plan: dict[str, Any], who: Who, people: Mapping[str, Any], now: datetime) -> None:
    parent = Trajectory.objects.get(slug=TRAJECTORY)
    segments = Segment.objects.filter(slug__in=plan.get("segments", ())).values_list("id", flat=True)
    row = prepare_decision(
        trajectory_id=parent.id,
        phase_id=Phase.objects.get(trajectory=parent, code=plan["phase"]).id,
        title=plan["title"],
        artefact=plan["artefact"],
        owner_id=people[plan["who"]].id,
        segment_ids=list(segments) or None,
        who=who,
        now=now,
    )
    for step, day in zip(row.steps.select_related("body").order_by("order"), plan["plan"], strict=False):
        _plan(row, step, day, who)
    row.refresh_from_db()
    words = {field: plan.get(field, "") for field in TEXT_FIELDS} | {"subject": plan["title"]}
    services.save_text(decision_id=row.id, version=row.version, words=words, change="", who=who, now=now)
    report = Report.objects.filter(subject_key=subject_of(parent)).order_by("-made_at").first()
    if plan.get("report") and report is not None:
        services.add_evidence(decision_id=row.id, report_id=report.id, who=who, now=now)
    if "approved" in plan:
        services.move(decision_id=row.id, transition="submit", reason="", who=who, now=now)


def _plan(row: Decision, step: RouteStep, day: Any, who: Who) -> None:
    """The meeting of that day when the calendar has it, else the day itself."""
    row.refresh_from_db()
    rows = Meeting.objects.filter(body=step.body_id, date=day).exclude(state=MeetingState.CANCELLED)
    meeting = rows.first() if step.kind == StepKind.BODY else None
    route_services.plan_step(
        step_id=step.id,
        version=row.version,
        meeting_id=meeting.id if meeting else None,
        planned_date=None if meeting else day,
        role=None,
        who=who,
    )


def _colleges(row: Decision, said: dict[str, Any], who: Who, now: datetime) -> None:
    step = row.steps.get(kind=StepKind.COLLEGES)
    for seat in step.seats.exclude(organisation__slug__in=said["except"]):
        route_services.record_result(
            step_id=step.id,
            organisation_id=seat.organisation_id,
            said=Said(said["outcome"], said["on"]),
            who=who,
            now=now,
        )


def _result(row: Decision, said: dict[str, Any], who: Who, people: Mapping[str, Any], now: datetime) -> None:
    if "place" in said:
        step = row.steps.get(kind=StepKind.COLLEGES)
        place = Organisation.objects.get(slug=said["place"]).id
    else:
        step, place = row.steps.get(body__slug=said["body"]), None
    owner = people[said["owner"]].id if "owner" in said else None
    route_services.record_result(
        step_id=step.id,
        organisation_id=place,
        said=Said(
            outcome=said["outcome"],
            on=said["on"],
            conditions=said.get("conditions", ""),
            note=said.get("note", ""),
            paper=_paper(row, said) if said.get("paper") else None,
            condition_owner_id=owner,
            condition_due=said.get("due"),
        ),
        who=who,
        now=now,
    )


def _paper(row: Decision, said: dict[str, Any]) -> Paper:
    """A small PDF that says on every page that it is invented."""
    piece = {"title": f"Besluit over {row.title}", "lines": [f"Het college besloot op {said['on']:%d-%m-%Y}."]}
    content = typeset("desk/example/paper.html", {"piece": piece, "footer": script()["world"]["file_footer"]}).pdf
    return Paper(f"besluit-{row.number.lower()}.pdf", [content])
