"""The planning of a trajectory as a chart: now, beside a frozen plan, with what really happened."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.charts.gantt import GanttRow, gantt_chart
from core.charts.rules import Chart
from core.terms.calendar import school_holidays_between
from procurement.planning.conflicts import PlannedPart, Situation

SHOWN_MOMENTS = 8


@dataclass(frozen=True)
class Earlier:
    """A frozen plan as the chart and the table need it: dates by code of the part or text of the milestone."""

    name: str
    dates: tuple[tuple[str, date | None, date | None], ...]

    def of(self, key: str) -> tuple[date | None, date | None] | None:
        """The frozen dates of a part (by code) or milestone (by text)."""
        return next(((start, end) for name, start, end in self.dates if name == key), None)


def bar_state(part: PlannedPart, today: date) -> str:
    """How the chart shows a part."""
    if part.state == "closed":
        return "done"
    if part.state == "open":
        return "late" if part.end and part.end < today else "current"
    return "planned"


@lru_cache(maxsize=128)  # composing and checking a specification takes longer than the rest of the page
def planning_figure(
    situation: Situation, earlier: Earlier | None, *, title: str = "Planning", today_word: str = "vandaag",
    most_moments: int = SHOWN_MOMENTS,
) -> Chart | None:  # fmt: skip
    """The chart, or None when nothing has dates; the first milestones that still come are in it."""
    today = situation.today
    rows = []
    for part in situation.parts:
        if not part.start or not part.end:
            continue
        was = earlier.of(part.code) if earlier else None
        window = situation.latest.window(part.code)
        real = (part.opened_on, max(part.closed_on or today, part.opened_on)) if part.opened_on else None
        rows.append(
            GanttRow(
                label=part.title.split(": ")[-1],
                start=part.start,
                end=part.end,
                state=bar_state(part, today),
                earlier=(was[0], was[1]) if was and was[0] and was[1] else None,
                real=real,
                latest=window.end if part.state != "closed" else None,
            )
        )
    for moment in [row for row in situation.moments if row.day >= today][:most_moments]:
        was = earlier.of(moment.what) if earlier else None
        rows.append(
            GanttRow(
                label=moment.what,
                start=moment.day,
                end=moment.day,
                state="planned",
                is_moment=True,
                earlier=(was[0], was[0]) if was and was[0] else None,
            )
        )
    if not rows:
        return None
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    bands = [(row.first, row.last) for row in school_holidays_between(first, last)]
    return gantt_chart(
        rows,
        bands,
        today,
        title=title,
        today_word=today_word,
        earlier_word=earlier.name if earlier else "",
    )
