"""Who gets which answer at which address: the whole house as one table, and the addresses to ask it with.

The pages are asked about the pilot, in which Almelo takes part and Enschede does not. Anouk of Almelo owns the check.
200 shown, 302 sent elsewhere, 403 refused with the reason, 404 does not exist for them, 405 only to be posted to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.deputies.models import Deputyship
from accounts.filters.models import SavedFilter
from accounts.notices.models import Notice
from accounts.notices.rules import NoticeKind
from accounts.notices.services import notify
from accounts.organisations.models import Membership, Organisation
from accounts.people.models import Person
from accounts.remarks.models import Comment
from accounts.remarks.services import add_comment
from core.files.services import keep
from core.history.services import recorded
from core.jobs.models import Job
from core.reports.models import Report
from desk.agenda.services import connect
from governance.bodies import services as calendar
from governance.bodies.models import Body, Meeting
from governance.mandates.models import Mandate
from procurement.checks import services as checking
from procurement.planning.models import PlanScenario
from procurement.planning.queries import situation_of
from procurement.planning.services import keep_scenario
from procurement.planning.what_if import Change, stand_of
from procurement.progress.queries import PROGRESS
from procurement.trajectory import services
from procurement.trajectory.models import Check, Evidence, Milestone, Phase, Trajectory
from tests.access.decisions import DECISION_POSTS, DECISION_TABLE, FurnishedDecisions, furnish_decisions
from tests.access.governance import GOVERNANCE, kept_mandate, small_pdf
from tests.access.sets import ROWS, SENT, Sets, make_sets
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.factors import code_now, credential, elsewhere, equip

# officer, manager, administrator, auditor, official of Almelo, official of Enschede, provider
STRANGER = "a stranger"
PERSONAS = (STRANGER, "sanne", "mila", "teun", "iris", "anouk", "emre", "daan")
TABLE = {
    # name                          stranger sanne mila teun iris anouk emre daan
    "today:today": "                     302  200  200  200  200  200  200  302",
    "portal:home": "                     302  403  403  403  403  403  403  200",
    **ROWS,
    "search:search": "                   302  200  200  200  200  200  200  404",
    "overview:overview": "               302  403  200  403  200  403  403  404",
    "municipality:list": "               302  200  200  200  200  403  403  404",
    "municipality:municipality": "       302  200  200  200  200  200  404  404",
    "trajectory:list": "                 302  200  200  200  200  200  200  404",
    "trajectory:start": "                302  200  200  403  403  403  403  404",
    "trajectory:trajectory": "           302  200  200  200  200  200  404  404",
    "trajectory:edit": "                 302  200  200  403  403  403  404  404",
    "trajectory:announce": "             302  200  200  403  403  403  404  404",
    "trajectory:milestone_add": "        302  200  200  403  403  403  404  404",
    "trajectory:milestone_remove": "     302  200  200  403  403  403  404  404",
    "trajectory:timeline": "             302  200  200  200  200  200  404  404",
    "checks:list": "                     302  200  200  200  200  200  404  404",
    "trajectory:phase": "                302  200  200  200  200  200  404  404",
    "trajectory:plan": "                 302  200  200  403  403  403  404  404",
    "checks:add": "                      302  200  200  403  403  403  404  404",
    "checks:profile": "                  302  200  200  403  403  403  404  404",
    "gates:conditions": "                302  200  200  200  200  200  404  404",
    "trajectory:models": "               302  200  200  200  200  200  200  404",
    "checks:divide": "                     302  200  200  403  403  403  404  404",
    "checks:end_product": "                302  200  200  403  403  403  404  404",
    "checks:check": "                      302  200  200  200  200  200  404  404",
    "checks:settle": "                     302  200  200  403  403  200  404  404",
    "checks:assign": "                     302  200  200  403  403  403  404  404",
    "checks:remark": "                     302  200  200  403  403  200  404  404",
    "checks:evidence": "                   302  200  200  403  403  200  404  404",
    "checks:evidence_file": "              302  200  200  200  200  200  404  404",
    "checks:evidence_withdraw": "          302  200  200  403  403  200  404  404",
    "gates:pass": "                      302  200  200  403  403  403  404  404",
    "gates:confirm": "                   302  200  200  403  403  403  403  404",
    "progress:reports": "                302  200  200  200  200  200  404  404",
    "bodies:overview": "                 302  200  200  200  200  200  200  404",
    "bodies:list": "                     302  200  200  200  200  200  200  404",
    "bodies:body": "                     302  200  200  200  200  200  404  404",
    "bodies:notice": "                   302  200  200  403  403  200  404  404",
    "bodies:meetings": "                 302  200  200  200  200  200  200  404",
    "bodies:meeting_add": "              302  200  200  403  403  200  200  404",
    "bodies:series": "                   302  200  200  403  403  200  200  404",
    "bodies:meeting": "                  302  200  200  200  200  200  404  404",
    "bodies:meeting_edit": "             302  200  200  403  403  200  404  404",
    "bodies:meeting_move": "             302  200  200  403  403  200  404  404",
    "bodies:meeting_step": "             302  200  200  403  403  200  404  404",
    "mandates:list": "                   302  200  200  200  200  200  200  404",
    "mandates:look_up": "                302  200  200  200  200  200  200  404",
    "mandates:mandate": "                302  200  200  200  200  200  200  404",
    "mandates:file": "                   302  200  200  200  200  200  200  404",
    "mandates:register": "               302  200  200  403  403  403  403  404",
    "mandates:renew": "                  302  200  200  403  403  403  403  404",
    "mandates:withdraw": "               302  200  200  403  403  403  403  404",
    "mandates:holder": "                 302  200  200  403  403  403  403  404",
    "planning:planning": "               302  200  200  200  200  200  404  404",
    "planning:what_if": "                302  200  200  200  200  200  404  404",
    "planning:scenario": "               302  200  200  200  200  200  404  404",
    "planning:freeze": "                 302  200  200  403  403  403  404  404",
    "planning:take_over": "              302  200  200  403  403  403  404  404",
    "planning:keep": "                   302  200  200  403  403  403  404  404",
    "planning:apply": "                  302  200  200  403  403  403  404  404",
    "planning:scenario_edit": "          302  200  200  403  403  403  404  404",
    "planning:scenario_remove": "        302  200  200  403  403  403  404  404",
    "planning:scenario_apply": "         302  200  200  403  403  403  404  404",
    "library:reports": "                 302  200  200  200  200  200  200  404",
    **DECISION_TABLE,
    "reports:report": "                  302  200  200  200  200  200  404  404",
    "reports:pdf": "                     302  200  200  200  200  200  404  404",
    "catalogue:pyramid": "               302  200  200  200  200  200  200  404",
    "catalogue:segment": "               302  200  200  200  200  200  200  404",
    "people:list": "                     302  403  200  200  200  403  403  404",
    "people:invite": "                   302  403  403  200  403  403  403  404",
    "people:person": "                   302  403  200  200  200  403  403  404",
    "people:role_add": "                 302  403  403  200  403  403  403  404",
    "people:role_end": "                 302  403  403  200  403  403  403  404",
    "people:active": "                   302  403  403  200  403  403  403  404",
    "people:seen": "                     302  405  405  405  405  405  405  405",
    "factors:account": "                 302  200  200  200  200  200  200  200",
    "factors:owed": "                    302  302  302  302  302  302  302  302",
    "factors:app_add": "                 302  302  200  200  200  200  200  200",
    "factors:app_picture": "             302  200  200  200  200  200  200  200",
    "factors:app_remove": "              302  200  404  404  404  404  404  404",
    "factors:key_add": "                 302  200  200  200  200  200  200  200",
    "factors:key_rename": "              302  200  404  404  404  404  404  404",
    "factors:key_remove": "              302  200  404  404  404  404  404  404",
    "factors:codes": "                   302  200  200  200  200  200  200  200",
    "factors:codes_file": "              302  302  302  302  302  302  302  302",
    "factors:codes_saved": "             302  405  405  405  405  405  405  405",
    "factors:sessions_end": "            302  405  405  405  405  405  405  405",
    "factors:session_end": "             302  405  405  405  405  405  405  405",
    "factors:reset": "                   302  403  403  200  403  403  403  404",
    "looks:list": "                      302  403  200  403  200  403  403  404",
    "deputies:list": "                   302  200  200  200  200  200  200  404",
    "deputies:arrange": "                302  200  200  200  200  200  200  404",
    "deputies:stop": "                   302  200  200  200  403  404  404  404",
    "remarks:add": "                     302  200  200  200  403  200  404  404",
    "remarks:edit": "                    302  200  403  403  403  403  404  404",
    "remarks:withdraw": "                302  200  403  403  403  403  404  404",
    "filters:save": "                    302  405  405  405  405  405  405  404",
    "filters:change": "                  302  200  404  404  404  404  404  404",
    "filters:remove": "                  302  200  404  404  404  404  404  404",
    "handover:handover": "               302  200  200  200  200  200  200  404",
    "notices:list": "                    302  200  200  200  200  200  200  404",
    "notices:read_all": "                302  405  405  405  405  405  405  404",
    "notices:digest": "                  302  200  200  200  200  200  200  404",
    "notices:read": "                    302  405  404  404  404  404  404  404",
    "jobs:mine": "                       302  200  200  200  200  200  200  200",
    "jobs:job": "                        302  200  404  404  404  404  404  404",
    "jobs:stop": "                       302  405  404  404  404  404  404  404",
    "agenda:calculator": "               302  200  200  200  200  200  200  404",
    "agenda:list": "                     302  200  200  200  200  200  200  404",
    "agenda:connect": "                  302  200  200  200  200  200  200  404",
    "agenda:disconnect": "               302  200  200  200  200  200  200  404",
    "agenda:feed": "                     200  200  200  200  200  200  200  200",
    "shell:health": "                    200  200  200  200  200  200  200  200",
}

# Signing in is allauth's; what is not here is not reachable. A stranger's answer and that of somebody signed in.
ALLAUTH = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_inactive": (200, 200),
    "account_signup": (200, 302),  # says that it is closed; mails to unknown addresses refer to it
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "openid_connect_login": (404, 404),  # without a provider in the settings
    "openid_connect_callback": (404, 404),
    "mfa_authenticate": (302, 302),  # only after the password
    "mfa_reauthenticate": (302, 302),  # who has no factor is asked for the password
    "mfa_reauthenticate_webauthn": (302, 302),
}
ALLAUTH_KWARGS: dict[str, dict[str, str]] = {
    "account_reset_password_from_key": {"uidb36": "0", "key": "stale"},
    "openid_connect_login": {"provider_id": "organisatie"},
    "openid_connect_callback": {"provider_id": "organisatie"},
}

# What an entitled person sends to each page that changes something, and who that is.
POSTS: dict[str, tuple[str, dict[str, Any]]] = {
    **SENT,
    "trajectory:start": (
        "sanne",
        {
            "name": "Nog een",
            "summary": "",
            "contract_start": "1-1-2045",
            "max_term_years": "4",
            "value_full_term": "",
            "owner": "<sanne>",
            "phase_model": "eva",
            "profile": "pilot",
            "municipalities": ["<almelo>"],
            "segments": ["<segment>"],
        },
    ),
    "trajectory:edit": (
        "sanne",
        {
            "name": "Anders",
            "contract_start": "1-1-2045",
            "max_term_years": "6",
            "owner": "<sanne>",
            "version": "<version of the pilot>",
        },
    ),
    "checks:add": (
        "sanne",
        {"text": "Elk college heeft de cijfers.", "aspect": "inhoud", "explanation": "", "is_obligatory": "on"},
    ),
    "checks:profile": (
        "sanne",
        {"profile": "lot", "reason": "Groter dan gedacht.", "version": "<version of the pilot>"},
    ),
    "trajectory:announce": ("sanne", {"text": "Wij kopen in."}),
    "trajectory:milestone_add": ("sanne", {"date": "1-3-2022", "what": "Besluit", "is_public": "on"}),
    "trajectory:milestone_remove": ("sanne", {"reason": "Vervalt"}),
    "trajectory:plan": (
        "sanne",
        {"start": "1-11-2021", "end": "1-3-2022", "reason": "Later", "version": "<version of the phase>"},
    ),
    "checks:divide": ("sanne", {"owner": "<sanne>"}),
    "checks:end_product": (
        "sanne",
        {"title": "Eindproduct", "kind": "link", "url": "https://voorbeeld.example/"},
    ),
    "checks:settle": ("sanne", {"reason": "Niet nodig"}),
    "checks:assign": ("sanne", {"owner": "<sanne>"}),
    "checks:remark": ("sanne", {"remark": "Een toelichting", "version": "<version of the check>"}),
    "checks:evidence": ("sanne", {"title": "Bewijs", "kind": "link", "url": "https://voorbeeld.example/"}),
    "checks:evidence_withdraw": ("sanne", {"reason": "Verkeerd stuk"}),
    "gates:pass": ("sanne", {"reason": "Wij beginnen"}),
    "gates:confirm": ("sanne", {"reason": "Besluit van 1 februari"}),
    "progress:reports": ("sanne", {}),
    **GOVERNANCE,
    "planning:planning": ("sanne", {}),
    "planning:freeze": ("sanne", {"naam": "Bij de start", "reden": "Besproken"}),
    "planning:take_over": ("sanne", {"reden": "Wij volgen de doorlooptijden", "gezien": "<stand>"}),
    "planning:keep": ("sanne", {"naam": "Later", "fase": "3", "weken": "2"}),
    "planning:apply": ("sanne", {"reden": "Loopt uit", "gezien": "<stand>", "fase": "3", "weken": "2"}),
    "planning:scenario_edit": (
        "sanne",
        {"naam": "Veel later", "fase": "3", "weken": "6", "version": "<version of the scenario>"},
    ),
    "planning:scenario_remove": ("sanne", {"reden": "Niet nodig"}),
    "planning:scenario_apply": ("sanne", {"reden": "Besloten", "gezien": "<stand>"}),
    "people:invite": (
        "teun",
        {
            "name": "Nieuw",
            "email": "nieuw@voorbeeld.example",
            "organisation": "<almelo>",
            "role": "municipality_official",
            "valid_from": "1-1-2022",
        },
    ),
    "people:role_add": ("teun", {"organisation": "<ozjt>", "role": "auditor", "valid_from": "1-1-2022"}),
    "people:role_end": ("teun", {"last_day": "1-3-2022", "reason": "Andere baan"}),
    "people:active": ("teun", {"reason": "Uit dienst"}),
    **DECISION_POSTS,
    "people:seen": ("sanne", {}),
    "factors:app_add": ("mila", {"code": "<code>"}),
    "factors:app_remove": ("sanne", {}),
    "factors:key_add": ("sanne", {"name": "Telefoon", "credential": "<credential>"}),
    "factors:key_rename": ("sanne", {"name": "Laptop"}),
    "factors:key_remove": ("sanne", {}),
    "factors:codes": ("sanne", {}),
    "factors:codes_saved": ("sanne", {}),
    "factors:sessions_end": ("sanne", {}),
    "factors:session_end": ("sanne", {}),
    "factors:reset": ("teun", {"reason": "Telefoon kwijt"}),
    "jobs:stop": ("sanne", {}),
    "deputies:arrange": (
        "sanne",
        {"deputy": "<bram>", "first_day": "1-6-2045", "last_day": "10-6-2045", "reason": "Vakantie"},
    ),
    "deputies:stop": ("sanne", {"reason": "Eerder terug"}),
    "remarks:add": ("sanne", {"text": "Kijk eens, @Bram"}),
    "remarks:edit": ("sanne", {"text": "Anders", "version": "<version of the comment>"}),
    "remarks:withdraw": ("sanne", {}),
    "filters:save": ("sanne", {"path": "/trajecten/", "query": "naam=pilot", "name": "Pilots"}),
    "filters:change": ("sanne", {"name": "Anders"}),
    "filters:remove": ("sanne", {}),
    "handover:handover": (
        "sanne",
        {"receiver": "<bram>", "chosen": ["<the pilot>"], "reason": "Andere taken"},
    ),
    "notices:read_all": ("sanne", {}),
    "notices:digest": ("sanne", {"digest": "off"}),
    "notices:read": ("sanne", {}),
    "agenda:connect": ("sanne", {}),
    "agenda:disconnect": ("sanne", {}),
}
# What everybody may do for themselves: remember what they have read, and guard their own account.
OWN_AFFAIRS = {
    "people:seen",
    "deputies:arrange",
    "filters:save",
    "notices:read_all",
    "notices:digest",
    "agenda:connect",
    "agenda:disconnect",
} | {name for name in TABLE if name.startswith("factors:") and name != "factors:reset"}
# What a stranger gets to see: the address of a feed is its own key.
OPEN = {"shell:health", "agenda:feed"}


def names(patterns: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """The name and view of every address of the house."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def expected(name: str) -> dict[str, int]:
    """The row of the table, by persona."""
    return dict(zip(PERSONAS, map(int, TABLE[name].split()), strict=True))


