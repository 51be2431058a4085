"""The example world in a real browser: windows of its people, and a worker that does their jobs.

`visit("sanne")` opens a window of somebody who has signed in, `visit()` one of a stranger. Whatever a window complains
of (the policy, a script, an address that is not there) fails the test in the end; `watch.allows(403)` names an answer
that belongs to the test. Every test starts on 7 February 2022, half past eight in the morning.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError, expect
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Person
from config.bootstrap import ROOT
from config.processes import follow_parent
from core.clock.queries import AMSTERDAM, now
from core.clock.services import play_at
from core.jobs.models import Job
from core.reports.services import JOB_KIND
from desk.example.script import script
from procurement.trajectory.models import Check
from tests.cluster import PREPARED, WORKER
from tests.factors import enter

# Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

START = datetime(2022, 2, 7, 8, 30, tzinfo=AMSTERDAM)
PATIENCE = 5_000
A_JOB = 90_000  # the first one waits for the worker to start
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TRAJECTORY = "/trajecten/inkoop-jeugdhulp-2025/"
PILOT = "/trajecten/voorbeeldpilot-logeeropvang/"
PEOPLE: dict[str, dict[str, Any]] = {row["key"]: row for row in script()["person"]}

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests use every connection: looks at confidential things have their own."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))


# --- The world --------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """Dutch windows on the live server."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
        "accept_downloads": True,
    }


@pytest.fixture
def world(example_database: str, live_server: LiveServer) -> str:
    """The address of the example world at the moment where its script ends."""
    play_at(moment=START)
    return live_server.url


class Watch:
    """Hears everything that windows complain of."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.allowed: set[int] = set()

    @contextmanager
    def allows(self, *statuses: int) -> Iterator[None]:
        """Answers with these statuses belong to the test."""
        before, self.allowed = self.allowed, self.allowed | set(statuses)
        yield
        self.allowed = before

    def over(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats the status of each answer in the console; `_response` judges it.
        if "server responded with a status of" not in message.text:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Every window of a test is listened to, and none may complain."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


Visit = Callable[..., Page]


@pytest.fixture
def visit(world: str, watch: Watch, new_context: Callable[..., BrowserContext]) -> Visit:
    """Opens a window: `visit("sanne", viewport=PHONE)`; each is a browser of its own."""

    def open_window(name: str = "", **more: Any) -> Page:
        context = new_context(**{"viewport": WIDE, **more})
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if name:
            sign_in(context, name, world)
        return context.new_page()

    return open_window


def sign_in(context: BrowserContext, name: str, world: str) -> None:
    """Let a context be somebody else's, without the form."""
    client = Client()
    enter(client, Person.objects.get(email=PEOPLE[name]["email"]))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.clear_cookies()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": world}])


def check_of(code: str) -> Check:
    """A check of the trajectory."""
    return Check.objects.get(phase__trajectory__slug="inkoop-jeugdhulp-2025", code=code)


def check_address(code: str) -> str:
    """Its page."""
    return f"{TRAJECTORY}controlepunten/{check_of(code).id}/"


def report_job(name: str, **values: Any) -> Job:
    """A job for a report that no worker will touch."""
    person, moment = Person.objects.get(email=PEOPLE[name]["email"]), now()
    return Job.objects.create(
        kind=JOB_KIND,
        title="Voortgangsrapport, stand op 07-02-2022",
        fingerprint=uuid4().hex,
        requested_by=person,
        requested_by_name=person.name,
        requested_at=moment,
        offered_at=moment,
        **values,
    )


def fill_sign_in(page: Page, name: str) -> None:
    """Sign in by the form that is shown."""
    page.get_by_label("E-mailadres").fill(PEOPLE[name]["email"])
    page.get_by_label("Wachtwoord").fill(PEOPLE[name]["password"])
    page.get_by_role("button", name="Inloggen").click()


# --- The worker -------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def celery_worker(django_db_setup: Any) -> Iterator[None]:
    """A real worker on the example database of this process, with a broker that no other process hears."""
    number = int("".join(filter(str.isdigit, WORKER)) or 0) + 1
    place = {
        "CELERY_BROKER_URL": f"{os.environ['REDIS_URL']}?virtual_host={number}",
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].removesuffix(PREPARED)}{django_db_setup.spare}",
        "EXAMPLE_WORLD": "true",
    }
    log = Path(os.environ["INKOOPKOMPAS_TEST_FOLDER"]) / f"celery-{WORKER}.log"
    command = (
        "-m celery -A config worker --pool solo --without-gossip --without-mingle --without-heartbeat --loglevel INFO"
    )
    with pytest.MonkeyPatch.context() as patch, log.open("w") as output:
        patch.setenv("CELERY_BROKER_URL", place["CELERY_BROKER_URL"])
        current_app._after_fork()  # what was connected to the other broker is let go
        process = subprocess.Popen(
            [sys.executable, *command.split()],
            cwd=ROOT,
            env=os.environ | place,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=follow_parent(signal.SIGKILL),
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    current_app._after_fork()
