"""The report of a planning: conflicts, the timeline, the planning beside a frozen one, and how it was counted back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from core.charts.rules import Chart
from core.clock.queries import AMSTERDAM
from core.history.rules import spoken
from core.lifecycles.rules import Refused, refuse
from core.rooms.registries import ReportKind
from procurement.planning.chart import Earlier, planning_figure
from procurement.planning.conflicts import (
    PlanConflict,
    PlannedMoment,
    PlannedPart,
    Situation,
    conflicts,
    count_words,
    least_slack,
    outcomes,
)
from procurement.planning.queries import newest_baseline, situation_of
from procurement.planning.shown import earlier_of, moments_of, parts_of
from procurement.trajectory.reported import may_ask, subject_url, trajectory_of, visible

PLANNING = "trajectory.planning"


def summary_of(situation: Situation, found: Sequence[PlanConflict], moved: int, baseline: str) -> list[str]:
    """The three sentences: whether it fits, where the least slack is, and what moved since the frozen plan."""
    hard = [row for row in found if not row.is_warning]
    first = f"De contracten starten op {spoken(situation.contract_start)} en de planning heeft {count_words(found)}."
    if hard:
        first += f" {hard[0].what}"
    least = least_slack([row for row in outcomes(situation) if not row.part.is_track])
    second = "Er zijn nog geen data om de speling te bepalen."
    if least is not None:
        second = f"De minste speling zit in {least.part.in_sentence}: {least.slack_words}."
    if not baseline:
        third = "Er is nog geen planning vastgelegd om mee te vergelijken."
    elif moved == 0:
        third = f"Sinds ‘{baseline}’ is geen einddatum verschoven."
    else:
        verb = "is 1 einddatum" if moved == 1 else f"zijn {moved} einddata"
        third = f"Sinds ‘{baseline}’ {verb} verschoven."
    return [first, second, third]


def gather(subject_key: str, as_of: date, now: datetime) -> Mapping[str, Any]:
    """The content of the report: the planning of today beside the newest frozen plan.

    Raises Refused for another date than today: yesterday's planning is in yesterday's report.
    """
    today = now.astimezone(AMSTERDAM).date()
    if as_of != today:
        raise Refused(refuse("Dit rapport geeft de planning van vandaag; zie het archief voor eerdere standen."))
    parent = trajectory_of(subject_key)
    situation = situation_of(parent, today)
    baseline = newest_baseline(parent)
    earlier = earlier_of(baseline)
    found = conflicts(situation)
    rows = parts_of(situation, earlier)
    moved = sum(bool(row["moved"]) for row in rows)
    return {
        "title": f"Planning {parent.name}",
        "subtitle": "Teruggerekend vanaf de start van de contracten, met conflicten en speling",
        "subject_name": parent.name,
        "as_of": as_of,
        "summary": summary_of(situation, found, moved, baseline.name if baseline else ""),
        "trajectory": {
            "owner": parent.owner.name,
            "profile": parent.profile,
            "profile_name": parent.get_profile_display(),
            "contract_start": parent.contract_start,
        },
        "baseline": {
            "name": baseline.name,
            "frozen_on": baseline.frozen_at.astimezone(AMSTERDAM).date(),
            "by": baseline.frozen_by_name,
            "reason": baseline.reason,
            "contract_start": baseline.contract_start,
            "dates": [list(row) for row in earlier.dates] if earlier else [],
        }
        if baseline
        else None,
        "conflicts": [
            {"what": row.what, "why": row.why, "how": row.how, "source": row.source, "is_warning": row.is_warning}
            for row in found
        ],
        "parts": [
            {
                "code": row["part"].code,
                "label": row["part"].label,
                "title": row["part"].title,
                "is_track": row["part"].is_track,
                "state": row["part"].state,
                "state_name": row["state"],
                "start": row["part"].start,
                "end": row["part"].end,
                "opened_on": row["part"].opened_on,
                "closed_on": row["part"].closed_on,
                "latest_start": row["latest_start"],
                "latest_end": row["latest_end"],
                "slack_words": row["slack_words"],
                "is_short": row["is_short"],
                "was_end": row["was"][1] if row["was"] else None,
                "moved_words": row["moved_words"],
            }
            for row in rows
        ],
        "moments": [
            {
                "day": row["moment"].day,
                "what": row["moment"].what,
                "is_public": row["moment"].is_public,
                "past": row["past"],
                "was": row["was"],
            }
            for row in moments_of(situation, earlier)
        ],
        "steps": [
            {
                "name": step.name,
                "start": step.start,
                "end": step.end,
                "is_moment": step.is_moment,
                "explanation": step.explanation,
                "source": step.source,
            }
            for step in situation.latest.steps
        ],
        "contents": [
            {"label": "Conflicten", "anchor": "conflicten", "level": 1},
            {"label": "Fasen en sporen", "anchor": "onderdelen", "level": 1},
            {"label": "Mijlpalen", "anchor": "mijlpalen", "level": 1},
            {"label": "Hoe we terugrekenen", "anchor": "terugrekenen", "level": 1},
        ],
    }


def charts(content: Mapping[str, Any]) -> Sequence[Chart]:
    """The timeline as it was gathered."""
    fields = ("code", "label", "title", "is_track", "start", "end", "state", "opened_on", "closed_on")
    situation = Situation(
        contract_start=content["trajectory"]["contract_start"],
        profile=content["trajectory"]["profile"],
        parts=tuple(PlannedPart(**{name: row[name] for name in fields}) for row in content["parts"]),
        moments=tuple(PlannedMoment(row["day"], row["what"], row["is_public"]) for row in content["moments"]),
        today=content["as_of"],
    )
    kept = content["baseline"]
    earlier = Earlier(kept["name"], tuple((row[0], row[1], row[2]) for row in kept["dates"])) if kept else None
    chart = planning_figure(situation, earlier, today_word="stand op", most_moments=4)
    return [chart] if chart else []


KIND = ReportKind(
    key=PLANNING,
    label="Planning",
    order=20,
    template="procurement/planning/report.html",
    gather=gather,
    may_ask=may_ask,
    visible=visible,
    charts=charts,
    subject_url=subject_url,
)
