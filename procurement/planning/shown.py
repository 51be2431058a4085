"""The planning as pages show it: conflicts with where to mend them, parts beside a frozen plan, files."""

import tempfile
from collections.abc import Sequence
from typing import Any

from django.http import FileResponse
from django.urls import reverse

from accounts.organisations.rules import Who
from core.lists.exports import XLSX, write_xlsx
from procurement.planning.chart import Earlier
from procurement.planning.conflicts import PlanConflict, Situation, outcomes, slack_words
from procurement.planning.models import PlanBaseline, PlanBaselineRow
from procurement.planning.queries import rows_of
from procurement.planning.rules import working_days
from procurement.planning.what_if import Outcome
from procurement.trajectory.access import may_steer
from procurement.trajectory.lifecycle import PHASE_STATES
from procurement.trajectory.models import Trajectory

HEADS = (
    "Fase of spoor", "Stand", "Begin", "Eind", "Uiterste begin", "Uiterste eind", "Speling in werkdagen", "Begonnen",
    "Afgesloten", "Vastgelegd begin", "Vastgelegd eind", "Verschil met vastgelegd in werkdagen",
)  # fmt: skip


def earlier_of(baseline: PlanBaseline | None) -> Earlier | None:
    """A frozen plan for the chart and the tables (one query)."""
    if baseline is None:
        return None
    part = PlanBaselineRow.Kind.PART
    rows = tuple((row.code if row.kind == part else row.title, row.start, row.end) for row in rows_of(baseline))
    return Earlier(baseline.name, rows)


def slug_of(code: str) -> str:
    """The last part of the address of a phase or track."""
    return "implementatie" if code == "I" else code


def lines_of(found: Sequence[PlanConflict], trajectory: Trajectory, who: Who) -> list[dict[str, Any]]:
    """Conflicts with the address where each can be mended by this person."""
    steers = bool(may_steer(who))
    lines = []
    for row in found:
        if row.part:
            name = "trajectory:plan" if steers else "trajectory:phase"
            url, label = reverse(name, args=[trajectory.slug, slug_of(row.part)]), "Naar de data van dit onderdeel"
        elif row.key == "whole_short":
            name = "trajectory:edit" if steers else "trajectory:trajectory"
            url, label = reverse(name, args=[trajectory.slug]), "Naar de start van de contracten"
        else:
            url = f"{reverse('trajectory:trajectory', args=[trajectory.slug])}#mijlpalen"
            label = "Naar de mijlpalen"
        lines.append({"conflict": row, "url": url, "link_label": label})
    return lines


def parts_of(situation: Situation, earlier: Earlier | None) -> list[dict[str, Any]]:
    """Every phase and track with its latest dates, slack, explanations, and how it differs from a frozen plan."""
    rows = []
    for row in outcomes(situation):
        part = row.part
        was = earlier.of(part.code) if earlier else None
        moved = working_days(was[1], part.end) if was and was[1] and part.end else None
        rows.append(
            {
                "part": part,
                "slug": slug_of(part.code),
                "state": PHASE_STATES[part.state],
                "latest_start": row.latest_start,
                "latest_end": row.latest_end,
                "slack": row.slack,
                "slack_words": "afgesloten" if part.state == "closed" else row.slack_words,
                "is_short": row.slack is not None and row.slack < 0 and part.state != "closed",
                "was": was,
                "moved": moved,
                "moved_words": moved_words(moved),
            }
        )
    return rows


def moved_words(moved: int | None) -> str:
    """A difference with a frozen plan: "gelijk", "4 weken later", "3 werkdagen eerder"."""
    if moved is None:
        return ""
    if moved == 0:
        return "gelijk"
    return f"{slack_words(abs(moved))} {'later' if moved > 0 else 'eerder'}"


def moments_of(situation: Situation, earlier: Earlier | None) -> list[dict[str, Any]]:
    """The milestones, and when they stood in a frozen plan."""
    rows = []
    for moment in situation.moments:
        was = earlier.of(moment.what) if earlier else None
        rows.append({"moment": moment, "past": moment.day < situation.today, "was": was[0] if was else None})
    return rows


def effects(result: Outcome, trajectory: Trajectory, who: Who) -> dict[str, Any]:
    """What a what-if does, for `_outcome.html`."""
    return {
        "differences": result.differences,
        "contract_start": result.situation.contract_start
        if result.situation.contract_start != trajectory.contract_start
        else None,
        "new": lines_of(result.new, trajectory, who),
        "gone": result.gone,
        "left": lines_of(result.left, trajectory, who),
    }


def as_file(situation: Situation, earlier: Earlier | None, name: str) -> FileResponse:
    """The planning as a spreadsheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    rows = [
        [
            row["part"].title,
            row["state"],
            row["part"].start,
            row["part"].end,
            row["latest_start"],
            row["latest_end"],
            row["slack"],
            row["part"].opened_on,
            row["part"].closed_on,
            row["was"][0] if row["was"] else None,
            row["was"][1] if row["was"] else None,
            row["moved"],
        ]
        for row in parts_of(situation, earlier)
    ]
    for line in moments_of(situation, earlier):
        moment = line["moment"]
        state = "geweest" if line["past"] else "gepland"
        rows.append([moment.what, state, moment.day, *[None] * 6, line["was"], None, None])
    write_xlsx(file, list(HEADS), rows)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
