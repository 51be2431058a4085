"""What trajectories add elsewhere: navigation, a panel on segments, the progress report."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from accounts.remarks.subjects import open_for_comments
from core.clock.queries import Moment
from core.rooms.registries import NavigationItem, Panel, navigation, panels
from procurement.trajectory import comments, queries
from procurement.trajectory.access import may_see_trajectories, may_steer
from segments.catalogue.models import Segment


def _leads_to(who: Who) -> str | None:
    """The list, or the only trajectory; nowhere when there is nothing to see and nothing to start (one query)."""
    if not who or not may_see_trajectories(who):
        return None
    slugs = list(queries.visible_trajectories(who).values_list("slug", flat=True)[:2])
    if len(slugs) == 1 and not may_steer(who):
        return reverse("trajectory:trajectory", args=slugs)
    return reverse("trajectory:list") if slugs or may_steer(who) else None


def segment_panel(who: Who, segment: Segment, moment: Moment) -> dict[str, Any] | None:
    """The trajectories that buy a segment and that this person may see."""
    rows = list(queries.visible_trajectories(who).filter(segments=segment))
    return {"trajectories": rows, "segment": segment}


navigation.add(
    NavigationItem(key="trajectories", label="Trajecten", order=20, prefix="/trajecten/", leads_to=_leads_to)
)
panels.add(
    Panel(
        key="trajectory.segment",
        place="segment",
        order=20,
        template="procurement/trajectory/segment_panel.html",
        context=segment_panel,
    )
)
open_for_comments(
    prefix="traject",
    place="trajectory",
    find=comments.find_trajectory,
    key_of=lambda row: str(row.slug),
    describe=comments.describe_trajectory,
)
open_for_comments(
    prefix="fase",
    place="phase",
    find=comments.find_phase,
    key_of=lambda row: str(row.id),
    describe=comments.describe_phase,
)
