"""How often every page asks the database: the same for one row and for three of everything that it lists."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.looks.models import Look
from accounts.organisations.models import Membership, Organisation
from accounts.people.models import Person
from core.history.services import recorded
from core.jobs.models import Job
from governance.bodies import services as calendar
from governance.bodies.models import Body
from procurement.checks import services as checking
from procurement.gates.models import GatePassage
from procurement.trajectory import services
from procurement.trajectory.models import Check, Phase
from tests.access.table import TABLE, Furnished, expected, kept_mandate, kept_report, told
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
LINK = "https://voorbeeld.example/stuk"
# Around every page of a colleague: session, person, clock, roles, two for the navigation, one for the bell. A timeline
# takes two for each of its six tables.
QUERIES = {
    "today:today": 32,
    "portal:home": 8,
    "municipality:municipality": 13,
    "trajectory:list": 9,
    "trajectory:start": 11,
    "trajectory:trajectory": 23,
    "trajectory:edit": 9,
    "trajectory:announce": 9,
    "trajectory:milestone_add": 8,
    "trajectory:milestone_remove": 9,
    "trajectory:timeline": 22,
    "checks:list": 10,
    "trajectory:phase": 31,
    "trajectory:plan": 9,
    "checks:add": 8,
    "checks:profile": 8,
    "gates:conditions": 12,
    "trajectory:models": 7,
    "checks:divide": 10,
    "checks:end_product": 10,
    "checks:check": 10,
    "checks:settle": 9,
    "checks:assign": 9,
    "checks:remark": 8,
    "meeting_sets:list": 9,
    "meeting_sets:new": 9,
    "meeting_sets:set": 9,
    "meeting_sets:pdf": 5,
    "meeting_sets:edit": 9,
    "meeting_sets:add": 9,
    "meeting_sets:bind": 8,
    "checks:evidence": 10,
    "search:search": 7,
    "checks:evidence_file": 5,
    "checks:evidence_withdraw": 10,
    "gates:pass": 11,
    "gates:confirm": 11,
    "planning:planning": 13,
    "planning:what_if": 10,
    "planning:scenario": 11,
    "planning:freeze": 10,
    "planning:take_over": 10,
    "planning:keep": 10,
    "planning:apply": 10,
    "planning:scenario_edit": 11,
    "planning:scenario_remove": 9,
    "planning:scenario_apply": 11,
    "progress:reports": 10,
    "library:reports": 9,
    "reports:report": 10,
    "reports:pdf": 5,
    "catalogue:pyramid": 8,
    "catalogue:segment": 11,
    "people:list": 11,
    "people:invite": 8,
    "people:person": 10,
    "people:role_add": 11,
    "people:role_end": 11,
    "people:active": 10,
    "looks:list": 9,
    "jobs:mine": 9,
    "jobs:job": 8,
    "notices:list": 9,
    "notices:digest": 8,
    "factors:account": 10,
    "factors:app_add": 8,
    "factors:app_picture": 2,
    "factors:app_remove": 8,
    "factors:key_add": 12,
    "factors:key_rename": 8,
    "factors:key_remove": 9,
    "factors:codes": 8,
    "factors:reset": 10,
    "shell:health": 1,
    "bodies:overview": 12,
    "bodies:list": 9,
    "bodies:body": 14,
    "bodies:notice": 8,
    "bodies:meetings": 10,
    "bodies:meeting_add": 9,
    "bodies:series": 9,
    "bodies:meeting": 11,
    "bodies:meeting_edit": 8,
    "bodies:meeting_move": 9,
    "bodies:meeting_step": 8,
    "mandates:list": 13,
    "mandates:look_up": 10,
    "mandates:mandate": 13,
    "mandates:file": 5,
    "mandates:register": 14,
    "mandates:renew": 15,
    "mandates:withdraw": 8,
    "mandates:holder": 9,
}


def reader(name: str) -> str:
    """Who sees most on a page: a manager, or else the first of the table who gets to see it."""
    shown = [who for who, status in expected(name).items() if status == 200]
    return "mila" if "mila" in shown else next(who for who in shown if who != "a stranger")


def more(house: Furnished, number: int) -> None:
    """One more of everything that a page lists."""
    sanne, pilot, phase = house.cast.who("sanne"), house.phase.trajectory, house.phase
    start = NOW.date() + timedelta(days=number)
    services.add_milestone(trajectory_id=pilot.id, date=start, what=f"M {number}", is_public=True, who=sanne, now=NOW)
    for check_id in (house.check.id, None):
        checking.add_evidence(phase_id=phase.id, check_id=check_id, title="Stuk", url=LINK, who=sanne, now=NOW)
    anouk = house.cast.who("anouk")
    checking.add_evidence(phase_id=phase.id, check_id=house.check.id, title="Stuk", url=LINK, who=anouk, now=NOW)
    for code, owner in ((f"0.1-{'acde'[number]}", "mila"), (f"0.2-{'acde'[number]}", "anouk")):
        row = (
            Check.objects.filter(phase=phase, code=code).first()
            or Check.objects.filter(phase=phase, code="0.5-a").get()
        )
        checking.assign_check(check_id=row.id, owner_id=getattr(house.cast, owner).id, who=sanne, today=TODAY)
    GatePassage.objects.create(
        phase=phase, step="open", with_exception=True, reason="R", conditions=[], passed_at=NOW,
        passed_by=house.cast.sanne, passed_by_name="Sanne",
    )  # fmt: skip
    kept_report(house.cast, pilot, number=number + 10)
    for slug in ("college-almelo", "ab-samentwente"):
        body = Body.objects.get(slug=slug)
        calendar.plan_meeting(body_id=body.id, day=date(2099, 3, 1 + number), submit_by=date(2099, 2, 26), who=sanne)
    kept_mandate(house.cast)
    told(house.cast, number=number + 10)
    for person in (house.cast.sanne, house.cast.mila):
        Job.objects.create(kind="x", title="T", requested_by=person, requested_by_name="S", requested_at=NOW)
    Look.objects.create(
        moment=NOW, person_id=uuid4(), person_name="K", subject_kind="bewijs", subject_id=uuid4(), subject_name="S",
        context_key="traject:proefpilot", allowed=True,
    )  # fmt: skip
    for slug, kind, role in (
        ("almelo", "municipality", "municipality_official"),
        ("voorbeeldzorg-de-els", "provider", "provider_member"),
    ):
        person = Person.objects.create_user(f"{slug}{number}@voorbeeld.example", name=f"Persoon {number}")
        Membership.objects.create(
            person=person, organisation=Organisation.objects.get(slug=slug, kind=kind), role=role, valid_from=TODAY
        )
    Membership.objects.create(
        person=house.cast.bram, organisation=Organisation.objects.get(slug="ozjt"), role="manager",
        valid_from=date(2020, 1, number + 1), valid_until=date(2020, 2, number + 1),
    )  # fmt: skip
    trajectory = services.start_trajectory(
        plan=services.Plan(
            name=f"Traject {number}", summary="", profile="pilot", contract_start=date(2026, 1, 1), max_term_years=4,
            value_full_term=None, owner_id=house.cast.mila.id,
            municipality_ids=list(Organisation.objects.filter(kind="municipality").values_list("id", flat=True)),
            segment_ids=list(pilot.segments.values_list("id", flat=True)),
        ),
        who=sanne, reason="", now=NOW,
    )  # fmt: skip
    services.announce(trajectory_id=trajectory.id, text="Tekst", who=sanne, now=NOW)


def counts(house: Furnished, signed_in: Opener) -> dict[str, int]:
    """How many queries each page takes."""
    found = {}
    for name in TABLE:
        if 200 in (status for who, status in expected(name).items() if who != "a stranger"):
            client, address = signed_in(reader(name)), house.address(name)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
                if answer.streaming:
                    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
            assert answer.status_code == 200, name
            found[name] = len(queries)
    return found


def test_every_page_takes_the_same_queries_for_one_row_and_for_three(house: Furnished, signed_in: Opener) -> None:
    with recorded(house.cast.who("sanne")):
        Phase.objects.filter(id=house.phase.id).update(state="open", opened_at=NOW)
        more(house, 1)
    one = counts(house, signed_in)
    with recorded(house.cast.who("sanne")):
        more(house, 2)
        more(house, 3)
    three = counts(house, signed_in)
    assert one == three
    assert one == QUERIES
