"""Which kept reports somebody may read, and which one came before."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.reports.models import Report
from core.rooms.registries import report_kinds


def readable_reports(who: Any) -> QuerySet[Report]:
    """The kept reports that this person may read, newest first; every kind says itself which."""
    condition = Q()
    for kind in report_kinds:
        visible = kind.visible(who)
        if visible is not None:
            condition |= Q(kind=kind.key) & visible
    rows = Report.objects.filter(condition) if condition else Report.objects.none()
    return rows.select_related("file").defer("content").order_by("-made_at")


def read_report(who: Any, report_id: UUID) -> Report | None:
    """This report, if this person may read it."""
    return readable_reports(who).filter(id=report_id).first()


def newest_of_subject(who: Any, *, kind: str, subject_key: str) -> Report | None:
    """The report of this kind about this subject with the newest figures that this person may read."""
    return readable_reports(who).filter(kind=kind, subject_key=subject_key).order_by("-as_of", "-made_at").first()


def report_before(*, kind: str, subject_key: str, as_of: date) -> Report | None:
    """The last kept report of an earlier date, with its content: what a report compares with.

    Earlier by its date and not by when it was made, so that making a report twice compares with the same one.
    """
    rows = Report.objects.filter(kind=kind, subject_key=subject_key, as_of__lt=as_of)
    return rows.order_by("-as_of", "-made_at").first()


def reports_with(*, kind: str, subject_key: str, as_of: date, fingerprint: str) -> QuerySet[Report]:
    """The kept report with exactly this content, if there is one."""
    return Report.objects.filter(kind=kind, subject_key=subject_key, as_of=as_of, fingerprint=fingerprint)