@dataclass(frozen=True)
class Furnished:
    """The pilot with one of everything that an address can be about."""

    cast: Cast
    walk: Walk
    phase: Phase
    check: Check
    evidence: Evidence
    milestone: Milestone
    report: Report
    job: Job
    notice: Notice
    key_id: Any
    session_id: Any
    sets: Sets
    meeting: Meeting
    mandate: Mandate
    scenario: PlanScenario
    secret: str
    deputyship: Deputyship
    comment: Comment
    saved_filter: SavedFilter
    decisions: FurnishedDecisions

    def kwargs(self, name: str) -> dict[str, Any]:
        """What the address of this name needs."""
        pilot = {"slug": self.phase.trajectory.slug}
        phase, check = pilot | {"phase": self.phase.slug}, pilot | {"check": self.check.id}
        person = {"person": self.cast.bram.id}
        college, mandate = {"slug": "college-almelo"}, {"mandate": self.mandate.id}
        meeting = {"meeting": self.meeting.id}
        particular: dict[str, dict[str, Any]] = self.sets.kwargs() | {
            "bodies:body": college,
            "bodies:notice": college,
            "bodies:meeting": meeting,
            "bodies:meeting_edit": meeting,
            "bodies:meeting_move": meeting,
            "bodies:meeting_step": meeting | {"step": "cancel"},
            "mandates:mandate": mandate,
            "mandates:file": mandate,
            "mandates:renew": mandate,
            "mandates:withdraw": mandate,
            "mandates:holder": mandate,
            "municipality:municipality": {"slug": "almelo"},
            "catalogue:segment": {"slug": "wonen"},
            "agenda:feed": {"secret": self.secret},
            "trajectory:milestone_remove": pilot | {"milestone": self.milestone.id},
            "trajectory:phase": phase,
            "trajectory:plan": phase,
            "checks:divide": phase,
            "checks:add": phase,
            "checks:end_product": phase,
            "checks:settle": check | {"step": "skip"},
            "checks:evidence_file": {"evidence": self.evidence.id},
            "checks:evidence_withdraw": {"evidence": self.evidence.id},
            "gates:pass": phase | {"step": "open"},
            "gates:confirm": {"slug": "inkoop-proef-2025", "phase": "5", "condition": "5-open-systems-frozen"},
            "reports:report": {"report_id": self.report.id},
            "reports:pdf": {"report_id": self.report.id},
            "jobs:job": {"job_id": self.job.id},
            "jobs:stop": {"job_id": self.job.id},
            "remarks:add": {"prefix": "traject", "key": self.phase.trajectory.slug},
            "remarks:edit": {"comment": self.comment.id},
            "remarks:withdraw": {"comment": self.comment.id},
            "filters:change": {"filter": self.saved_filter.id},
            "filters:remove": {"filter": self.saved_filter.id},
            "deputies:stop": {"deputyship": self.deputyship.id},
            "notices:read": {"notice": self.notice.id},
            "resolutions:prepare_phase": phase,
            "people:person": person,
            "people:role_add": person,
            "people:role_end": person
            | {"membership": Membership.objects.filter(person=self.cast.bram).latest("valid_from").id},
            "people:active": person,
            "factors:key_rename": {"key": self.key_id},
            "factors:key_remove": {"key": self.key_id},
            "factors:session_end": {"session": self.session_id},
            "factors:reset": {"person": self.cast.sanne.id},
        }
        if name in particular:
            return particular[name]
        if name.startswith("decisions:"):
            return self.decisions.kwargs(name)
        if name.startswith("planning:scenario"):
            return pilot | {"scenario": self.scenario.id}
        if name in {"checks:check", "checks:assign", "checks:remark", "checks:evidence"}:
            return check
        without = {"trajectory:list", "trajectory:start", "trajectory:models"}
        within = ("trajectory:", "progress:", "resolutions:", "checks:", "planning:", "gates:conditions")
        return pilot if name.startswith(within) and name not in without else {}

    def address(self, name: str) -> str:
        """Where the page of this name is."""
        return reverse(name, kwargs=self.kwargs(name))

    def sent(self, name: str) -> dict[str, Any]:
        """What an entitled person would send there, with the placeholders filled in."""
        for row in (self.phase.trajectory, self.phase, self.check):
            row.refresh_from_db()
        known = {
            "<report>": str(self.report.id),
            "<sanne>": str(self.cast.sanne.id),
            "<the pilot>": f"trajectory:{self.phase.trajectory_id}",
            "<bram>": str(self.cast.bram.id),
            "<almelo>": str(Organisation.objects.get(slug="almelo").id),
            "<college>": str(Body.objects.get(slug="college-almelo").id),
            "<ozjt>": str(Organisation.objects.get(slug="ozjt").id),
            "<segment>": str(self.phase.trajectory.segments.first().id),  # type: ignore[union-attr]
            "<version of the pilot>": str(self.phase.trajectory.version),
            "<version of the phase>": str(self.phase.version),
            "<version of the comment>": str(self.comment.version),
            "<version of the check>": str(self.check.version),
            "<code>": code_now(),
            "<credential>": credential(),
            "<version of the scenario>": str(self.scenario.version),
            "<stand>": stand_of(situation_of(Trajectory.objects.get(id=self.phase.trajectory_id), TODAY)),
            **self.decisions.known(),
        }
        return {
            key: [known.get(part, part) for part in value] if isinstance(value, list) else known.get(value, value)
            for key, value in POSTS[name][1].items()
        }


