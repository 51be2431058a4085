"""The stepper of a trajectory: phases in a row, tracks as lanes beside them; pure apart from the addresses."""

from datetime import date
from typing import Any

from django.urls import reverse

from core.clock.queries import AMSTERDAM
from procurement.trajectory.lifecycle import PHASE_STATES, PhaseState
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.rules import against_plan


def overlap(start: date | None, end: date | None, steps: list[tuple[date | None, date | None]]) -> tuple[int, int]:
    """The first and last step during which a lane runs; the whole walk when its dates are not known."""
    hit = [
        index
        for index, (step_start, step_end) in enumerate(steps)
        if start and end and step_start and step_end and step_start <= end and start <= step_end
    ]
    return (hit[0], hit[-1]) if hit else (0, max(0, len(steps) - 1))


def plan_words(row: Phase) -> dict[str, str]:
    """How the real opening and closing of a phase compare with its plan; empty for what has not happened."""
    opened = row.opened_at.astimezone(AMSTERDAM).date() if row.opened_at else None
    closed = row.closed_at.astimezone(AMSTERDAM).date() if row.closed_at else None
    return {
        "opened": against_plan(row.planned_start, opened) if opened else "",
        "closed": against_plan(row.planned_end, closed) if closed else "",
    }


def steps_of(
    trajectory: Trajectory, phases: list[Phase], here: str = ""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The steps and the lanes; a phase that was passed with an exception keeps its mark.

    `here` is the code of the part whose page this is.
    """
    walk = [row for row in phases if not row.is_track]
    steps = []
    for row in walk:
        state = {PhaseState.OPEN: "current", PhaseState.CLOSED: "done"}.get(PhaseState(row.state), "planned")
        if row.has_exception and row.state == PhaseState.CLOSED:
            state = "exception"
        note = "met afwijking" if row.has_exception else ""
        steps.append(
            {
                "label": row.name,
                "short": row.code,
                "url": reverse("trajectory:phase", args=[trajectory.slug, row.slug]),
                "state": state,
                "note": note,
                "is_here": row.code == here,
            }
        )
    dates = [(row.planned_start, row.planned_end) for row in walk]
    lanes = []
    for row in phases:
        if row.is_track:
            first, last = overlap(row.planned_start, row.planned_end, dates)
            state = {PhaseState.OPEN: "current", PhaseState.CLOSED: "done"}.get(PhaseState(row.state), "planned")
            lanes.append(
                {
                    "label": row.title,
                    "url": reverse("trajectory:phase", args=[trajectory.slug, row.slug]),
                    "state": state,
                    "word": PHASE_STATES[row.state],
                    "from": first,
                    "to": last,
                    "is_here": row.code == here,
                }
            )
    return steps, lanes
