"""Planning of phases, counting of checks; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.lifecycles.rules import ALLOWED, Verdict, allow_if

OPEN, DONE, WITHDRAWN = "open", "done", "withdrawn"


def day(value: date) -> str:
    """A date as people write it in a sentence, such as 12-5-2027."""
    return f"{value.day}-{value.month}-{value.year}"


def plan_verdict(
    *,
    start: date | None,
    end: date | None,
    is_track: bool,
    previous_start: date | None,
    next_start: date | None,
    contract_start: date,
) -> Verdict:
    """Whether the dates of a phase agree with themselves, its neighbours and the contract start.

    Phases may overlap, but they start in order and end before the contracts start; tracks only have to run forward.
    """
    if start and end and end < start:
        return allow_if(False, f"De einddatum ({day(end)}) ligt voor de begindatum ({day(start)}).")
    if is_track:
        return ALLOWED
    if end and end >= contract_start:
        return allow_if(
            False, f"De einddatum ({day(end)}) moet voor de start van de contracten ({day(contract_start)}) liggen."
        )
    if start and previous_start and start < previous_start:
        return allow_if(
            False, f"De begindatum ({day(start)}) ligt voor het begin van de vorige fase ({day(previous_start)})."
        )
    if start and next_start and start > next_start:
        return allow_if(
            False, f"De begindatum ({day(start)}) ligt na het begin van de volgende fase ({day(next_start)})."
        )
    return ALLOWED


@dataclass(frozen=True)
class CheckCount:
    """How many checks there are, and how many of the obligatory ones are settled."""

    total: int
    settled: int
    obligatory: int
    obligatory_settled: int

    @property
    def obligatory_open(self) -> int:
        """How many obligatory checks still wait."""
        return self.obligatory - self.obligatory_settled


def count_checks(checks: list[tuple[str, bool]]) -> CheckCount:
    """Count (state, is_obligatory) pairs; what was withdrawn is no longer there."""
    checks = [(state, obligatory) for state, obligatory in checks if state != WITHDRAWN]
    return CheckCount(
        total=len(checks),
        settled=sum(state != OPEN for state, _ in checks),
        obligatory=sum(obligatory for _, obligatory in checks),
        obligatory_settled=sum(obligatory and state != OPEN for state, obligatory in checks),
    )


def shifted(value: date | None, *, from_start: date, to_start: date) -> date | None:
    """A date that lies as many days before the new contract start as it did before the old one."""
    return value if value is None else value + (to_start - from_start)


def against_plan(planned: date | None, actual: date) -> str:
    """How a real date compares with the planned one, in words; empty without a plan."""
    if planned is None:
        return ""
    days = (actual - planned) // timedelta(days=1)
    if days == 0:
        return "op de geplande dag"
    number = "1 dag" if abs(days) == 1 else f"{abs(days)} dagen"
    return f"{number} {'later' if days > 0 else 'eerder'} dan gepland"


def is_rejudged(*, state: str, is_own: bool, phase_closed: bool) -> bool:
    """Whether a change of profile decides anew if a check is obligatory.

    What is settled, what people added themselves, and what lies in a closed phase stays as it was.
    """
    return state == OPEN and not is_own and not phase_closed


def slug_is_free(slug: str, taken: set[str]) -> str:
    """`slug`, or the first of slug-2, slug-3 … that is free."""
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
