"""Who may see and stop a job: the one who asked for it."""

from typing import Any

from core.lifecycles.rules import Verdict, allow_if


def may_see_job(who: Any, job: Any) -> Verdict:
    """Only the asker; for others the job does not exist."""
    mine = job is not None and job.requested_by_id == who.person_id
    return allow_if(mine, "Deze taak bestaat niet.", secret=True)
