"""How late a trajectory is, what the page says in one sentence, and since when changes are told; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from core.history.rules import spoken

LOOK_BACK = timedelta(days=30)  # when no board has met yet
OPEN, PLANNED = "open", "planned"


@dataclass(frozen=True)
class PhaseDates:
    """A phase as far as lateness asks: its state and when it should begin and end."""

    state: str
    planned_start: date | None
    planned_end: date | None


def days_late(phases: Iterable[PhaseDates], today: date) -> int:
    """The most days that a phase is behind: running past its last day, or not begun on its first.

    The last day itself is in time; tracks are left out by the caller, because they have no order of gates.
    """
    days = [0]
    for phase in phases:
        due = {OPEN: phase.planned_end, PLANNED: phase.planned_start}.get(phase.state)
        if due is not None:
            days.append((today - due).days)
    return max(days)


@dataclass(frozen=True)
class OverviewRow:
    """One trajectory; `red` counts the conditions that are not met at the gates that come next.

    `waiting` counts the decisions on their route that a body has not decided on yet.
    """

    pk: UUID
    slug: str
    name: str
    profile: str
    owner: str
    phase_now: str
    days_late: int
    red: int
    exceptions: int
    obligatory: int
    obligatory_settled: int
    conflicts: int
    waiting: int
    next_day: date | None
    next_what: str

    @property
    def obligatory_left(self) -> int:
        """How many obligatory checks still wait."""
        return self.obligatory - self.obligatory_settled

    @property
    def checks(self) -> str:
        """The obligatory checks in words."""
        return f"{self.obligatory_settled} van {self.obligatory}"

    @property
    def milestone(self) -> str:
        """The next milestone with its day, as a file has it; empty when there is none."""
        return f"{self.next_day:%d-%m-%Y} {self.next_what}" if self.next_day else ""


def _counted(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {more}"


def at_a_glance(rows: Sequence[OverviewRow]) -> str:
    """What a manager should know before reading on."""
    if not rows:
        return "Er zijn nog geen trajecten."
    late = sum(row.days_late > 0 for row in rows)
    conflicts = sum(row.conflicts for row in rows)
    exceptions = sum(row.exceptions for row in rows)
    parts = [
        f"{late} {'loopt' if late == 1 else 'lopen'} achter" if late else "geen enkel traject loopt achter",
        f"de planningen hebben {_counted(conflicts, 'conflict', 'conflicten')}"
        if conflicts
        else "de planningen hebben geen conflicten",
        f"er is {_counted(exceptions, 'keer', 'keer')} met motivering afgeweken"
        if exceptions
        else "er is nergens afgeweken",
    ]
    trajectories = _counted(len(rows), "traject", "trajecten")
    return f"{trajectories}: {', '.join(parts[:-1])} en {parts[-1]}."


@dataclass(frozen=True)
class Board:
    """A body with the day on which it last met."""

    key: str
    name: str
    day: date


@dataclass(frozen=True)
class Since:
    """From which day changes are told; `board` is the key of the board that met then, `words` stand in the heading."""

    day: date
    board: str
    words: str


def since_of(chosen: str, typed: date | None, boards: Sequence[Board], today: date) -> Since:
    """A typed date, else the chosen board, else the board that met last, else a month back.

    A date in the future tells of today.
    """
    if typed is not None:
        day = min(typed, today)
        return Since(day, "", spoken(day))
    board = next((row for row in boards if row.key == chosen), None)
    if board is None:
        board = max(boards, key=lambda row: row.day, default=None)
    if board is None:
        return Since(today - LOOK_BACK, "", spoken(today - LOOK_BACK))
    return Since(board.day, board.key, f"{board.name} van {spoken(board.day)}")
