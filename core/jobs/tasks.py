"""Celery only carries the ids of jobs."""

from uuid import UUID

from celery import shared_task

from core.clock.queries import now
from core.jobs import services


@shared_task(name="jobs.relay")
def relay() -> None:
    """Pick up what a dead worker left and offer every job that waits."""
    moment = now()
    services.sweep(now=moment)
    for job_id in services.offer_jobs(now=moment):
        run_job.delay(str(job_id))


@shared_task(name="jobs.run")
def run_job(job_id: str) -> None:
    """Do one job."""
    services.perform(job_id=UUID(job_id))