def furnish(cast: Cast, walk: Walk) -> Furnished:
    """Put one of everything in the pilot, through the services where there is one."""
    sanne = cast.who("sanne")
    pilot: Any = walk.pilot
    phase = Phase.objects.select_related("trajectory").get(trajectory=pilot, code="0")
    check = Check.objects.get(phase=phase, code="0.1-b")
    checking.assign_check(check_id=check.id, owner_id=cast.anouk.id, who=sanne, today=TODAY)
    evidence = checking.add_evidence(
        phase_id=phase.id,
        check_id=check.id,
        title="Verslag",
        upload=checking.Upload("verslag.pdf", [small_pdf()]),
        who=sanne,
        now=NOW,
    )
    milestone = services.add_milestone(
        trajectory_id=pilot.id, date=TODAY + timedelta(days=30), what="Besluit", is_public=False, who=sanne, now=NOW
    )
    job = Job.objects.create(
        kind="tests.nothing",
        title="Taak",
        requested_by=cast.sanne,
        requested_by_name=cast.sanne.name,
        requested_at=NOW,
        state=Job.State.RUNNING,
    )
    check = Check.objects.select_related("phase__trajectory").get(id=check.id)
    report = kept_report(cast, pilot)
    key_id, session_id = equip(cast.sanne, now=NOW), elsewhere(cast.sanne, now=NOW)
    with recorded(sanne):  # still to come, whatever the day on which the tests run
        Trajectory.objects.filter(id=pilot.id).update(contract_start=date(2045, 1, 1))
    later = Change(part="3", weeks=1)
    scenario = keep_scenario(trajectory_id=pilot.id, name="Een week later", change=later, who=sanne, now=NOW)
    college = Body.objects.get(slug="college-almelo")
    return Furnished(
        cast=cast,
        walk=walk,
        phase=phase,
        check=check,
        evidence=evidence,
        milestone=milestone,
        report=report,
        job=job,
        notice=told(cast),
        key_id=key_id,
        session_id=session_id,
        sets=make_sets(cast, report),
        meeting=calendar.plan_meeting(body_id=college.id, day=date(2022, 9, 27), who=sanne),
        mandate=kept_mandate(cast),
        scenario=scenario,
        secret=connect(who=sanne, now=NOW),
        deputyship=away(cast),
        comment=remarked(cast),
        saved_filter=liked(cast),
        decisions=furnish_decisions(cast, pilot, report, kept_report(cast, pilot, number=2), small_pdf()),
    )


