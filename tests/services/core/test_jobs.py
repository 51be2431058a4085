"""Jobs are asked for once, done once, stopped, and picked up when a worker dies."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations.rules import Who
from core.clock.queries import now
from core.history.rules import System
from core.jobs import handlers
from core.jobs.handlers import Progress, Work
from core.jobs.models import Job
from core.jobs.queries import job_of, jobs_of
from core.jobs.services import (
    FAILED_SENTENCE,
    HEART_STOPPED_AFTER,
    MAX_ATTEMPTS,
    OFFER_AGAIN_AFTER,
    ask,
    cancel,
    offer_jobs,
    perform,
    sweep,
)
from core.jobs.views import shown
from core.lifecycles.rules import Refused, refuse
from tests.conftest import Cast
from tests.services.together import Beside, at_once, in_the_middle_of, until

KIND = "tests.work"
LONG = HEART_STOPPED_AFTER + timedelta(seconds=1)
pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Sets what the job of these tests does."""
    return lambda function: monkeypatch.setitem(handlers._handlers, KIND, function)


@pytest.fixture
def done(work: Callable[[Work], None]) -> list[int]:
    """The attempts that were made by a job that simply succeeds."""
    attempts: list[int] = []

    def succeed(job: Any, progress: Progress) -> Mapping[str, Any]:
        attempts.append(job.attempt)
        progress(50, "Halverwege")
        return {"url": "/klaar/", "label": "Open"}

    work(succeed)
    return attempts


@pytest.fixture
def sanne(cast: Cast) -> Who:
    return cast.who("sanne")


def asked(who: Who, fingerprint: str = "a", **other: Any) -> Job:
    with transaction.atomic():
        return ask(kind=KIND, title="Proefwerk", parameters={}, fingerprint=fingerprint, who=who, now=now(), **other)


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value.verdict.reason


# --- Asking -----------------------------------------------------------------------------------------------------------
@real
def test_asking_outside_a_transaction_is_refused(done: list[int], sanne: Who) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        ask(kind=KIND, title="x", parameters={}, fingerprint="a", who=sanne, now=now())


def test_work_that_nobody_does_and_work_for_nobody_are_refused(done: list[int], sanne: Who) -> None:
    with pytest.raises(KeyError):
        ask(kind="tests.unknown", title="x", parameters={}, fingerprint="a", who=sanne, now=now())
    with pytest.raises(ValueError, match="asked for by a person"):
        ask(kind=KIND, title="x", parameters={}, fingerprint="a", who=System("x"), now=now())
    assert Job.objects.count() == 0


def test_the_same_ask_gives_the_same_job_until_it_has_ended(done: list[int], sanne: Who, cast: Cast) -> None:
    first = asked(sanne)
    assert asked(sanne) == first
    assert asked(sanne, "b") != first
    assert asked(cast.who("bram")) != first
    perform(job_id=first.id)
    again = asked(sanne)
    assert again != first
    cancel(job_id=again.id, who=sanne, now=now())
    assert asked(sanne) != again


@real
def test_the_same_ask_at_once_gives_one_job(done: list[int], sanne: Who) -> None:
    first, second = in_the_middle_of(lambda: asked(sanne), lambda: asked(sanne))
    assert first == second
    assert Job.objects.count() == 1


def test_a_job_remembers_who_asked_and_with_which_code(done: list[int], sanne: Who) -> None:
    job = asked(sanne)
    assert (job.requested_by_id, job.requested_by_name, job.state) == (sanne.person_id, "Sanne Proef", "queued")
    assert job.code_version != ""


def test_a_person_sees_their_own_jobs(done: list[int], sanne: Who, cast: Cast) -> None:
    job = asked(sanne)
    assert list(jobs_of(sanne.person_id)) == [job]
    assert job_of(cast.mila.id, job.id) is None


# --- Doing ------------------------------------------------------------------------------------------------------------
def test_a_job_from_asking_to_its_result(done: list[int], sanne: Who) -> None:
    job = asked(sanne)
    assert offer_jobs(now=now()) == [job.id]
    assert perform(job_id=job.id) is True
    job.refresh_from_db()
    assert (job.state, job.progress, job.step, job.attempt) == ("done", 100, "Halverwege", 1)
    assert (job.result, job.error, job.is_ended) == ({"url": "/klaar/", "label": "Open"}, "", True)
    assert perform(job_id=job.id) is False
    assert done == [1]


