"""Checks and evidence among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from procurement.checks.queries import visible_evidence
from procurement.trajectory.lifecycle import CHECK_STATES
from procurement.trajectory.models import Check, Evidence
from procurement.trajectory.search import phase_address, place_of, trajectory_ids

Lines = Mapping[UUID, Line]


def visible_checks(who: Who) -> Any:
    """The checks of the trajectories that this person may see."""
    return Check.objects.filter(phase__trajectory__in=trajectory_ids(who)).order_by()


def shown_evidence(who: Who) -> Any:
    """Evidence of those trajectories that is neither withdrawn nor hidden from this person."""
    rows = visible_evidence(who).filter(withdrawn_at__isnull=True)
    return rows.filter(phase__trajectory__in=trajectory_ids(who)).order_by()


def check_lines(who: Who, ids: Sequence[UUID]) -> Lines:
    """The page of a check (one query)."""
    rows = visible_checks(who).select_related("phase__trajectory").filter(id__in=ids)
    return {
        row.id: Line(_check_url(row), f"{row.code}, {place_of(row.phase)}, {CHECK_STATES[row.state]}") for row in rows
    }


def evidence_lines(who: Who, ids: Sequence[UUID]) -> Lines:
    """Where a piece of evidence stands: at its check, or at the end product of its phase (one query)."""
    rows = shown_evidence(who).select_related("phase__trajectory", "check_point").filter(id__in=ids)
    return {row.id: _evidence_line(row) for row in rows}


def _evidence_line(row: Evidence) -> Line:
    if row.check_point is None:
        return Line(f"{phase_address(row.phase)}#eindproduct", f"als eindproduct van {place_of(row.phase)}")
    url = reverse("checks:check", args=[row.phase.trajectory.slug, row.check_point.id])
    return Line(url, f"bij controlepunt {row.check_point.code}, {place_of(row.phase)}")


def _check_url(check: Check) -> str:
    return reverse("checks:check", args=[check.phase.trajectory.slug, check.id])


KINDS = (
    HitKind("check", ("controlepunt", "controlepunten"), 30, lambda who: visible_checks(who).values("id"), check_lines),
    HitKind(
        "evidence", ("bewijsstuk", "bewijsstukken"), 40, lambda who: shown_evidence(who).values("id"), evidence_lines
    ),
)
