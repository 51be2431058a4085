"""Who may have a report about a trajectory made, and who may read the kept ones; for every kind of such a report."""

from django.db.models import Q
from django.urls import reverse

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import Refused, Verdict, allow_if, refuse
from procurement.trajectory.access import may_see_trajectories
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import subject_of, visible_trajectories


def trajectory_of(subject_key: str) -> Trajectory:
    """The trajectory of a report's subject; raises Refused when it is none."""
    slug = subject_key.removeprefix("traject:")
    row = Trajectory.objects.select_related("owner").filter(slug=slug).first()
    if row is None or subject_of(row) != subject_key:
        raise Refused(refuse("Dit traject bestaat niet.", secret=True))
    return row


def may_ask(who: Who, subject_key: str) -> Verdict:
    """Whoever may see the trajectory may have it written down; an auditor only reads."""
    known = visible_trajectories(who).filter(slug=subject_key.removeprefix("traject:")).exists()
    return (
        may_see_trajectories(who)
        & allow_if(known, "Dit traject bestaat niet.", secret=True)
        & allow_if(
            any(hat.role != Role.AUDITOR for hat in who.hats),
            "Een auditor leest mee en laat zelf geen rapporten maken. Vraag het aan een inkoper.",
        )
    )


def visible(who: Who) -> Q | None:
    """Colleagues read all; officials those of trajectories in which their municipality takes part."""
    if who.works_at_ozjt:
        return Q()
    if not who.organisations(Kind.MUNICIPALITY):
        return None
    slugs = visible_trajectories(who).values_list("slug", flat=True)
    return Q(subject_key__in=[f"traject:{slug}" for slug in slugs])


def subject_url(who: Who, subject_key: str) -> str | None:
    """The page of the trajectory, for those who may see it."""
    slug = subject_key.removeprefix("traject:")
    known = visible_trajectories(who).filter(slug=slug).exists()
    return reverse("trajectory:trajectory", args=[slug]) if known else None