def test_progress_and_heartbeat_are_seen_while_the_job_runs(work: Callable[[Work], None], sanne: Who) -> None:
    seen = []

    def look(job: Any, progress: Progress) -> Mapping[str, Any]:
        before = Job.objects.get(id=job.id)
        progress(30, "Gegevens verzamelen")
        after = Job.objects.get(id=job.id)
        seen.append((before.state, before.progress, after.progress, after.step))
        assert after.heartbeat_at > before.heartbeat_at  # type: ignore[operator]
        return {}

    work(look)
    job = asked(sanne)
    perform(job_id=job.id)
    assert Job.objects.get().error == ""
    assert seen == [("running", 0, 30, "Gegevens verzamelen")]


@real
def test_of_two_workers_at_once_one_does_the_job(done: list[int], sanne: Who) -> None:
    job = asked(sanne)
    outcomes = at_once(lambda: perform(job_id=job.id), lambda: perform(job_id=job.id))
    assert (sorted(outcomes), done) == ([False, True], [1])


@real
def test_two_relays_at_once_offer_each_job_once(done: list[int], sanne: Who) -> None:
    ids = {asked(sanne, str(number)).id for number in range(20)}
    moment = now()
    first, second = at_once(lambda: offer_jobs(now=moment), lambda: offer_jobs(now=moment))
    assert set(first) | set(second) == ids
    assert set(first) & set(second) == set()


def test_a_job_that_no_worker_took_is_offered_again_after_a_while(done: list[int], sanne: Who) -> None:
    job, moment = asked(sanne), now()
    assert offer_jobs(now=moment) == [job.id]
    assert offer_jobs(now=moment + OFFER_AGAIN_AFTER) == []
    assert offer_jobs(now=moment + OFFER_AGAIN_AFTER + timedelta(seconds=1)) == [job.id]


# --- Failing ----------------------------------------------------------------------------------------------------------
def test_a_refusal_is_shown_in_its_own_words(work: Callable[[Work], None], sanne: Who) -> None:
    def refusing(job: Any, progress: Progress) -> Mapping[str, Any]:
        raise Refused(refuse("Dit traject bestaat niet meer."))

    work(refusing)
    job = asked(sanne)
    assert perform(job_id=job.id) is True
    job.refresh_from_db()
    assert (job.state, job.error, job.is_ended) == ("failed", "Dit traject bestaat niet meer.", True)


