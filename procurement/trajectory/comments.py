"""Comments on trajectories and phases: how they are found, and who reads them."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.organisations.models import Membership
from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Who
from accounts.remarks.subjects import Commented, uuid_of
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.queries import trajectory, visible_trajectories


def readers_of_trajectory(row: Trajectory) -> Callable[[date], QuerySet[Membership]]:
    """Who may see a trajectory, by the rule of `visible_trajectories`: colleagues and the municipalities in it."""
    inside = Q(organisation__kind=Kind.OZJT) | Q(
        organisation__kind=Kind.MUNICIPALITY, organisation__in=row.municipalities.all()
    )
    return lambda today: memberships_on(today).filter(inside)


def find_trajectory(who: Who, key: str) -> Trajectory | None:
    """The trajectory with this slug, if one may see it."""
    return trajectory(who, key)


def describe_trajectory(row: Trajectory) -> Commented:
    """A trajectory as comments know it."""
    return Commented(
        name="het traject",
        about=row.name,
        url=reverse("trajectory:trajectory", args=[row.slug]),
        readers=readers_of_trajectory(row),
    )


def find_phase(who: Who, key: str) -> Phase | None:
    """The phase with this id, if one may see its trajectory."""
    phase_id = uuid_of(key)
    if phase_id is None:
        return None
    rows = Phase.objects.select_related("trajectory").filter(trajectory__in=visible_trajectories(who))
    return rows.filter(id=phase_id).first()


def describe_phase(row: Phase) -> Commented:
    """A phase as comments know it."""
    return Commented(
        name=row.label.lower(),
        about=row.trajectory.name,
        url=reverse("trajectory:phase", args=[row.trajectory.slug, row.slug]),
        readers=readers_of_trajectory(row.trajectory),
    )
