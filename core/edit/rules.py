"""Two people at one text, pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One field that both changed or that the other changed: its label, their text and mine."""

    field: str
    label: str
    theirs: Any
    mine: Any


class Conflict(Exception):
    """Somebody saved this row after the edit began; `current` is the row as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__("The row has a newer version.")
        self.current = current


def ensure_version(current: Any, version: int) -> None:
    """Go on when `current` (a locked row) still has `version`; raises Conflict otherwise."""
    if current.version != version:
        raise Conflict(current)


def differences(*, labels: dict[str, str], theirs: dict[str, Any], mine: dict[str, Any]) -> list[Difference]:
    """The fields whose texts differ, in the order of `labels`."""
    return [
        Difference(field=field, label=label, theirs=theirs.get(field), mine=mine.get(field))
        for field, label in labels.items()
        if (theirs.get(field) or "") != (mine.get(field) or "")
    ]
