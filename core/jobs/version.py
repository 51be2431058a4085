"""Which version of the code did a piece of work."""

import os
import subprocess
from functools import cache

from django.conf import settings


@cache
def code_version() -> str:
    """The short commit id of the running code, or the label of the image; "onbekend" when neither is there."""
    labelled = os.environ.get("CODE_VERSION", "")
    if labelled:
        return labelled[:40]
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "onbekend"
    return answer.stdout.strip()
