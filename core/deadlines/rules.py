"""What may happen to a deadline; pure."""

from datetime import date

from core.lifecycles.rules import Verdict, allow_if

NOT_FOUND = "Deze uiterste datum bestaat niet."
STANDS_STILL = "Deze termijn staat stil. Laat haar eerst weer lopen en verander haar dan."
FIXED = "Een vaste datum of een teruggerekende termijn kun je niet opschorten of verlengen."


def may_change(*, is_open: bool) -> Verdict:
    """What is met or cancelled stays as it is."""
    return allow_if(is_open, "Deze uiterste datum is al gehaald of vervallen.")


def may_suspend(
    *, is_open: bool, is_suspended: bool, can_move: bool, asked_on: date, starts_on: date, due_on: date
) -> Verdict:
    """A running term can stand still, from a day within it (Awb 4:15)."""
    return (
        may_change(is_open=is_open)
        & allow_if(can_move, FIXED)
        & allow_if(not is_suspended, "Deze termijn staat al stil.")
        & allow_if(starts_on <= asked_on, "Vraag niet om aanvulling vóór de termijn begint: kies een latere dag.")
        & allow_if(asked_on < due_on, "De termijn is dan al voorbij. Kies een dag vóór de laatste dag.")
    )


def may_resume(*, is_open: bool, suspended_on: date | None, on: date) -> Verdict:
    """What stands still can go on, after the day of the request."""
    return (
        may_change(is_open=is_open)
        & allow_if(suspended_on is not None, "Deze termijn staat niet stil.")
        & allow_if(
            suspended_on is None or on > suspended_on,
            "De termijn loopt weer na de dag waarop om aanvulling is gevraagd.",
        )
    )


def may_extend(*, is_open: bool, can_move: bool, weeks: int) -> Verdict:
    """A term of a length can be made longer."""
    return may_change(is_open=is_open) & allow_if(can_move, FIXED) & allow_if(weeks >= 1, "Verleng met 1 week of meer.")
