"""A term and its outcome as plain data that fits in JSON, and back; pure."""

from dataclasses import asdict
from datetime import date
from typing import Any

from core.terms.rules import Changes, FixedDay, LegalTerm, Outcome, ShiftPolicy, Suspension, Unit


def term_as_data(term: LegalTerm) -> dict[str, Any]:
    """A term as plain data; keys as the fields of `LegalTerm`."""
    return asdict(term) | {"unit": term.unit.value, "policy": term.policy.value}


def term_from_data(data: dict[str, Any]) -> LegalTerm:
    """The term behind `term_as_data`."""
    fixed = data.get("fixed")
    return LegalTerm(
        **data
        | {
            "unit": Unit(data["unit"]),
            "policy": ShiftPolicy(data["policy"]),
            "fixed": FixedDay(**fixed) if fixed else None,
        }
    )


def changes_as_data(changes: Changes) -> dict[str, Any]:
    """Suspensions and extra weeks as plain data."""
    return {
        "suspensions": [
            {"asked_on": row.asked_on.isoformat(), "until": row.until.isoformat()} for row in changes.suspensions
        ],
        "extra_weeks": changes.extra_weeks,
    }


def changes_from_data(data: dict[str, Any]) -> Changes:
    """The changes behind `changes_as_data`."""
    return Changes(
        suspensions=tuple(
            Suspension(date.fromisoformat(row["asked_on"]), date.fromisoformat(row["until"]))
            for row in data["suspensions"]
        ),
        extra_weeks=data["extra_weeks"],
    )


def steps_as_data(outcome: Outcome) -> list[dict[str, str]]:
    """The explanation as plain data: sentence, article, day."""
    return [{"sentence": step.sentence, "article": step.article, "day": step.day.isoformat()} for step in outcome.steps]


def outcome_as_data(outcome: Outcome, changes: Changes) -> dict[str, Any]:
    """Everything that was worked out, in the form that docs/operations.md describes."""
    return {
        "from": outcome.event.isoformat(),
        "term": term_as_data(outcome.term),
        **changes_as_data(changes),
        "due": outcome.due.isoformat(),
        "unshifted": outcome.unshifted.isoformat(),
        "steps": steps_as_data(outcome),
        "warnings": list(outcome.warnings),
        "school_holidays": list(outcome.school_holidays),
    }
