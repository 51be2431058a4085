"""What rooms do with deadlines. Access is the caller's: the room of the subject has judged it before it calls.

Every verb names the deadline by subject and code, locks its row, and raises Refused with the reason when it cannot.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.deadlines.models import Deadline
from core.deadlines.rules import NOT_FOUND, STANDS_STILL, may_change, may_extend, may_resume, may_suspend
from core.history.rules import Actor
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.terms.counting import work_out
from core.terms.rules import UNCHANGED, Changes, LegalTerm, Outcome, Suspension, TermError, Unit
from core.terms.stored import changes_as_data, changes_from_data, steps_as_data, term_as_data, term_from_data


def set_deadline(
    *,
    subject_key: str,
    subject_name: str,
    code: str,
    title: str,
    path: str,
    term: LegalTerm,
    starts_on: date,
    who: Actor,
    reason: str = "",
    owner_id: UUID | None = None,
    asked_of: str = "",
    is_provider_term: bool = False,
    is_confidential: bool = False,
) -> Deadline:
    """Set a deadline, or bring the one of this subject and code up to date; doing it twice changes nothing.

    `starts_on` is the day of the event; `path` the page on which the work is done. A cancelled deadline opens again;
    a met one stays met, with its new day. What stood still or was extended keeps counting. Raises Refused when the term
    cannot be worked out.
    """
    values: dict[str, Any] = {
        "subject_name": subject_name,
        "title": title,
        "path": path,
        "owner_id": owner_id,
        "asked_of": asked_of,
        "is_provider_term": is_provider_term,
        "is_confidential": is_confidential,
    }
    with recorded(who, reason, routine=f"Uiterste datum: {title}"):
        row = _locked(subject_key, code)
        if row is None:
            first = values | _worked_out(term, starts_on, UNCHANGED, is_provider_term)
            row, made = Deadline.objects.get_or_create(subject_key=subject_key, code=code, defaults=first)
            if made:
                return row
            row = _found(subject_key, code)  # somebody else made it at the same time
        worked_out = _worked_out(term, starts_on, _changes(row), is_provider_term)
        if row.suspended_on is not None:
            same = (row.starts_on, row.rule) == (worked_out["starts_on"], worked_out["rule"])
            ensure(allow_if(same, STANDS_STILL))
        if _write(row, values | worked_out | {"cancelled_at": None}):
            row.save()
        return row


def suspend(*, subject_key: str, code: str, asked_on: date, who: Actor, reason: str = "") -> Deadline:
    """Let a term stand still from the day after `asked_on`, the day of the request to complete (Awb 4:15)."""
    with recorded(who, reason, routine="Termijn opgeschort"):
        row = _found(subject_key, code)
        ensure(
            may_suspend(
                is_open=row.is_open,
                is_suspended=row.suspended_on is not None,
                can_move=_can_move(row),
                asked_on=asked_on,
                starts_on=row.starts_on,
                due_on=row.due_on,
            )
        )
        row.suspended_on = asked_on
        row.save()
        return row


def resume(*, subject_key: str, code: str, on: date, who: Actor, reason: str = "") -> Deadline:
    """Let a term run again on `on`, the day it was completed or the time for that ran out; its last day moves."""
    with recorded(who, reason, routine="Termijn loopt weer"):
        row = _found(subject_key, code)
        ensure(may_resume(is_open=row.is_open, suspended_on=row.suspended_on, on=on))
        assert row.suspended_on is not None
        try:
            changes = _changes(row).with_suspension(Suspension(row.suspended_on, on))
        except TermError as error:
            raise Refused(refuse(str(error))) from error
        row.suspended_on = None
        return _recount(row, changes)


def extend(*, subject_key: str, code: str, weeks: int, who: Actor, reason: str = "") -> Deadline:
    """Make a term `weeks` longer; once more adds once more."""
    with recorded(who, reason, routine="Termijn verlengd"):
        row = _found(subject_key, code)
        ensure(may_extend(is_open=row.is_open, can_move=_can_move(row), weeks=weeks))
        try:
            changes = _changes(row).with_extra(weeks)
        except TermError as error:
            raise Refused(refuse(str(error))) from error
        return _recount(row, changes)


def meet(*, subject_key: str, code: str, who: Actor, now: datetime, reason: str = "") -> Deadline:
    """It happened at `now` (the database's clock); again changes nothing. Also late is met."""
    with recorded(who, reason, routine="Uiterste datum gehaald"):
        row = _found(subject_key, code)
        if row.met_at is None:
            ensure(may_change(is_open=row.is_open))
            row.met_at, row.suspended_on = now, None
            row.save()
        return row


def cancel(*, subject_key: str, code: str, who: Actor, now: datetime, reason: str = "") -> Deadline:
    """It is no longer needed; again changes nothing, and what was met stays met."""
    with recorded(who, reason, routine="Uiterste datum vervallen"):
        row = _found(subject_key, code)
        if row.is_open:
            row.cancelled_at, row.suspended_on = now, None
            row.save()
        return row


def _locked(subject_key: str, code: str) -> Deadline | None:
    return Deadline.objects.select_for_update().filter(subject_key=subject_key, code=code).first()


def _found(subject_key: str, code: str) -> Deadline:
    """The row, locked until the end of the transaction."""
    row = _locked(subject_key, code)
    if row is None:
        raise Refused(refuse(NOT_FOUND, secret=True))
    return row


def _changes(row: Deadline) -> Changes:
    return changes_from_data(row.rule["changes"])


def _can_move(row: Deadline) -> bool:
    term = term_from_data(row.rule["term"])
    return not term.counts_back and term.unit != Unit.FIXED_DATE


def _outcome(term: LegalTerm, starts_on: date, changes: Changes, is_provider_term: bool) -> Outcome:
    try:
        return work_out(term, starts_on, changes, for_provider=is_provider_term)
    except TermError as error:
        raise Refused(refuse(str(error))) from error


def _worked_out(term: LegalTerm, starts_on: date, changes: Changes, is_provider_term: bool) -> dict[str, Any]:
    """The columns that follow from the term."""
    outcome = _outcome(term, starts_on, changes, is_provider_term)
    return {
        "rule": {"term": term_as_data(term), "changes": changes_as_data(changes)},
        "steps": steps_as_data(outcome),
        "warnings": list(outcome.warnings),
        "school_holidays": ", ".join(outcome.school_holidays)[:300],
        "starts_on": starts_on,
        "due_on": outcome.due,
    }


def _recount(row: Deadline, changes: Changes) -> Deadline:
    _write(row, _worked_out(term_from_data(row.rule["term"]), row.starts_on, changes, row.is_provider_term))
    row.save()
    return row


def _write(row: Deadline, values: dict[str, Any]) -> bool:
    """Put the values in the row; answers whether that changed anything."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
