"""What progress adds elsewhere: its kind of report, and the planning on the page of a trajectory."""

from typing import Any

from accounts.organisations.rules import Who
from core.charts.drawing import spec_of
from core.clock.queries import Moment
from core.reports.queries import readable_reports
from core.rooms.registries import Panel, panels, report_kinds
from procurement.gates.queries import Gate
from procurement.progress.queries import figures_of
from procurement.progress.report import KIND
from procurement.progress.rules import planning
from procurement.trajectory.lifecycle import PhaseFacts
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import milestones_of, phases_of, subject_of

NO_GATE = Gate(moment="", conditions=(), facts=PhaseFacts())  # the chart shows dates and states, no conditions


def planning_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """The planning as a chart, drawn by the browser; its figures stand beside it as a table."""
    figures = [figures_of(row, NO_GATE) for row in phases_of(trajectory)]
    milestones = [(row.date, row.what) for row in milestones_of(trajectory)]
    chart = planning(figures, milestones, moment.today)
    return {"chart": spec_of(chart)} if chart else None


def reports_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """The newest kept reports of a trajectory."""
    rows = readable_reports(who).filter(subject_key=subject_of(trajectory))
    return {"reports": list(rows[:3]), "trajectory": trajectory}


report_kinds.add(KIND)
panels.add(
    Panel(
        key="progress.planning",
        place="trajectory",
        order=20,
        template="procurement/progress/planning_panel.html",
        context=planning_panel,
    )
)
panels.add(
    Panel(
        key="progress.reports",
        place="trajectory",
        order=30,
        template="procurement/progress/reports_panel.html",
        context=reports_panel,
    )
)
