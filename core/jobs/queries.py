"""Which jobs a person may see: their own."""

from uuid import UUID

from django.db.models import QuerySet

from core.jobs.models import Job


def jobs_of(person_id: UUID | None) -> QuerySet[Job]:
    """The jobs that this person asked for, newest first."""
    return Job.objects.filter(requested_by_id=person_id).order_by("-requested_at")


def job_of(person_id: UUID | None, job_id: UUID) -> Job | None:
    """This job, if it is this person's."""
    return jobs_of(person_id).filter(id=job_id).first()
