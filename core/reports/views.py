"""The page of a kept report, and its PDF."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from core.files.answers import download
from core.reports.access import may_read
from core.reports.models import Report
from core.reports.queries import newest_of_subject, read_report
from core.rooms.registries import navigation, report_kinds
from core.screens.views import Crumb, Screen


class ReportScreen(Screen):
    """What the report is about, of when, made by whom and how, and the PDF itself."""

    access = may_read
    template_name = "core/reports/report.html"

    def find_subject(self) -> Report | None:
        """The report, among those that this person may read."""
        return read_report(self.who, self.kwargs["report_id"])

    def crumbs(self) -> list[Crumb]:
        """The list of reports, when a higher room has one."""
        item = navigation.get("reports")
        return [Crumb(item.label, item.prefix)] if item else []

    @cached_property
    def newest(self) -> Report | None:
        """The report with the newest figures about the same subject."""
        return newest_of_subject(self.who, kind=self.subject.kind, subject_key=self.subject.subject_key)

    def context(self) -> dict[str, Any]:
        """The report, its kind, and what is newer."""
        report = self.subject
        kind = report_kinds.get(report.kind)
        subject_url = kind.subject_url(self.who, report.subject_key) if kind and kind.subject_url else None
        return {
            "report": report,
            "kind_label": kind.label if kind else report.kind,
            "subject_url": subject_url,
            "newer": self.newest if self.newest and self.newest.id != report.id else None,
            "pdf_url": reverse("reports:pdf", args=[report.id]),
        }


class ReportPdf(ReportScreen):
    """The PDF, opened in the browser."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file as it was kept."""
        return download(self.subject.file, inline="download" not in request.GET)
