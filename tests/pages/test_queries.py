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
from core.deadlines.services import set_deadline
from core.history.services import recorded
from core.jobs.models import Job
from core.terms.rules import LegalTerm, Unit
from governance.bodies import services as calendar
from governance.bodies.models import Body
from procurement.checks import services as checking
from procurement.gates.models import GatePassage
from procurement.trajectory import services
from procurement.trajectory.models import Check, Phase
from tests.access.decisions import more_decisions
from tests.access.table import TABLE, Furnished, away, expected, kept_mandate, kept_report, liked, remarked, told
from tests.conftest import NOW, TODAY
from tests.pages.list_cases import CASES

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
LINK = "https://voorbeeld.example/stuk"
# Around every page of a colleague: session, person, clock, roles, for whom they stand in, two for the navigation, one
# for the bell. A timeline takes two for each of its seven tables.
QUERIES = {
    "today:today": 42,
    "portal:home": 9,
    "overview:overview": 39,
    "municipality:list": 12,
    "municipality:municipality": 18,
    "trajectory:list": 11,
    "trajectory:start": 12,
    "trajectory:trajectory": 33,
    "trajectory:edit": 10,
    "trajectory:announce": 10,
    "trajectory:milestone_add": 9,
    "trajectory:milestone_remove": 10,
    "trajectory:timeline": 27,
    "checks:list": 12,
    "trajectory:phase": 45,
    "trajectory:plan": 10,
    "checks:add": 9,
    "checks:profile": 9,
    "gates:conditions": 19,
    "trajectory:models": 8,
    "checks:divide": 11,
    "checks:end_product": 11,
    "checks:check": 14,
    "checks:settle": 10,
    "checks:assign": 10,
    "checks:remark": 9,
    "meeting_sets:list": 11,
    "meeting_sets:new": 10,
    "meeting_sets:set": 10,
    "meeting_sets:pdf": 6,
    "meeting_sets:edit": 10,
    "meeting_sets:add": 10,
    "meeting_sets:bind": 9,
    "checks:evidence": 11,
    "search:search": 8,
    "checks:evidence_file": 6,
    "checks:evidence_withdraw": 11,
    "gates:pass": 17,
    "gates:confirm": 12,
    "planning:planning": 14,
    "planning:what_if": 11,
    "planning:scenario": 12,
    "planning:freeze": 11,
    "planning:take_over": 11,
    "planning:keep": 11,
    "planning:apply": 11,
    "planning:scenario_edit": 12,
    "planning:scenario_remove": 10,
    "planning:scenario_apply": 12,
    "progress:reports": 11,
    "library:reports": 11,
    "reports:report": 11,
    "reports:pdf": 6,
    "catalogue:pyramid": 9,
    "catalogue:segment": 12,
    "people:list": 13,
    "people:invite": 9,
    "people:person": 14,
    "people:role_add": 12,
    "people:role_end": 12,
    "people:active": 11,
    "looks:list": 11,
    "jobs:mine": 11,
    "jobs:job": 9,
    "notices:list": 11,
    "notices:digest": 9,
    "factors:account": 11,
    "factors:app_add": 9,
    "factors:app_picture": 2,
    "factors:app_remove": 9,
    "factors:key_add": 13,
    "factors:key_rename": 9,
    "factors:key_remove": 10,
    "factors:codes": 9,
    "factors:reset": 11,
    "handover:handover": 13,
    "deputies:list": 11,
    "deputies:arrange": 9,
    "deputies:stop": 9,
    "remarks:add": 10,
    "remarks:edit": 13,
    "remarks:withdraw": 12,
    "filters:change": 9,
    "filters:remove": 9,
    "agenda:calculator": 8,
    "agenda:list": 18,
    "agenda:connect": 9,
    "agenda:disconnect": 8,
    "agenda:feed": 26,
    "shell:health": 1,
    "bodies:overview": 14,
    "bodies:list": 11,
    "bodies:body": 16,
    "bodies:notice": 9,
    "bodies:meetings": 12,
    "bodies:meeting_add": 10,
    "bodies:series": 10,
    "bodies:meeting": 12,
    "bodies:meeting_edit": 9,
    "bodies:meeting_move": 10,
    "bodies:meeting_step": 9,
    "mandates:list": 15,
    "mandates:look_up": 11,
    "mandates:mandate": 14,
    "mandates:file": 6,
    "mandates:register": 15,
    "mandates:renew": 16,
    "mandates:withdraw": 9,
    "mandates:holder": 10,
    "decisions:list": 13,
    "decisions:waiting": 13,
    "decisions:decision": 36,
    "decisions:compare": 10,
    "decisions:memo": 12,
    "decisions:paper": 6,
    "decisions:result": 12,
    "decisions:condition": 9,
    "decisions:condition_plan": 10,
    "decisions:comment": 9,
    "decisions:answer": 9,
    "decisions:reactions": 9,
    "decisions:edit": 12,
    "decisions:write": 10,
    "decisions:move": 14,
    "decisions:route": 13,
    "decisions:step_add": 10,
    "decisions:motivate": 11,
    "decisions:step": 10,
    "decisions:evidence": 10,
    "resolutions:list": 14,
    "resolutions:prepare": 12,
    "resolutions:prepare_phase": 13,
    "resolutions:report": 11,
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
    away(house.cast, number=number + 10)
    for prefix, key in (("traject", pilot.slug), ("fase", str(phase.id)), ("controlepunt", str(house.check.id))):
        remarked(house.cast, number=number, prefix=prefix, key=key)
    for name in CASES:
        liked(house.cast, number=number, person=house.cast.mila, list_name=name)
    more_decisions(house.cast, pilot, house.decisions, number)
    set_deadline(
        subject_key="proef:1", subject_name="Proef", code=f"d{number}", title="Reageer", path="/", starts_on=start,
        term=LegalTerm(Unit.WEEKS, 2), owner_id=house.cast.mila.id, who=sanne,
    )  # fmt: skip
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
