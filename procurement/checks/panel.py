"""Checks and evidence on the page of a phase."""

from itertools import groupby
from typing import Any

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from procurement.checks import queries
from procurement.trajectory.access import may_steer
from procurement.trajectory.lifecycle import CheckState, PhaseState
from procurement.trajectory.models import Check, Phase
from procurement.trajectory.rules import count_checks


def mine_panel(who: Who, phase: Phase, moment: Moment) -> dict[str, Any] | None:
    """The open checks of this person in a phase that is not closed (one query)."""
    if phase.state == PhaseState.CLOSED:
        return None
    rows = list(phase.checks.filter(owner_id__in=who.working_as, state=CheckState.OPEN))
    return {"phase": phase, "trajectory": phase.trajectory, "mine": rows} if rows else None


def phase_panel(who: Who, phase: Phase, moment: Moment) -> dict[str, Any] | None:
    """The end product and the checks by aspect (three queries)."""
    checks = list(queries.checks_of(phase, who))
    place = {aspect: number for number, aspect in enumerate(Check.Aspect.values)}
    ordered = sorted(checks, key=lambda row: (place[row.aspect], row.order))
    aspects = []
    for aspect, group in groupby(ordered, key=lambda row: row.aspect):
        rows = list(group)
        aspects.append(
            {
                "name": Check.Aspect(aspect).label,
                "open": [row for row in rows if row.state == CheckState.OPEN],
                "settled": [row for row in rows if row.state != CheckState.OPEN],
            }
        )
    return {
        "phase": phase,
        "trajectory": phase.trajectory,
        "aspects": aspects,
        "count": count_checks([(row.state, row.is_obligatory) for row in checks]),
        "unowned": sum(row.owner_id is None and row.state == CheckState.OPEN for row in checks),
        "end_products": queries.end_products_of(phase, who),
        "may_steer": may_steer(who),
        "is_closed": phase.state == PhaseState.CLOSED,
    }
