"""Starting a decision from a trajectory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from accounts.organisations.rules import Who
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure
from governance.decisions.access import may_write
from governance.decisions.models import Decision
from governance.decisions.services import NOT_FOUND, Proposal, Scope, start_decision
from procurement.resolutions.models import TrajectoryDecision
from procurement.resolutions.rules import competence_of
from procurement.trajectory.queries import visible_trajectories


def prepare_decision(
    *,
    trajectory_id: UUID,
    phase_id: UUID | None,
    title: str,
    artefact: str,
    owner_id: UUID,
    segment_ids: Sequence[UUID] | None = None,
    municipality_ids: Sequence[UUID] | None = None,
    who: Who,
    now: datetime,
) -> Decision:
    """Start a decision for a trajectory, or for one phase of it, with the usual route.

    Without `segment_ids` or `municipality_ids` it is about all segments and municipalities of the trajectory. Raises
    Refused for a phase, segment or municipality that is not of this trajectory.
    """
    ensure(may_write(who))
    with recorded(who, routine="Besluit voorbereid"):
        parent = visible_trajectories(who).filter(id=trajectory_id).first()
        if parent is None:
            raise Refused(NOT_FOUND)
        here = phase_id is None or parent.phases.filter(id=phase_id).exists()
        ensure(allow_if(here, "Deze fase hoort niet bij het traject."))
        segments = list(parent.segments.order_by("-place", "order"))
        places = list(parent.municipalities.order_by("name").values_list("id", flat=True))
        if segment_ids is not None:
            ensure(
                allow_if(
                    set(segment_ids) <= {row.id for row in segments},
                    "Kies alleen segmenten die dit traject inkoopt.",
                )
            )
            segments = [row for row in segments if row.id in set(segment_ids)]
        if municipality_ids is not None:
            ensure(allow_if(set(municipality_ids) <= set(places), "Kies alleen gemeenten die aan dit traject meedoen."))
            places = [key for key in places if key in set(municipality_ids)]
        row = start_decision(
            proposal=Proposal(
                title=title,
                artefact=artefact,
                owner_id=owner_id,
                municipality_ids=places,
                segments=[Scope(one.slug, one.name, competence_of(one.competent_body)) for one in segments],
            ),
            who=who,
            now=now,
        )
        TrajectoryDecision.objects.create(trajectory=parent, phase_id=phase_id, decision=row)
    return row
