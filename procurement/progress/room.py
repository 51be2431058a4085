"""What progress adds elsewhere: its kind of report, and the kept reports on the page of a trajectory."""

from typing import Any

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.reports.queries import readable_reports
from core.rooms.registries import Panel, panels, report_kinds
from procurement.progress.report import KIND
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import subject_of


def reports_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """The newest kept reports of a trajectory."""
    rows = readable_reports(who).filter(subject_key=subject_of(trajectory))
    return {"reports": list(rows[:3]), "trajectory": trajectory}


report_kinds.add(KIND)
panels.add(
    Panel(
        key="progress.reports",
        place="trajectory",
        order=30,
        template="procurement/progress/reports_panel.html",
        context=reports_panel,
    )
)
