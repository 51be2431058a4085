"""Asking for work, doing it once, stopping it, and picking it up when a worker died."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q

from core.clock.queries import now as read_now
from core.history.rules import Actor
from core.jobs.handlers import Cancelled, work_of
from core.jobs.models import Job
from core.jobs.version import code_version
from core.lifecycles.rules import Refused, refuse
from core.outbox.services import nudge_on_commit

logger = logging.getLogger(__name__)

HEART_BEATS_EVERY = timedelta(seconds=10)
HEART_STOPPED_AFTER = timedelta(seconds=45)
OFFER_AGAIN_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3
FAILED_SENTENCE = (
    "Het is niet gelukt. Probeer het opnieuw; lukt het dan nog niet, meld het dan bij de functioneel beheerder."
)


def ask(*, kind: str, title: str, parameters: Mapping[str, Any], fingerprint: str, who: Actor, now: datetime) -> Job:
    """Ask for work, within the caller's transaction; a worker starts when that commits.

    The same person asking for the same work (kind and fingerprint) while it still waits or runs gets that job again.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Ask for a job inside the transaction of the change that it belongs to.")
    work_of(kind)
    if who.person_id is None:
        raise ValueError("A job is asked for by a person, who can follow and stop it.")
    with connection.cursor() as cursor:  # of two asks at once the second waits here and finds the job of the first
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind} {fingerprint} {who.person_id}"]
        )
    waiting = Job.objects.filter(
        kind=kind,
        fingerprint=fingerprint,
        requested_by_id=who.person_id,
        cancel_asked=False,
        state__in=[Job.State.QUEUED, Job.State.RUNNING],
    ).first()
    if waiting is not None:
        return waiting
    job = Job.objects.create(
        kind=kind,
        title=title,
        parameters=dict(parameters),
        fingerprint=fingerprint,
        code_version=code_version(),
        requested_by_id=who.person_id,
        requested_by_name=who.name,
        requested_at=now,
    )
    nudge_on_commit("jobs.relay")
    return job


def offer_jobs(*, now: datetime) -> list[UUID]:
    """Mark the jobs that wait for a worker as offered and answer their ids (rows held elsewhere are passed over)."""
    with transaction.atomic():
        due = Job.objects.select_for_update(skip_locked=True).filter(
            Q(offered_at__isnull=True) | Q(offered_at__lt=now - OFFER_AGAIN_AFTER), state=Job.State.QUEUED
        )
        ids = [job.id for job in due.order_by("requested_at")[:100]]
        Job.objects.filter(id__in=ids).update(offered_at=now)
    return ids


class _Reporter:
    """Writes progress of one attempt and notices when the job was stopped or taken over."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, percent: int, step: str) -> None:
        going_on = Job.objects.filter(
            id=self.job.id, state=Job.State.RUNNING, attempt=self.job.attempt, cancel_asked=False
        ).update(progress=percent, step=step, heartbeat_at=read_now())
        if not going_on:
            raise Cancelled


def perform(*, job_id: UUID) -> bool:
    """Do the job; answers False when it was not there to be taken.

    Claims by a conditional update, so that of two workers with the same id one does the work. Every failure ends in a
    state that the person sees; the details go to the log.
    """
    started = read_now()
    claimed = Job.objects.filter(id=job_id, state=Job.State.QUEUED, cancel_asked=False).update(
        state=Job.State.RUNNING, started_at=started, heartbeat_at=started, attempt=F("attempt") + 1, progress=0, step=""
    )
    if not claimed:
        return False
    job = Job.objects.get(id=job_id)
    try:
        with _heart_of(job):
            result = work_of(job.kind)(job, _Reporter(job))
    except Cancelled:
        _end(job, Job.State.CANCELLED)
    except Refused as refusal:
        _end(job, Job.State.FAILED, error=refusal.verdict.reason)
    except Exception:
        logger.exception("job %s (%s) failed", job.id, job.kind)
        _end(job, Job.State.FAILED, error=FAILED_SENTENCE)
    else:
        _end(job, Job.State.DONE, result=dict(result))
    return True


@contextmanager
def _heart_of(job: Job) -> Iterator[None]:
    """A heartbeat from a thread of its own, so that a long step between two reports is not taken for dead."""
    stopped = Event()

    def beat() -> None:
        while not stopped.wait(HEART_BEATS_EVERY.total_seconds()):
            try:
                Job.objects.filter(id=job.id, state=Job.State.RUNNING, attempt=job.attempt).update(
                    heartbeat_at=read_now()
                )
            except DatabaseError as error:
                logger.warning("no heartbeat for job %s: %s", job.id, error)
            finally:
                connection.close()  # this thread's own

    heart = Thread(target=beat, name=f"heart of {job.id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        stopped.set()
        heart.join(timeout=5)


def _end(job: Job, state: str, *, error: str = "", result: Mapping[str, Any] | None = None) -> None:
    """Close this attempt, unless another one has taken the job over meanwhile."""
    Job.objects.filter(id=job.id, state=Job.State.RUNNING, attempt=job.attempt).update(
        state=state,
        error=error,
        result=result or {},
        finished_at=read_now(),
        progress=100 if state == Job.State.DONE else F("progress"),
    )


def cancel(*, job_id: UUID, who: Actor, now: datetime) -> Job:
    """Stop a job: at once when it waits, at its next step when it runs.

    Raises Refused when it is not this person's job or has already ended. Locks the job.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(id=job_id)
        if job.requested_by_id != who.person_id:
            raise Refused(refuse("Alleen wie om deze taak vroeg, kan haar stoppen."))
        if job.is_ended:
            raise Refused(refuse(f"Deze taak is al {job.get_state_display()}."))
        job.cancel_asked = True
        if job.state == Job.State.QUEUED:
            job.state = Job.State.CANCELLED
            job.finished_at = now
        job.save(update_fields=["cancel_asked", "state", "finished_at"])
    return job


def sweep(*, now: datetime) -> int:
    """Offer again, or give up after three attempts, what a dead worker left running; answers how many."""
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=now - HEART_STOPPED_AFTER)
    stopped = silent.filter(cancel_asked=True).update(state=Job.State.CANCELLED, finished_at=now)
    given_up = silent.filter(attempt__gte=MAX_ATTEMPTS).update(
        state=Job.State.FAILED, error=FAILED_SENTENCE, finished_at=now
    )
    again = silent.update(state=Job.State.QUEUED, offered_at=None, step="Opnieuw begonnen na een storing")
    return stopped + given_up + again
