"""The drill: a real Celery worker is killed in the middle of a job, and another one finishes it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from core.clock.queries import now
from core.jobs.models import Job
from core.jobs.services import HEART_STOPPED_AFTER, ask, sweep
from tests.conftest import Cast
from tests.services.core import slow_work
from tests.services.together import until

BROKER = f"{settings.CELERY_BROKER_URL}?virtual_host=7"


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a worker on the database of this test, with a part of the broker for itself."""
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}",
        "REDIS_URL": BROKER,
        "CELERY_BROKER_URL": BROKER,  # the browser tests may have set their own
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "WARNING"]
    command += ["--include", slow_work.__name__, "--without-gossip", "--without-mingle", "--without-heartbeat"]
    workers: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        with (tmp_path / f"worker-{len(workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        kill(worker)


def kill(worker: "subprocess.Popen[bytes]") -> None:
    """The worker with its children, without a chance to say goodbye."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wake() -> None:
    """What the beat does every ten seconds."""
    with current_app.connection_for_write(BROKER) as broker:
        current_app.send_task("jobs.relay", connection=broker)


@pytest.mark.django_db(transaction=True)
def test_a_job_outlives_the_worker_that_is_killed_in_the_middle(
    cast: Cast, start_worker: Callable[[], "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    log = tmp_path / "attempts"
    with transaction.atomic():
        job = ask(
            kind=slow_work.KIND,
            title="Lang werk",
            parameters={"log": str(log)},
            fingerprint="a",
            who=cast.who("sanne"),
            now=now(),
        )

    def state() -> tuple[str, int, int]:
        return Job.objects.values_list("state", "attempt", "progress").get(id=job.id)

    first = start_worker()
    wake()
    until(lambda: state() == ("running", 1, 40))
    kill(first)
    assert state() == ("running", 1, 40)  # nobody tells; only the heart stands still

    assert sweep(now=now() + HEART_STOPPED_AFTER + timedelta(seconds=1)) == 1
    assert state()[:2] == ("queued", 1)
    start_worker()
    wake()
    until(lambda: state() == ("done", 2, 100))
    assert log.read_text().split() == ["1", "2"]
    job.refresh_from_db()
    assert (job.result, job.error) == ({"url": "/klaar/", "label": "Klaar"}, "")