def test_an_error_is_shown_in_a_plain_sentence_and_told_to_the_log(
    work: Callable[[Work], None], sanne: Who, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(job: Any, progress: Progress) -> Mapping[str, Any]:
        progress(20, "Bezig")
        raise LookupError("column secret_thing does not exist")

    work(failing)
    job = asked(sanne)
    perform(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.progress, job.error) == ("failed", 20, FAILED_SENTENCE)
    texts = " ".join(str(value) for value in shown(job).values())
    assert "secret_thing" not in texts
    assert "Traceback" not in texts
    assert "LookupError: column secret_thing does not exist" in caplog.text


# --- Stopping ---------------------------------------------------------------------------------------------------------
def test_a_waiting_job_stops_at_once(done: list[int], sanne: Who) -> None:
    job = asked(sanne)
    assert cancel(job_id=job.id, who=sanne, now=now()).is_ended is True
    assert perform(job_id=job.id) is False
    assert (Job.objects.get().state, done, offer_jobs(now=now())) == ("cancelled", [], [])


@real
def test_a_running_job_stops_at_its_next_step(work: Callable[[Work], None], sanne: Who) -> None:
    reached = []

    def working(job: Any, progress: Progress) -> Mapping[str, Any]:
        progress(10, "Begonnen")
        until(lambda: Job.objects.get(id=job.id).cancel_asked)
        progress(20, "Verder")
        reached.append(job.id)
        return {}

    work(working)
    job = asked(sanne)
    worker = Beside(lambda: perform(job_id=job.id))
    until(lambda: Job.objects.get().step == "Begonnen")
    answer = cancel(job_id=job.id, who=sanne, now=now())
    assert (answer.state, answer.is_ended) == ("running", False)
    assert worker.outcome() is True
    job.refresh_from_db()
    assert (job.state, job.progress, job.result, job.is_ended) == ("cancelled", 10, {}, True)
    assert reached == []


def test_only_who_asked_stops_a_job_and_only_before_its_end(done: list[int], sanne: Who, cast: Cast) -> None:
    job = asked(sanne)
    assert refused(cancel, job_id=job.id, who=cast.who("mila"), now=now()) == (
        "Alleen wie om deze taak vroeg, kan haar stoppen."
    )
    perform(job_id=job.id)
    assert refused(cancel, job_id=job.id, who=sanne, now=now()) == "Deze taak is al klaar."
    assert Job.objects.get().state == "done"


# --- When a worker dies -----------------------------------------------------------------------------------------------
def left_running(who: Who, *, attempt: int = 1, **other: Any) -> tuple[Job, datetime]:
    """A job whose worker died, and the moment of its last heartbeat."""
    job, beat = asked(who), now()
    Job.objects.filter(id=job.id).update(
        state="running", started_at=beat, heartbeat_at=beat, attempt=attempt, progress=40, offered_at=beat, **other
    )
    return job, beat


@pytest.mark.parametrize("attempt", range(1, MAX_ATTEMPTS))
def test_a_job_whose_heart_stopped_waits_again(done: list[int], sanne: Who, attempt: int) -> None:
    job, beat = left_running(sanne, attempt=attempt)
    assert sweep(now=beat + HEART_STOPPED_AFTER) == 0
    assert sweep(now=beat + LONG) == 1
    job.refresh_from_db()
    assert (job.state, job.step) == ("queued", "Opnieuw begonnen na een storing")
    assert offer_jobs(now=beat + LONG) == [job.id]
    assert perform(job_id=job.id) is True
    assert done == [attempt + 1]
    assert Job.objects.get().state == "done"


def test_after_the_third_attempt_a_job_has_failed(done: list[int], sanne: Who) -> None:
    job, beat = left_running(sanne, attempt=MAX_ATTEMPTS)
    assert sweep(now=beat + LONG) == 1
    job.refresh_from_db()
    assert (job.state, job.error, job.is_ended) == ("failed", FAILED_SENTENCE, True)
    assert offer_jobs(now=beat + LONG) == []


def test_a_dead_job_that_was_asked_to_stop_has_stopped(done: list[int], sanne: Who) -> None:
    job, beat = left_running(sanne, cancel_asked=True)
    assert sweep(now=beat + LONG) == 1
    job.refresh_from_db()
    assert (job.state, job.is_ended) == ("cancelled", True)


def test_the_sweeper_leaves_waiting_and_ended_jobs_alone(done: list[int], sanne: Who) -> None:
    perform(job_id=asked(sanne, "a").id)
    cancel(job_id=asked(sanne, "b").id, who=sanne, now=now())
    asked(sanne, "c")
    assert sweep(now=now() + timedelta(days=30)) == 0


@pytest.mark.parametrize("late", ["result", "failure", "progress"])
def test_an_overtaken_attempt_changes_nothing_any_more(work: Callable[[Work], None], sanne: Who, late: str) -> None:
    def first(job: Any, progress: Progress) -> Mapping[str, Any]:
        sweep(now=now() + LONG)  # it was thought dead
        work(second)
        assert perform(job_id=job.id) is True  # another worker does it meanwhile
        if late == "failure":
            raise LookupError("late")
        if late == "progress":
            progress(99, "Te laat")
        return {"url": "/te-laat/"}

    def second(job: Any, progress: Progress) -> Mapping[str, Any]:
        progress(60, "Op tijd")
        return {"url": "/op-tijd/"}

    work(first)
    job = asked(sanne)
    perform(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.progress, job.step) == ("done", 2, 100, "Op tijd")
    assert (job.result, job.error) == ({"url": "/op-tijd/"}, "")


def test_an_attempt_that_was_overtaken_but_not_yet_done_again_leaves_the_job_waiting(
    work: Callable[[Work], None], sanne: Who
) -> None:
    def late(job: Any, progress: Progress) -> Mapping[str, Any]:
        sweep(now=now() + LONG)
        return {"url": "/te-laat/"}

    work(late)
    job = asked(sanne)
    perform(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.result) == ("queued", {})


# --- What the database holds ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "sleeping"}, "job_state_known|job_ended_has_end"),
        ({"progress": 101}, "job_progress_percent"),
        ({"state": "done"}, "job_ended_has_end"),
        ({"finished_at": datetime(2022, 2, 7).astimezone()}, "job_ended_has_end"),
    ],
)
def test_the_database_refuses_a_job_that_cannot_be(
    done: list[int], sanne: Who, values: dict[str, Any], constraint: str
) -> None:
    asked(sanne)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.update(**values)
