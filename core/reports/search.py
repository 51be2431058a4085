"""Kept reports among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.findable.rules import HitKind, Line
from core.history.rules import spoken
from core.reports.queries import readable_reports
from core.rooms.registries import report_kinds


def lines(who: Any, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The kind, the subject and the date of the figures (one query)."""
    found = {}
    for row in readable_reports(who).filter(id__in=ids):
        kind = report_kinds.get(row.kind)
        label = kind.label if kind else "rapport"
        about = f"{label.lower()} over {row.subject_name}, stand op {spoken(row.as_of)}"
        found[row.id] = Line(reverse("reports:report", args=[row.id]), about)
    return found


KINDS = (HitKind("report", ("rapport", "rapporten"), 60, lambda who: readable_reports(who).values("id"), lines),)