def remarked(cast: Cast, number: int = 1, prefix: str = "traject", key: str = "proefpilot") -> Comment:
    """A comment of Sanne on the pilot, written just now, that names Anouk."""
    return add_comment(
        prefix=prefix, key=key, text=f"Opmerking {number} voor @Anouk", chosen=[], is_internal=False,
        who=cast.who("sanne"), now=timezone.now(),
    )  # fmt: skip


def liked(cast: Cast, number: int = 1, **other: Any) -> SavedFilter:
    """A saved filter of Sanne on the trajectories, or of whom and where it is told."""
    values = {"person": cast.sanne, "list_name": "trajectory:list", "path": "/trajecten/", "query": "naam=pilot"}
    return SavedFilter.objects.create(**values | {"name": f"Filter {number}", "saved_at": NOW} | other)


def away(cast: Cast, number: int = 1) -> Deputyship:
    """Bram stands in for Sanne some day; with a higher number Mila does so now for somebody new."""
    person, deputy = cast.sanne, cast.bram
    first, last = date(2044, 1, 1), date(2044, 1, 20)
    if number > 1:
        person, deputy = Person.objects.create_user(f"weg{number}@voorbeeld.example", name=f"Weg {number}"), cast.mila
        first, last = TODAY, date(2044, 1, 1)
    with recorded(cast.who("sanne")):
        return Deputyship.objects.create(
            person=person, deputy=deputy, organisation=Organisation.objects.get(slug="ozjt"), first_day=first,
            last_day=last, reason="Verlof", arranged_at=NOW, arranged_by_name="Sanne Proef",
        )  # fmt: skip


