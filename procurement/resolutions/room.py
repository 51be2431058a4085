"""What the decisions of a trajectory add elsewhere: panels, the decision list, conditions of gates, the way back."""

from typing import Any

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels, report_kinds
from governance.decisions.access import may_see_decisions, may_write
from governance.decisions.lifecycle import TONES
from governance.decisions.models import Decision
from procurement.gates.providers import providers
from procurement.resolutions import queries
from procurement.resolutions.conditions import PROVIDERS
from procurement.resolutions.report import KIND
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.queries import visible_trajectories

SHOWN = 6


def _shown(rows: list[Decision]) -> list[dict[str, Any]]:
    return [{"row": row, "tone": TONES[row.state]} for row in rows]


def trajectory_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """The newest decisions of a trajectory (one query)."""
    if not may_see_decisions(who):
        return None
    rows = list(queries.decisions_of(trajectory, who)[: SHOWN + 1])
    return {
        "decisions": _shown(rows[:SHOWN]),
        "more": len(rows) > SHOWN,
        "trajectory": trajectory,
        "may_prepare": may_write(who),
    }


def phase_panel(who: Who, phase: Phase, moment: Moment) -> dict[str, Any] | None:
    """The decisions of a phase (one query)."""
    if not may_see_decisions(who):
        return None
    rows = list(queries.decisions_of_phase(phase, who))
    may_prepare = bool(may_write(who)) and phase.state != "closed"
    if not rows and not may_prepare:
        return None
    return {"decisions": _shown(rows), "phase": phase, "trajectory": phase.trajectory, "may_prepare": may_prepare}


def decision_panel(who: Who, decision: Decision, moment: Moment) -> dict[str, Any] | None:
    """Where a decision belongs (at most two queries)."""
    link = queries.link_of(decision)
    if link is None or not visible_trajectories(who).filter(id=link.trajectory_id).exists():
        return None
    return {"trajectory": link.trajectory, "phase": link.phase}


report_kinds.add(KIND)
for provider in PROVIDERS:
    providers.add(provider)
for place, order, context in (
    ("trajectory", 12, trajectory_panel),
    ("phase", 12, phase_panel),
    ("decision", 10, decision_panel),
):
    panels.add(
        Panel(
            key=f"resolutions.{place}",
            place=place,
            order=order,
            template=f"procurement/resolutions/{place}_panel.html",
            context=context,
        )
    )
