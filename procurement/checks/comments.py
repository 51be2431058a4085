"""Comments on checks: how they are found, and who reads them."""

from django.urls import reverse

from accounts.organisations.rules import Who
from accounts.remarks.subjects import Commented, uuid_of
from procurement.trajectory.comments import readers_of_trajectory
from procurement.trajectory.models import Check
from procurement.trajectory.queries import visible_trajectories


def find_check(who: Who, key: str) -> Check | None:
    """The check with this id, if one may see its trajectory."""
    check_id = uuid_of(key)
    if check_id is None:
        return None
    rows = Check.objects.select_related("phase__trajectory").filter(phase__trajectory__in=visible_trajectories(who))
    return rows.filter(id=check_id).first()


def describe_check(row: Check) -> Commented:
    """A check as comments know it."""
    return Commented(
        name=f"controlepunt {row.code}",
        about=row.phase.trajectory.name,
        url=reverse("checks:check", args=[row.phase.trajectory.slug, row.id]),
        readers=readers_of_trajectory(row.phase.trajectory),
    )
