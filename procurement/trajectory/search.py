"""Trajectories and what they consist of among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from core.history.rules import spoken
from procurement.trajectory.lifecycle import PHASE_STATES
from procurement.trajectory.models import Milestone, Phase
from procurement.trajectory.queries import visible_trajectories

Lines = Mapping[UUID, Line]


def trajectory_ids(who: Who) -> Any:
    """The trajectories that this person may see."""
    return visible_trajectories(who).order_by().values("id")


def visible_phases(who: Who) -> Any:
    """The phases of the trajectories that this person may see."""
    return Phase.objects.filter(trajectory__in=trajectory_ids(who)).order_by()


def visible_milestones(who: Who) -> Any:
    """Their milestones."""
    return Milestone.objects.filter(trajectory__in=trajectory_ids(who)).order_by()


def trajectory_lines(who: Who, ids: Sequence[UUID]) -> Lines:
    """The page of a trajectory, and when its contracts start (one query)."""
    return {
        row.id: Line(
            reverse("trajectory:trajectory", args=[row.slug]), f"met contracten vanaf {spoken(row.contract_start)}"
        )
        for row in visible_trajectories(who).filter(id__in=ids)
    }


def phase_lines(who: Who, ids: Sequence[UUID]) -> Lines:
    """The page of a phase (one query)."""
    rows = visible_phases(who).select_related("trajectory").filter(id__in=ids)
    return {
        row.id: Line(phase_address(row), f"{row.label}, {row.trajectory.name}, {PHASE_STATES[row.state]}")
        for row in rows
    }


def milestone_lines(who: Who, ids: Sequence[UUID]) -> Lines:
    """The list of milestones on the page of a trajectory (one query)."""
    return {
        row.id: Line(
            f"{reverse('trajectory:trajectory', args=[row.trajectory.slug])}#mijlpalen",
            f"op {spoken(row.date)}, {row.trajectory.name}",
        )
        for row in visible_milestones(who).select_related("trajectory").filter(id__in=ids)
    }


def phase_address(phase: Phase) -> str:
    """The page of a phase."""
    return reverse("trajectory:phase", args=[phase.trajectory.slug, phase.slug])


def place_of(phase: Phase) -> str:
    """A phase as the place where something stands."""
    return f"{phase.label.lower()} van {phase.trajectory.name}"


KINDS = (
    HitKind("trajectory", ("traject", "trajecten"), 10, trajectory_ids, trajectory_lines),
    HitKind(
        "phase", ("fase of spoor", "fasen en sporen"), 20, lambda who: visible_phases(who).values("id"), phase_lines
    ),
    HitKind(
        "milestone", ("mijlpaal", "mijlpalen"), 35, lambda who: visible_milestones(who).values("id"), milestone_lines
    ),
)
