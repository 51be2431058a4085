"""What a container asks itself: does the web answer, does the beat still tick. Standard library only.

Usage: python -I config/healthcheck.py web|beat
"""

import os
import sys
import time
import urllib.request
from pathlib import Path

SCHEDULE = Path("/tmp/beat-schedule")  # noqa: S108 (the container's own memory disk)
STALE_AFTER = 15 * 60


def web_answers() -> bool:
    """Under a name that the application accepts."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request("http://127.0.0.1:8000/gezond/", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 (our own address)
        return bool(answer.status == 200)


def beat_ticks() -> bool:
    """The beat writes its schedule every few minutes."""
    newest = max(path.stat().st_mtime for path in SCHEDULE.parent.glob(f"{SCHEDULE.name}*"))
    return time.time() - newest < STALE_AFTER


if __name__ == "__main__":
    healthy = {"web": web_answers, "beat": beat_ticks}[sys.argv[1]]()
    sys.exit(0 if healthy else 1)
