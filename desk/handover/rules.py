"""What is handed over, and how it went; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Thing(StrEnum):
    """The kinds of work that have an owner."""

    TRAJECTORY = "trajectory"
    PHASE = "phase"
    CHECK = "check"


@dataclass(frozen=True)
class Item:
    """One piece of open work: what it is, where it belongs and its page."""

    thing: Thing
    id: UUID
    label: str
    about: str
    url: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.thing}:{self.id}"


@dataclass(frozen=True)
class Outcome:
    """How one item went; `reason` says why it was refused."""

    item: Item
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it has its new owner."""
        return not self.reason


def summary(outcomes: Sequence[Outcome], receiver: str) -> str:
    """In one sentence how a handing over went."""
    done = sum(outcome.is_done for outcome in outcomes)
    refused = len(outcomes) - done
    said = {0: "Er is niets overgedragen", 1: f"1 ding is nu van {receiver}"}.get(
        done, f"{done} dingen zijn nu van {receiver}"
    )
    if not refused:
        return f"{said}."
    rest = "1 ding ging niet" if refused == 1 else f"{refused} dingen gingen niet"
    return f"{said}; {rest}. Hieronder staat waarom."
