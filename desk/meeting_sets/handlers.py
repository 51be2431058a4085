"""The job that binds a set."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.queries import who_is
from core.clock.queries import read_clock
from core.jobs.handlers import Progress, does
from desk.meeting_sets import services


@does(services.JOB_KIND)
def make(job: Any, progress: Progress) -> Mapping[str, Any]:
    """Bind the set for who asked, as they may read today; the result leads to its page."""
    asked, moment = job.parameters, read_clock()
    row = services.bind_set(
        set_id=UUID(asked["set"]),
        version=asked["version"],
        step=asked["step"],
        who=who_is(person_id=job.requested_by_id, name=job.requested_by_name, today=moment.today),
        now=moment.now,
        progress=progress,
    )
    return {"url": reverse("meeting_sets:set", args=[row.id]), "label": "Naar de vergaderset"}