def told(cast: Cast, number: int = 1) -> Notice:
    """A notice to Sanne and one to Mila, for whom the pages are measured; answers with that of Sanne."""
    with transaction.atomic():
        notify(
            person_ids=[cast.sanne.id, cast.mila.id], title=f"Bericht {number}", url=f"/trajecten/?nummer={number}",
            about="Proefpilot", kind=NoticeKind.NEWS, now=NOW,
        )  # fmt: skip
    return Notice.objects.get(person=cast.sanne, title=f"Bericht {number}")


def kept_report(cast: Cast, trajectory: Any, number: int = 1) -> Report:
    """A kept progress report about a trajectory, with a PDF that was not typeset."""
    with recorded(cast.who("sanne")):
        return Report.objects.create(
            kind=PROGRESS,
            subject_key=f"traject:{trajectory.slug}",
            subject_name=trajectory.name,
            title=f"Voortgang {trajectory.name}",
            as_of=TODAY - timedelta(days=number),
            made_at=NOW - timedelta(days=number),
            made_by=cast.sanne,
            made_by_name=cast.sanne.name,
            fingerprint=f"{number:064x}",
            content={},
            file=keep(
                content=small_pdf(), name="voortgang.pdf", media_type="application/pdf", made_by="Proef", now=NOW
            ),
            pages=1,
            code_version="proef",
        )
