"""Every page of the house with somebody of the example world who opens it, and how long that takes.

`pages()` is the one list of pages: `manage.py bench pages` measures it and the browser tests look at it. `forgotten()`
names addresses that neither have a page here nor a reason in `NO_PAGE`.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.deputies.models import Deputyship
from accounts.filters.models import SavedFilter
from accounts.organisations.models import Membership
from accounts.people.models import Person
from accounts.remarks.models import Comment
from core.jobs.models import Job
from core.lifecycles.rules import Refused, refuse
from core.reports.models import Report
from desk.example.decisions import plans
from desk.example.script import script
from desk.meeting_sets.models import MeetingSet
from governance.bodies.models import Meeting
from governance.decisions.models import (
    Decision,
    DecisionComment,
    DecisionResult,
    ResultCondition,
    RouteSeat,
    RouteStep,
)
from governance.mandates.models import Mandate
from procurement.planning.models import PlanScenario
from procurement.trajectory.models import Check, Evidence, Milestone

TRAJECTORY = "inkoop-jeugdhulp-2025"
STRANGER = ""
WARM_UPS = 3


@dataclass(frozen=True)
class Page:
    """A page as one person opens it; `email` is empty for somebody who has not signed in."""

    name: str
    address: str
    person: str
    email: str


# --- Which pages ------------------------------------------------------------------------------------------------------
Parts = Callable[[], dict[str, Any]]


def _parts(**given: Any) -> Parts:
    """The variable parts of an address; a callable is asked when the list is made."""
    return lambda: {name: part() if callable(part) else part for name, part in given.items()}


def _check(code: str, **more: str) -> Parts:
    return _parts(slug=TRAJECTORY, check=lambda: _only(Check, phase__trajectory__slug=TRAJECTORY, code=code), **more)


def _only(model: Any, **where: Any) -> Any:
    """The id of the first row that fits."""
    row = model.objects.filter(**where).order_by("id").values_list("id", flat=True).first()
    if row is None:
        raise Refused(refuse(f"The example world has no {model.__name__} with {where}."))
    return row


def _person(key: str) -> Callable[[], Any]:
    return lambda: Person.objects.get(email=emails()[key]).id


def emails() -> dict[str, str]:
    """The addresses of the example people, by their key in the script."""
    return {row["key"]: row["email"] for row in script()["person"]}


def _decision(key: str) -> Callable[[], Any]:
    return lambda: _only(Decision, title=plans()[key]["title"])


def _seat(place: str) -> Parts:
    decision = _decision("uitgangspunten-ambulant")
    seat = {"step__decision": decision, "step__kind": "colleges", "organisation__slug": place}
    return lambda: {
        "decision": decision(),
        "seat": _only(RouteSeat, **{name: part() if callable(part) else part for name, part in seat.items()}),
    }


def _of_decision(key: str, name: str, model: Any, path: str) -> Parts:
    decision = _decision(key)
    return lambda: {"decision": decision(), name: _only(model, **{path: decision()})}


NOTHING = _parts()
SENT = _parts(decision=_decision("uitgangspunten-ambulant"))
DRAFT = _parts(decision=_decision("kaders"))
CONDITION = _of_decision("uitgangspunten-ambulant", "condition", ResultCondition, "result__seat__step__decision")
WALK = _parts(slug=TRAJECTORY)
SCENARIO = _parts(slug=TRAJECTORY, scenario=lambda: _only(PlanScenario, trajectory__slug=TRAJECTORY))
PHASE = _parts(slug=TRAJECTORY, phase="0")
PIECE = _parts(evidence=lambda: _only(Evidence, kind="file", is_confidential=False, withdrawn_at__isnull=True))
REPORT = _parts(report_id=lambda: _only(Report))
BOARD = _parts(slug="ab-samentwente")
MEETING = _parts(meeting=lambda: _only(Meeting, body__slug="ab-samentwente", date="2022-04-07"))
PAPERS_SENT = _parts(meeting=lambda: _only(Meeting, body__slug="projectgroep", date="2022-02-10"))
MANDATE = _parts(mandate=lambda: _only(Mandate))


def _set(**more: str) -> Parts:
    return _parts(set=lambda: _only(MeetingSet, title="Stukken bestuurlijk overleg"), **more)


PAGES: tuple[tuple[str, str, Parts], ...] = (
    ("account_login", STRANGER, NOTHING),
    ("account_signup", STRANGER, NOTHING),
    ("account_inactive", STRANGER, NOTHING),
    ("account_reset_password", STRANGER, NOTHING),
    ("account_reset_password_done", STRANGER, NOTHING),
    ("account_reset_password_from_key", STRANGER, _parts(uidb36="1", key="verlopen")),
    ("account_reset_password_from_key_done", STRANGER, NOTHING),
    ("account_logout", "sanne", NOTHING),
    ("account_change_password", "sanne", NOTHING),
    ("account_reauthenticate", "sanne", NOTHING),
    ("factors:account", "daan", NOTHING),
    ("factors:account", "sanne", NOTHING),
    ("factors:app_add", "sanne", NOTHING),
    ("factors:codes", "sanne", NOTHING),
    ("factors:key_add", "sanne", NOTHING),
    ("bodies:body", "sanne", BOARD),
    ("bodies:list", "sanne", NOTHING),
    ("bodies:meeting", "sanne", PAPERS_SENT),
    ("bodies:meeting_add", "sanne", NOTHING),
    ("bodies:meeting_edit", "sanne", MEETING),
    ("bodies:meeting_move", "sanne", PAPERS_SENT),
    (
        "bodies:meeting_step",
        "sanne",
        _parts(meeting=lambda: _only(Meeting, body__slug="ab-samentwente", date="2022-04-07"), step="cancel"),
    ),
    ("bodies:meetings", "sanne", NOTHING),
    ("bodies:notice", "sanne", BOARD),
    ("bodies:overview", "anouk", NOTHING),
    ("bodies:overview", "sanne", NOTHING),
    ("bodies:series", "sanne", NOTHING),
    ("agenda:calculator", "sanne", NOTHING),
    ("agenda:connect", "sanne", NOTHING),
    ("agenda:disconnect", "sanne", NOTHING),
    ("agenda:list", "sanne", NOTHING),
    ("catalogue:pyramid", "sanne", NOTHING),
    ("catalogue:segment", "sanne", _parts(slug="verblijf")),
    ("gates:confirm", "sanne", _parts(slug=TRAJECTORY, phase="5", condition="5-open-systems-frozen")),
    ("gates:pass", "sanne", _parts(slug=TRAJECTORY, phase="0", step="close")),
    ("gates:pass", "mila", _parts(slug=TRAJECTORY, phase="3", step="open_with_exception")),
    ("jobs:job", "sanne", _parts(job_id=lambda: _only(Job, requested_by__email=emails()["sanne"]))),
    ("jobs:mine", "sanne", NOTHING),
    ("library:reports", "sanne", NOTHING),
    ("looks:list", "iris", NOTHING),
    ("meeting_sets:add", "mila", _set()),
    ("meeting_sets:bind", "mila", _set(step="freeze")),
    ("meeting_sets:edit", "mila", _set()),
    ("meeting_sets:list", "mila", NOTHING),
    ("meeting_sets:new", "mila", NOTHING),
    ("meeting_sets:set", "mila", _set()),
    ("mandates:holder", "sanne", MANDATE),
    ("mandates:list", "sanne", NOTHING),
    ("mandates:look_up", "sanne", NOTHING),
    ("mandates:mandate", "sanne", MANDATE),
    ("mandates:register", "sanne", NOTHING),
    ("mandates:renew", "sanne", MANDATE),
    ("mandates:withdraw", "sanne", MANDATE),
    ("municipality:list", "mila", NOTHING),
    ("municipality:municipality", "mila", _parts(slug="almelo")),
    ("municipality:municipality", "anouk", _parts(slug="almelo")),
    ("deputies:arrange", "mila", NOTHING),
    ("deputies:list", "sanne", NOTHING),
    ("deputies:stop", "sanne", _parts(deputyship=lambda: _only(Deputyship))),
    ("filters:change", "sanne", _parts(filter=lambda: _only(SavedFilter))),
    ("filters:remove", "sanne", _parts(filter=lambda: _only(SavedFilter))),
    ("remarks:add", "sanne", _parts(prefix="traject", key=TRAJECTORY)),
    ("remarks:edit", "sanne", _parts(comment=lambda: _only(Comment))),
    ("remarks:withdraw", "sanne", _parts(comment=lambda: _only(Comment))),
    ("handover:handover", "sanne", NOTHING),
    ("notices:digest", "sanne", NOTHING),
    ("notices:list", "sanne", NOTHING),
    ("overview:overview", "mila", NOTHING),
    ("people:active", "teun", _parts(person=_person("emre"))),
    ("people:invite", "teun", NOTHING),
    ("people:list", "teun", NOTHING),
    ("people:person", "teun", _parts(person=_person("emre"))),
    ("people:role_add", "teun", _parts(person=_person("emre"))),
    (
        "people:role_end",
        "teun",
        _parts(person=_person("emre"), membership=lambda: _only(Membership, person__email=emails()["emre"])),
    ),
    ("planning:apply", "sanne", WALK),
    ("planning:freeze", "sanne", WALK),
    ("planning:keep", "sanne", WALK),
    ("planning:planning", "emre", WALK),
    ("planning:planning", "sanne", WALK),
    ("planning:scenario", "sanne", SCENARIO),
    ("planning:scenario_apply", "sanne", SCENARIO),
    ("planning:scenario_edit", "sanne", SCENARIO),
    ("planning:scenario_remove", "sanne", SCENARIO),
    ("planning:take_over", "sanne", WALK),
    ("planning:what_if", "sanne", WALK),
    ("portal:home", "daan", NOTHING),
    ("progress:reports", "sanne", WALK),
    ("reports:pdf", "sanne", REPORT),
    ("reports:report", "sanne", REPORT),
    ("search:search", "anouk", NOTHING),
    ("search:search", "sanne", NOTHING),
    ("today:today", "anouk", NOTHING),
    ("today:today", "sanne", NOTHING),
    ("decisions:list", "sanne", NOTHING),
    ("decisions:waiting", "anouk", NOTHING),
    ("decisions:decision", "anouk", SENT),
    ("decisions:decision", "bram", SENT),
    ("decisions:decision", "bram", DRAFT),
    ("decisions:decision", "sanne", DRAFT),
    ("decisions:compare", "sanne", SENT),
    ("decisions:memo", "sanne", SENT),
    ("decisions:result", "anouk", _seat("almelo")),
    ("decisions:result", "sanne", _seat("wierden")),
    ("decisions:paper", "sanne", _parts(result=lambda: _only(DecisionResult, source_file__isnull=False))),
    ("decisions:condition", "bram", CONDITION),
    ("decisions:condition_plan", "sanne", CONDITION),
    ("decisions:comment", "anouk", SENT),
    ("decisions:answer", "sanne", _of_decision("kaders", "comment", DecisionComment, "text__decision")),
    ("decisions:reactions", "sanne", SENT),
    ("decisions:edit", "sanne", DRAFT),
    ("decisions:write", "sanne", DRAFT),
    ("decisions:move", "sanne", _parts(decision=_decision("kaders"), step="withdraw")),
    ("decisions:route", "sanne", DRAFT),
    ("decisions:step_add", "sanne", DRAFT),
    ("decisions:motivate", "sanne", DRAFT),
    ("decisions:step", "sanne", _of_decision("kaders", "route_step", RouteStep, "decision")),
    ("decisions:evidence", "sanne", DRAFT),
    ("resolutions:list", "sanne", WALK),
    ("resolutions:prepare", "sanne", WALK),
    ("resolutions:prepare_phase", "sanne", PHASE),
    ("resolutions:report", "sanne", WALK),
    ("trajectory:announce", "sanne", WALK),
    ("checks:assign", "sanne", _check("0.4-d")),
    ("checks:check", "sanne", _check("0.1-a")),
    ("checks:check", "sanne", _check("0.4-d")),
    ("checks:add", "sanne", PHASE),
    ("checks:list", "sanne", WALK),
    ("checks:profile", "sanne", WALK),
    ("gates:conditions", "sanne", WALK),
    ("trajectory:models", "sanne", NOTHING),
    ("checks:divide", "sanne", PHASE),
    ("trajectory:edit", "sanne", WALK),
    ("checks:end_product", "sanne", PHASE),
    ("checks:evidence", "sanne", _check("0.4-d")),
    ("checks:evidence_file", "sanne", PIECE),
    ("checks:evidence_withdraw", "sanne", PIECE),
    ("trajectory:list", "sanne", NOTHING),
    ("trajectory:milestone_add", "sanne", WALK),
    (
        "trajectory:milestone_remove",
        "sanne",
        _parts(slug=TRAJECTORY, milestone=lambda: _only(Milestone, trajectory__slug=TRAJECTORY)),
    ),
    ("trajectory:phase", "iris", PHASE),
    ("trajectory:phase", "sanne", PHASE),
    ("trajectory:phase", "sanne", _parts(slug=TRAJECTORY, phase="3")),
    ("trajectory:phase", "sanne", _parts(slug=TRAJECTORY, phase="8")),
    ("trajectory:plan", "sanne", _parts(slug=TRAJECTORY, phase="1")),
    ("checks:remark", "sanne", _check("0.4-d")),
    ("checks:settle", "sanne", _check("0.4-d", step="finish")),
    ("trajectory:start", "sanne", NOTHING),
    ("trajectory:timeline", "sanne", WALK),
    ("trajectory:trajectory", "emre", WALK),
    ("trajectory:trajectory", "sanne", WALK),
)

# Addresses that show no page of their own to anybody.
NO_PAGE = {
    "factors:app_picture": "a picture",
    "factors:app_remove": "only for who has an app; looked at in tests/browser/test_factors.py",
    "factors:codes_file": "only just after codes are made",
    "factors:codes_saved": "a button",
    "factors:key_remove": "only for who has a key; looked at in tests/browser/test_factors.py",
    "factors:key_rename": "the same",
    "factors:owed": "only where a second factor is required; looked at in tests/browser/test_factors.py",
    "factors:reset": "only for who has a factor; the same",
    "factors:session_end": "a button",
    "factors:sessions_end": "a button",
    "meeting_sets:document": "a button",
    "meeting_sets:follow": "a button",
    "meeting_sets:pdf": "only after a set was bound",
    "mandates:file": "the mandate of the example has no file",
    "jobs:stop": "a button",
    "filters:save": "a form above every list",
    "mfa_authenticate": "only after a password; looked at in tests/browser/test_factors.py",
    "mfa_reauthenticate": "only for who has a factor; the same",
    "mfa_reauthenticate_webauthn": "only for who has a key; the same",
    "notices:read": "a button",
    "notices:read_all": "a button",
    "openid_connect_callback": "only for a provider of single sign-on",
    "openid_connect_login": "a button, with a provider of single sign-on",
    "agenda:feed": "for calendar programmes",
    "decisions:evidence_remove": "a button",
    "decisions:propose": "a button",
    "decisions:step_remove": "a button",
    "decisions:step_shift": "a button",
    "people:seen": "a button",
    "shell:health": "for machines",
}


def pages() -> list[Page]:
    """Every page with the person who opens it, by address (needs the example world)."""
    known = emails() | {STRANGER: ""}
    found = [
        Page(name=name, address=reverse(name, kwargs=parts()), person=person, email=known[person])
        for name, person, parts in PAGES
    ]
    return sorted(found, key=lambda page: (page.address, page.person))


def addresses(patterns: Iterable[Any] | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the house."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def forgotten() -> set[str]:
    """Addresses without a page in `PAGES` or a reason in `NO_PAGE`, and those here that no longer exist."""
    return set(addresses()) ^ ({name for name, _, _ in PAGES} | set(NO_PAGE))


# --- How long they take -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Measured:
    """One page after many requests: milliseconds of each, queries of one, bytes of the answer."""

    page: Page
    status: int
    times: tuple[float, ...]
    queries: int
    size: int

    @property
    def median(self) -> float:
        """Half of the requests took longer."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """One request in twenty took longer."""
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]


def measure(found: Iterable[Page], *, requests: int) -> Iterator[Measured]:
    """Open each page in this process, through the whole stack but without a network.

    All of it is one transaction that is taken back at the end: sessions and limits leave no rows.
    """
    with transaction.atomic():
        clients: dict[str, Client] = {}
        for page in found:
            if page.email not in clients:
                clients[page.email] = Client(SERVER_NAME="localhost")
                if page.email:
                    clients[page.email].force_login(Person.objects.get(email=page.email))
            yield _measured(page, clients[page.email], requests)
        transaction.set_rollback(True)


def _measured(page: Page, client: Client, requests: int) -> Measured:
    for _ in range(WARM_UPS - 1):
        _open(client, page)
    default, looks = CaptureQueriesContext(connections["default"]), CaptureQueriesContext(connections["looks"])
    with default, looks:
        status, size = _open(client, page)
    queries = len(default) + len(looks)  # counted before the next request forgets them
    times = []
    for _ in range(requests):
        begun = time.perf_counter()
        _open(client, page)
        times.append((time.perf_counter() - begun) * 1000)
    return Measured(page, status, tuple(times), queries, size)


def _open(client: Client, page: Page) -> tuple[int, int]:
    """One request with its whole answer: status and size."""
    answer: Any = client.get(page.address, secure=settings.SECURE_SSL_REDIRECT)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, len(content)


def _short(address: str) -> str:
    """An address with only the beginning of its long ids."""
    return re.sub(r"([0-9a-f]{8})-[0-9a-f-]{27}", r"\1…", address)


def table(measured: Iterable[Measured]) -> Iterator[str]:
    """The measurements as lines, by address, then all pages together."""
    rows = sorted(measured, key=lambda row: (row.page.address, row.page.person))
    typical = statistics.median(row.median for row in rows)
    heads = ("page", "seen by", "median ms", "p95 ms", "queries", "bytes", "x median")
    cells = [
        (
            _short(row.page.address) + ("" if row.status == 200 else f" ({row.status})"),
            row.page.person or "-",
            f"{row.median:.1f}",
            f"{row.p95:.1f}",
            str(row.queries),
            f"{row.size:,}",
            f"{row.median / typical:.2f}",
        )
        for row in rows
    ]
    total = (
        f"{len(rows)} pages",
        "",
        f"{sum(row.median for row in rows):.1f}",
        f"{max(row.p95 for row in rows):.1f} max",
        str(sum(row.queries for row in rows)),
        f"{sum(row.size for row in rows):,}",
        f"{typical:.1f} ms",
    )
    widths = [max(len(line[place]) for line in (heads, total, *cells)) for place in range(len(heads))]

    def lined_up(line: tuple[str, ...]) -> str:
        left = (cell.ljust(width) for cell, width in zip(line[:2], widths[:2], strict=True))
        right = (cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True))
        return "  ".join([*left, *right]).rstrip()

    ruler = "-" * (sum(widths) + 2 * (len(widths) - 1))
    yield from (lined_up(heads), ruler, *(lined_up(line) for line in cells), ruler, lined_up(total))
