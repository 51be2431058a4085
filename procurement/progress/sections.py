"""What a progress report tells of decisions and of the planning, from their own rooms."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from governance.decisions import route
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision
from procurement.planning.conflicts import conflicts
from procurement.planning.queries import situation_of
from procurement.trajectory.models import Trajectory


def decisions_of(parent: Trajectory, as_of: date) -> list[dict[str, Any]]:
    """The decisions that left and in which every municipality of the trajectory takes part, by number.

    Other decisions are not for every reader of the report; the decision list has them for whom they are.
    """
    places = list(parent.municipalities.values_list("id", flat=True))
    rows = (
        Decision.objects.filter(trajectory_link__trajectory=parent, sent_at__isnull=False)
        .annotate(ours=Count("municipalities", filter=Q(municipalities__in=places), distinct=True))
        .filter(ours=len(places))
        .order_by("number")
    )
    return [_decision(row, as_of) for row in rows]


def _decision(row: Decision, as_of: date) -> dict[str, Any]:
    standing = route.standing(row, route.route_of(row, as_of))
    return {
        "number": row.number,
        "title": row.title,
        "artefact": row.get_artefact_display(),
        "state": row.get_state_display(),
        "settled_on": row.settled_on,
        "outcome": row.settled_text or row.withdrawn_reason or standing.text,
        "waiting": list(standing.waiting) if row.state == DecisionState.ON_ROUTE else [],
        "dropped": list(standing.dropped),
    }


def conflicts_of(parent: Trajectory, today: date) -> list[dict[str, Any]]:
    """What does not fit in the planning, each with why and how to mend it."""
    return [
        {"what": row.what, "why": row.why, "source": row.source, "how": row.how, "is_warning": row.is_warning}
        for row in conflicts(situation_of(parent, today))
    ]
