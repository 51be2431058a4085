"""The progress report: its charts, who may ask for it and who may read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.organisations.rules import Kind, Role, Who
from core.charts.rules import Chart
from core.lifecycles.rules import Verdict, allow_if
from core.rooms.registries import ReportKind
from procurement.progress.queries import PROGRESS, gather
from procurement.progress.rules import figures_from, planning
from procurement.trajectory.access import may_see_trajectories
from procurement.trajectory.queries import visible_trajectories

SHOWN_MILESTONES = 4


def may_ask(who: Who, subject_key: str) -> Verdict:
    """Whoever may see the trajectory may have its progress written down; an auditor only reads."""
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


def charts(content: Mapping[str, Any]) -> Sequence[Chart]:
    """The planning with the milestones that come first; all of them stand in a table."""
    coming = [(row["date"], row["what"]) for row in content["milestones"] if not row["past"]]
    milestones = coming[:SHOWN_MILESTONES]
    chart = planning(figures_from(dict(content)), milestones, content["as_of"], today_word="stand op")
    return [chart] if chart else []


def subject_url(who: Who, subject_key: str) -> str | None:
    """The page of the trajectory, for those who may see it."""
    slug = subject_key.removeprefix("traject:")
    known = visible_trajectories(who).filter(slug=slug).exists()
    return reverse("trajectory:trajectory", args=[slug]) if known else None


KIND = ReportKind(
    key=PROGRESS,
    label="Voortgangsrapport",
    order=10,
    template="procurement/progress/report.html",
    gather=gather,
    may_ask=may_ask,
    visible=visible,
    charts=charts,
    subject_url=subject_url,
)
