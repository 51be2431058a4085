"""The script of the example world."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from core.clock.queries import AMSTERDAM

CONTENT = Path(__file__).parent / "content" / "walk_2025.toml"


@cache
def script() -> dict[str, Any]:
    """The whole script."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def moment_of(local: datetime) -> datetime:
    """A moment of the script, which is written in Dutch time."""
    return local.replace(tzinfo=AMSTERDAM)
