"""A kind of job for the drill with a real worker: its first attempt never ends, the next one does at once."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.jobs.handlers import Progress, does

KIND = "tests.slow"


@does(KIND)
def work_slowly(job: Any, progress: Progress) -> Mapping[str, Any]:
    """Writes down each attempt; the first one goes on until its worker is killed."""
    with Path(job.parameters["log"]).open("a") as log:
        log.write(f"{job.attempt}\n")
    progress(40, "Halverwege")
    while job.attempt == 1:
        time.sleep(0.1)
    return {"url": "/klaar/", "label": "Klaar"}
