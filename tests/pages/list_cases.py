"""How to open every list of the house with rows in it; the conformance test asks for one case per list.

`fill` makes at least three rows that differ in every sortable column and answers with somebody who sees them; `bare`
answers with somebody who may open the list and sees nothing in it, or is None where that cannot be. `misses` is a
filter that finds nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.deputies.models import Deputyship
from accounts.looks.models import Look
from accounts.notices.models import Notice
from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import municipalities, who_is
from accounts.organisations.rules import Kind, Role
from accounts.people.models import Person
from core.clock.queries import AMSTERDAM, now
from core.files.models import StoredFile
from core.jobs.models import Job
from core.reports.models import Report
from core.rooms.registries import report_kinds
from desk.meeting_sets.models import MeetingSet, SetDocument
from governance.bodies.models import Body, Meeting
from governance.decisions.models import Decision, DecisionResult, RouteSeat, RouteStep
from governance.decisions.rules import Artefact
from governance.decisions.services import save_text
from governance.mandates.services import MandatePlan, register
from procurement.resolutions.services import prepare_decision
from procurement.trajectory.models import Check, Phase, Trajectory
from procurement.trajectory.services import Plan, add_milestone, start_trajectory
from segments.catalogue.models import Segment

NOW = datetime(2022, 2, 7, 9, tzinfo=UTC)
NOT_NEEDED: dict[str, Any] = {"state": "not_applicable", "settled_at": NOW, "skip_reason": "Proef"}


@dataclass(frozen=True)
class ListCase:
    """One list: its name among the addresses, and who sees what there."""

    view: str
    fill: Callable[[], Person]
    bare: Callable[[], Person] | None
    misses: dict[str, str] = field(default_factory=dict)
    kwargs: dict[str, Any] = field(default_factory=dict)
    queries_of_a_file: int = 5  # more only for what is computed from several tables


def person(role: Role, kind: Kind, *, email: str = "") -> Person:
    """Somebody with one role at an organisation of its own."""
    number = Person.objects.count()
    ozjt = Organisation.objects.filter(kind=Kind.OZJT).first() if kind == Kind.OZJT else None
    organisation = ozjt or Organisation.objects.create(
        kind=kind,
        slug=f"lijst-{kind}-{number}",
        name=f"Organisatie {number}",
        cbs_code=f"GM9{number:03}" if kind == Kind.MUNICIPALITY else "",
    )
    somebody = Person.objects.create_user(email or f"lijst{number}@voorbeeld.example", name=f"Persoon {number}")
    Membership.objects.create(person=somebody, organisation=organisation, role=role, valid_from=date(2020, 1, 1))
    return somebody


def officer() -> Person:
    """A procurement officer."""
    return person(Role.PROCUREMENT_OFFICER, Kind.OZJT)


def official() -> Person:
    """Somebody of a municipality that takes part in nothing."""
    return person(Role.MUNICIPALITY_OFFICIAL, Kind.MUNICIPALITY)


def report(number: int, maker: Person, **other: Any) -> Report:
    """A kept report without a real PDF."""
    file = StoredFile.objects.create(
        sha256=f"{number:064x}",
        size=number,
        name=f"rapport {number}.pdf",
        media_type="application/pdf",
        received_at=NOW,
        received_from=maker.name,
    )
    values = {
        "kind": next(iter(report_kinds)).key,
        "subject_key": f"traject:nummer-{number}",
        "subject_name": f"Inkoop nummer {number}",
        "title": f"=Voortgang {number}",
        "as_of": date(2022, 1, 1) + timedelta(days=number),
        "made_at": NOW + timedelta(hours=number),
        "made_by": maker,
        "made_by_name": f"Maker {number}",
        "fingerprint": f"{number:064x}",
        "content": {},
        "file": file,
        "pages": number,
        "code_version": "proef",
    }
    return Report.objects.create(**values | other)


def three_reports() -> Person:
    """Three reports, seen by an officer."""
    maker = officer()
    for number in (1, 2, 3):
        report(number, maker)
    return maker


def three_jobs() -> Person:
    """Three jobs of the same person."""
    asker = officer()
    for number, state in enumerate((Job.State.QUEUED, Job.State.RUNNING, Job.State.DONE), 1):
        Job.objects.create(
            kind="tests.nothing",
            title=f"Taak {number}",
            state=state,
            progress=number * 30,
            requested_by=asker,
            requested_by_name=asker.name,
            requested_at=NOW + timedelta(minutes=number),
            finished_at=NOW if state == Job.State.DONE else None,
        )
    return asker


def three_deputyships() -> Person:
    """Three deputyships, of which one was stopped, seen by a manager."""
    manager = person(Role.MANAGER, Kind.OZJT)
    ozjt = Organisation.objects.get(kind=Kind.OZJT)
    for number in (1, 2, 3):
        Deputyship.objects.create(
            person=officer(),
            deputy=officer(),
            organisation=ozjt,
            first_day=date(2022, 1, 1) + timedelta(days=number),
            last_day=date(2022, 2, 1) + timedelta(days=number) if number < 3 else date(2099, 1, 1),
            reason=f"Verlof {number}",
            arranged_at=NOW,
            arranged_by_name=manager.name,
            stopped_at=NOW if number == 2 else None,
        )
    return manager


def three_notices() -> Person:
    """Three notices to the same person, of which one was read."""
    reader = officer()
    for number, kind in enumerate(("ask", "mention", "news"), 1):
        Notice.objects.create(
            person=reader,
            title=f"Bericht {number}",
            url=f"/trajecten/?nummer={number}",
            about=f"Traject {number}",
            kind=kind,
            created_at=NOW + timedelta(minutes=number),
            read_at=NOW + timedelta(hours=1) if number == 2 else None,
        )
    return reader


def three_looks() -> Person:
    """Two looks and an attempt, seen by an auditor."""
    auditor = person(Role.AUDITOR, Kind.OZJT)
    for number in (1, 2, 3):
        Look.objects.create(
            moment=NOW + timedelta(minutes=number),
            person_id=auditor.id,
            person_name=f"Kijker {number}",
            subject_kind="evidence",
            subject_id=uuid4(),
            subject_name=f"Stuk {number}",
            context_key=f"traject:{number}",
            allowed=number > 1,
        )
    return auditor


def three_people() -> Person:
    """An administrator and two others, of whom one cannot sign in."""
    administrator = person(Role.ADMINISTRATOR, Kind.OZJT)
    official()
    gone = person(Role.PROVIDER_MEMBER, Kind.PROVIDER)
    gone.is_active = False
    gone.save()
    return administrator


def trajectory(number: int, owner: Person, **other: Any) -> Trajectory:
    """A trajectory with all phases and checks of the model."""
    plan = {
        "name": f"Proef {number}",
        "summary": "",
        "profile": "full",
        "contract_start": date(2024 + number, 1, 1),
        "max_term_years": 8,
        "value_full_term": 1_000_000 * number,
        "owner_id": owner.id,
        "municipality_ids": [row.id for row in municipalities()[:2]],
        "segment_ids": list(Segment.objects.values_list("id", flat=True)[:number]),
    }
    who = who_is(person_id=owner.id, name=owner.name, today=NOW.date())
    return start_trajectory(plan=Plan(**plan | other), who=who, reason="Proef", now=NOW)


def three_trajectories() -> Person:
    """Three trajectories that differ in everything a list sorts by."""
    people = [officer() for _ in range(3)]
    for number, owner in enumerate(people, 1):
        row = trajectory(number, owner)
        phase = row.phases.get(code=str(number - 1))
        Phase.objects.filter(id=phase.id).update(state="open", opened_at=NOW)
        if number == 2:
            Check.objects.filter(phase=phase).update(**NOT_NEEDED)
            row.phases.exclude(id=phase.id).last().checks.all().delete()
    return people[0]


def many_checks() -> Person:
    """One trajectory with checks in two states, some of them with an owner."""
    owner = officer()
    row = trajectory(1, owner)
    some = Check.objects.filter(phase=row.phases.first())
    some.update(owner=owner, **NOT_NEEDED)
    return owner


def conditions() -> Person:
    """One trajectory in its first phase; its conditions differ by themselves."""
    owner = officer()
    row = trajectory(1, owner)
    first = row.phases.first()
    assert first is not None
    Phase.objects.filter(id=first.id).update(state="open", opened_at=NOW, owner=owner)
    return owner


def decided(number: int, owner: Person, parent: Trajectory) -> Decision:
    """A decision on its route along bodies, of the phase with this number."""
    who = who_is(person_id=owner.id, name=owner.name, today=NOW.date())
    artefacts = (Artefact.PROCUREMENT_DOCUMENT, Artefact.FRAMES, Artefact.IMPACT)
    row = prepare_decision(
        trajectory_id=parent.id,
        phase_id=parent.phases.get(code=str(number)).id,
        title=f"Besluit {number}",
        artefact=artefacts[number - 1],
        owner_id=owner.id,
        who=who,
        now=NOW,
    )
    for step in row.steps.order_by("order"):
        RouteStep.objects.filter(id=step.id).update(planned_date=date(2022, 3, number))
    text = save_text(decision_id=row.id, version=1, words={"subject": "Proef"}, change="", who=who, now=NOW)
    moved = {"sent_at": NOW, "sent_text": text, "state": "on_route"}
    if number > 1:
        moved |= {"settled_on": date(2022, 2, number), "settled_text": f"Besloten {number}."}
        moved["state"] = "decided" if number == 2 else "rejected"
    Decision.objects.filter(id=row.id).update(**moved)
    return row


def three_decisions() -> Person:
    """Three decisions in different states, by different owners."""
    people = [officer() for _ in range(3)]
    parent = trajectory(1, people[0])
    for number, owner in enumerate(people, 1):
        decided(number, owner, parent)
    return people[0]


def three_waiting() -> Person:
    """Three decisions on their route: the board and two colleges wait for each, one of them held over."""
    people = [officer() for _ in range(3)]
    parent = trajectory(3, people[0])
    for number, owner in enumerate(people, 1):
        row = decided(number, owner, parent)
        Decision.objects.filter(id=row.id).update(state="on_route", settled_on=None, settled_text="")
        board = Body.objects.get(slug="ab-samentwente")
        meeting = Meeting.objects.create(body=board, date=date(2022, 4, number), submit_by=date(2022, 3, 20 + number))
        RouteStep.objects.filter(decision=row, body=board).update(meeting=meeting)
    RouteStep.objects.filter(decision=row, body__slug="ao-jeugd").update(role="decides")
    seat = RouteSeat.objects.filter(step__decision=row, step__body=board).get()
    DecisionResult.objects.create(
        seat=seat, text=row.texts.get(), outcome="postponed", date=NOW.date(), recorded_at=NOW,
        recorded_by=people[0], recorded_by_name="Proef",
    )  # fmt: skip
    return people[0]


def three_sets() -> Person:
    """Two drafts and a frozen set, seen by the manager who made them."""
    maker = person(Role.MANAGER, Kind.OZJT)
    first = report(1, maker)
    for number in (1, 2, 3):
        row = MeetingSet.objects.create(
            title=f"Set {number}",
            date=date(2022, 3, number),
            created_at=NOW + timedelta(hours=number),
            created_by=maker,
            created_by_name=f"Maker {number}",
        )
        body = Body.objects.order_by("order")[number]
        row.meeting = Meeting.objects.create(body=body, date=date(2022, 3, number), submit_by=date(2022, 2, number))
        for order in range(1, number + 1):
            kept = first if order == 1 else report(10 * number + order, maker)
            SetDocument.objects.create(meeting_set=row, report=kept, order=order)
        row.file, row.pages, row.bound_version = first.file, number, 1
        if number == 3:
            row.state, row.frozen_at, row.frozen_by_name = "frozen", NOW, maker.name
        row.save()
    return maker


def many_bodies() -> Person:
    """The bodies of the reference data, three of them with a meeting and a notice period of their own."""
    keeper = officer()
    for number, row in enumerate(Body.objects.filter(organisation__isnull=True)[:3], 1):
        Body.objects.filter(id=row.id).update(notice_days=number)
        Meeting.objects.create(body=row, date=date(2099, 4, number), submit_by=date(2099, 3, number))
    return keeper


def three_meetings() -> Person:
    """Meetings of three bodies that differ in everything a list sorts by."""
    keeper = officer()
    for number, row in enumerate(Body.objects.filter(organisation__isnull=True)[:3], 1):
        Meeting.objects.create(
            body=row,
            date=date(2022, 4, number),
            submit_by=date(2022, 3, number),
            place=f"Zaal {number}",
            papers_sent_at=NOW + timedelta(days=number),
            state=("planned", "held", "cancelled")[number - 1],
            cancel_reason="Proef" if number == 3 else "",
        )
    return keeper


def unlike_trajectories() -> Person:
    """Three trajectories that stand differently in everything the overview shows, seen by a manager."""
    three_trajectories()
    for number, row in enumerate(Trajectory.objects.order_by("name"), 1):
        row.milestones.create(date=date(2099, 1, number), what=f"Mijlpaal {number}")
        phase = row.phases.get(code=str(number - 1))
        dates = {"planned_start": date(2021, 1, 1), "planned_end": date(2022, 1, number)}
        Phase.objects.filter(id=phase.id).update(has_exception=True, exceptions=number, **dates)
        if number > 1:  # a phase that ends after the contracts start, and research with no time
            row.phases.filter(code="5").update(planned_start=date(2030, 1, 1), planned_end=date(2031, 1, 1))
        Check.objects.filter(phase=phase, is_obligatory=True, order__lte=number).update(**NOT_NEEDED)
    decided(1, officer(), Trajectory.objects.earliest("name"))
    return person(Role.MANAGER, Kind.OZJT)


def municipalities_at_work() -> Person:
    """The municipalities of the reference data: two in a trajectory, one of whose people has work and a meeting."""
    keeper = officer()
    first = municipalities()[0]
    row = trajectory(1, keeper)
    clerk = Person.objects.create_user("ambtenaar@voorbeeld.example", name="Ambtenaar")
    Membership.objects.create(
        person=clerk, organisation=first, role=Role.MUNICIPALITY_OFFICIAL, valid_from=date(2020, 1, 1)
    )
    Check.objects.filter(phase=row.phases.first(), order=1).update(owner=clerk)
    college = Body.objects.get(organisation=first, kind="college")
    Meeting.objects.create(body=college, date=date(2099, 3, 2), submit_by=date(2099, 2, 1))
    return keeper


def three_mandates() -> Person:
    """Mandates that differ in everything a list sorts by."""
    keeper = officer()
    who = who_is(person_id=keeper.id, name=keeper.name, today=NOW.date())
    periods = ((2021, 2022), (2022, 2098), (2097, 2099))  # ended, valid and coming on whatever day this runs
    for number, (first, last) in enumerate(periods, 1):
        plan = MandatePlan(
            title=f"Mandaat {number}",
            holder_function=f"functie {number}",
            holder_id=officer().id,
            act_codes=["award_notice", "warning_letter", "dissolution"][:number],
            organisation_ids=[row.id for row in municipalities()[:number]],
            valid_from=date(first, 6, 1),
            valid_until=date(last, 6, 1),
            source="Proef",
        )
        register(plan=plan, who=who, now=NOW)
    return keeper


def three_days() -> Person:
    """Two milestones of two trajectories, and the first and last day of a phase."""
    owner = officer()
    who = who_is(person_id=owner.id, name=owner.name, today=NOW.date())
    soon = now().astimezone(AMSTERDAM).date() + timedelta(days=10)
    for number in (1, 2):
        row = trajectory(number, owner, contract_start=date(2040, 1, 1))
        day = soon + timedelta(days=3 - number)
        add_milestone(trajectory_id=row.id, date=day, what=f"Besluit {number}", is_public=False, who=who, now=NOW)
    row.phases.filter(code="0").update(planned_start=soon, planned_end=soon + timedelta(days=30))
    return owner


CASES = {
    case.view: case
    for case in (
        ListCase("bodies:list", fill=many_bodies, bare=None, misses={"naam": "bestaat nergens"}),
        ListCase("bodies:meetings", fill=three_meetings, bare=officer, misses={"vanaf": "1-1-2099"}),
        ListCase("mandates:list", fill=three_mandates, bare=officer, misses={"houder": "niemand"}),
        ListCase(
            "agenda:list",
            fill=three_days,
            bare=official,
            misses={"tekst": "bestaat nergens"},
            queries_of_a_file=9,  # it collects from every room
        ),
        ListCase("municipality:list", fill=municipalities_at_work, bare=None, misses={"naam": "bestaat nergens"}),
        ListCase(
            "overview:overview",
            fill=unlike_trajectories,
            bare=lambda: person(Role.MANAGER, Kind.OZJT),
            misses={"naam": "bestaat nergens"},
            queries_of_a_file=11,
        ),
        ListCase("library:reports", fill=three_reports, bare=official, misses={"over": "bestaat nergens"}),
        ListCase(
            "looks:list", fill=three_looks, bare=lambda: person(Role.AUDITOR, Kind.OZJT), misses={"wie": "niemand"}
        ),
        ListCase("people:list", fill=three_people, bare=None, misses={"naam": "niemand"}),
        ListCase("trajectory:list", fill=three_trajectories, bare=official, misses={"naam": "bestaat nergens"}),
        ListCase(
            "checks:list",
            fill=many_checks,
            bare=None,
            misses={"tekst": "bestaat nergens"},
            kwargs={"slug": "proef-1"},
        ),
        ListCase("deputies:list", fill=three_deputyships, bare=official, misses={"wie": "bestaat nergens"}),
        ListCase("notices:list", fill=three_notices, bare=officer, misses={"wat": "bestaat nergens"}),
        ListCase(
            "gates:conditions",
            fill=conditions,
            bare=None,
            misses={"tekst": "bestaat nergens"},
            kwargs={"slug": "proef-1"},
            queries_of_a_file=10,  # every provider judges once
        ),
        ListCase(
            "meeting_sets:list",
            fill=three_sets,
            bare=lambda: person(Role.MANAGER, Kind.OZJT),
            misses={"titel": "bestaat nergens"},
        ),
        ListCase("decisions:list", fill=three_decisions, bare=official, misses={"titel": "bestaat nergens"}),
        ListCase("decisions:waiting", fill=three_waiting, bare=official, misses={"besluit": "bestaat nergens"}),
        ListCase(
            "resolutions:list",
            fill=three_decisions,
            bare=None,
            misses={"titel": "bestaat nergens"},
            kwargs={"slug": "proef-1"},
        ),
        ListCase("jobs:mine", fill=three_jobs, bare=officer, misses={"stand": "cancelled"}),
    )
}
