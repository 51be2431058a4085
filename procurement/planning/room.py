"""What the planning adds elsewhere: its report, conditions of gates, and slack and conflicts on a trajectory."""

from typing import Any

from accounts.organisations.rules import Who
from core.charts.drawing import spec_of
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels, report_kinds
from procurement.gates.providers import providers
from procurement.planning.chart import planning_figure
from procurement.planning.conditions import PROVIDERS
from procurement.planning.conflicts import conflicts, count_words, least_slack, outcomes
from procurement.planning.queries import planning_url, situation_of
from procurement.planning.report import KIND
from procurement.trajectory.models import Trajectory

SHOWN = 3


def trajectory_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """Conflicts and the least slack at a glance, with the timeline; nothing for other phases than EVA's."""
    situation = situation_of(trajectory, moment.today)
    if not situation.parts:
        return None
    found = [row for row in conflicts(situation) if not row.is_warning]
    chart = planning_figure(situation, None)
    return {
        "url": planning_url(trajectory.slug),
        "count": count_words(found),
        "conflicts": found[:SHOWN],
        "more": max(0, len(found) - SHOWN),
        "least": least_slack([row for row in outcomes(situation) if not row.part.is_track]),
        "chart": spec_of(chart) if chart else None,
    }


report_kinds.add(KIND)
for provider in PROVIDERS:
    providers.add(provider)
panels.add(
    Panel(
        key="planning.trajectory",
        place="trajectory",
        order=20,
        template="procurement/planning/panel.html",
        context=trajectory_panel,
    )
)
