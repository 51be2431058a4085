"""The progress report and its charts; who may ask for it and read it is the same for every report of a trajectory."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.charts.rules import Chart
from core.rooms.registries import ReportKind
from procurement.progress.queries import PROGRESS, gather
from procurement.progress.rules import figures_from, planning
from procurement.trajectory.reported import may_ask, subject_url, visible

SHOWN_MILESTONES = 4


def charts(content: Mapping[str, Any]) -> Sequence[Chart]:
    """The planning with the milestones that come first; all of them stand in a table."""
    coming = [(row["date"], row["what"]) for row in content["milestones"] if not row["past"]]
    milestones = coming[:SHOWN_MILESTONES]
    chart = planning(figures_from(dict(content)), milestones, content["as_of"], today_word="stand op")
    return [chart] if chart else []


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
