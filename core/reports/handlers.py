"""The job that makes a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.clock.queries import now
from core.jobs.handlers import Progress, does
from core.reports import services


@dataclass(frozen=True)
class Asker:
    """Who asked for the job, as author of what it makes."""

    person_id: UUID | None
    name: str


@does(services.JOB_KIND)
def make(job: Any, progress: Progress) -> Mapping[str, Any]:
    """Make the report that was asked for; the result leads to its page."""
    asked = job.parameters
    report = services.make_report(
        kind=asked["kind"],
        subject_key=asked["subject_key"],
        as_of=date.fromisoformat(asked["as_of"]),
        who=Asker(person_id=job.requested_by_id, name=job.requested_by_name),
        now=now(),
        progress=progress,
    )
    return {"url": reverse("reports:report", args=[report.id]), "label": "Open het rapport", "report": str(report.id)}
