"""Asking for the progress report, and the reports of one trajectory."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from core.reports.queries import readable_reports
from core.reports.services import ask_report
from procurement.progress.queries import PROGRESS
from procurement.trajectory.queries import subject_of
from procurement.trajectory.reported import may_ask
from procurement.trajectory.views import TrajectoryScreen


class TrajectoryReports(TrajectoryScreen):
    """The kept reports of a trajectory, and the button for a new one."""

    template_name = "procurement/progress/reports.html"

    def context(self) -> dict[str, Any]:
        """What is kept."""
        key = subject_of(self.subject)
        return {
            "trajectory": self.subject,
            "reports": list(readable_reports(self.who).filter(subject_key=key)[:100]),
            "may_ask": may_ask(self.who, key),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the report and show the job."""
        verdict = may_ask(self.who, subject_of(self.subject))
        if not verdict:
            return self.refused(verdict)
        job = ask_report(
            kind=PROGRESS,
            subject_key=subject_of(self.subject),
            as_of=self.moment.today,
            who=self.who,
            now=self.moment.now,
        )
        return redirect("jobs:job", job.id)
