"""The decisions of a trajectory."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.organisations.rules import Who
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision
from governance.decisions.queries import visible_decisions
from governance.decisions.route import still_to_decide
from procurement.resolutions.models import TrajectoryDecision
from procurement.trajectory.models import Phase, Trajectory


def decided(trajectory_id: UUID, artefact: str) -> list[Decision]:
    """The decisions about `artefact` that were taken in a trajectory, the last one first (one query).

    For the gates: what stands here is settled by the results of the competent bodies themselves.
    """
    return list(
        Decision.objects.filter(
            trajectory_link__trajectory=trajectory_id, artefact=artefact, state=DecisionState.DECIDED
        ).order_by("-settled_on", "-number")
    )


def waiting_in(trajectory_ids: Collection[UUID], who: Who) -> dict[UUID, int]:
    """How many decisions on their route wait for a body, by trajectory; without those this person may not see.

    One query for any number of trajectories; a trajectory where nothing waits is absent.
    """
    rows = (
        still_to_decide()
        .filter(
            step__decision__in=visible_decisions(who), step__decision__trajectory_link__trajectory__in=trajectory_ids
        )
        .order_by()
        .values_list("step__decision__trajectory_link__trajectory")
        .annotate(number=Count("step__decision", distinct=True))
    )
    return dict(rows)


def decided_scope(trajectory_ids: Collection[UUID], artefact: str) -> dict[UUID, dict[str, date]]:
    """Which segments were decided on about `artefact`, by trajectory: slug and the last day (one query).

    For the gates, of many trajectories at once.
    """
    rows = Decision.objects.filter(
        trajectory_link__trajectory__in=trajectory_ids, artefact=artefact, state=DecisionState.DECIDED
    )
    found: dict[UUID, dict[str, date]] = {}
    for parent, slug, on in rows.order_by("settled_on").values_list(
        "trajectory_link__trajectory_id", "scope__slug", "settled_on"
    ):
        if slug and on:
            found.setdefault(parent, {})[slug] = on
    return found


def decisions_of(trajectory: Trajectory, who: Who) -> QuerySet[Decision]:
    """The decisions of a trajectory that this person may see, with their phase."""
    link = TrajectoryDecision.objects.filter(decision=OuterRef("pk"), trajectory=trajectory)
    return visible_decisions(who).filter(Exists(link)).select_related("trajectory_link__phase")


def decisions_of_phase(phase: Phase, who: Who) -> QuerySet[Decision]:
    """The decisions of one phase that this person may see."""
    return decisions_of(phase.trajectory, who).filter(trajectory_link__phase=phase)


def link_of(row: Decision) -> TrajectoryDecision | None:
    """Where a decision belongs."""
    return TrajectoryDecision.objects.filter(decision=row).select_related("trajectory", "phase").first()
