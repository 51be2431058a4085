"""Gathers what a progress report tells, only what everybody who sees the trajectory may read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from core.clock.queries import AMSTERDAM
from core.history.queries import sources_for, timeline
from core.lifecycles.rules import Refused, refuse
from core.reports.queries import report_before
from procurement.gates.queries import Gate, exceptions_of, gates_of
from procurement.progress.rules import PhaseFigures, what_changed, what_is_missing, where_it_stands
from procurement.progress.sections import conflicts_of, decisions_of
from procurement.trajectory.lifecycle import CHECK_STATES, PHASE_STATES, CheckState
from procurement.trajectory.models import Check, Phase, Trajectory
from procurement.trajectory.queries import milestones_of, phases_of
from procurement.trajectory.reported import trajectory_of

PROGRESS = "trajectory.progress"
MOST_CHANGES = 50


def _title(row: Phase) -> str:
    """The name of a part with its number and the model of that number."""
    return row.name if row.name == row.label else f"{row.quoted}: {row.name}"


def figures_of(row: Phase, gate: Gate) -> PhaseFigures:
    """A phase with its counts."""
    return PhaseFigures(
        label=row.quoted,
        name=row.name,
        title=_title(row),
        is_track=row.is_track,
        state=row.state,
        has_exception=row.has_exception,
        start=row.planned_start,
        end=row.planned_end,
        settled=row.checks_settled,  # type: ignore[attr-defined]
        total=row.checks_total,  # type: ignore[attr-defined]
        conditions_met=gate.met,
        conditions_total=len(gate.conditions),
        missing=tuple(line.text for line in gate.conditions if not line.met),
    )


def _checks_of(parent: Trajectory) -> QuerySet[Check]:
    rows = Check.objects.filter(phase__trajectory=parent).exclude(state=CheckState.WITHDRAWN)
    return rows.select_related("owner").order_by("order")


def gather(subject_key: str, as_of: date, now: datetime) -> Mapping[str, Any]:
    """The content of the progress report: the state of today, and what changed since the report before.

    Raises Refused for another date than today, because yesterday's state is in yesterday's report.
    """
    today = now.astimezone(AMSTERDAM).date()
    if as_of != today:
        raise Refused(refuse("Een voortgangsrapport geeft de stand van vandaag; zie het archief voor eerdere standen."))
    parent = trajectory_of(subject_key)
    phases = phases_of(parent)
    gates = gates_of(parent.id, now=now)
    figures = [figures_of(row, gates[row.code]) for row in phases]
    checks: dict[Any, list[Check]] = {}
    for check in _checks_of(parent):
        checks.setdefault(check.phase_id, []).append(check)
    previous = report_before(kind=PROGRESS, subject_key=subject_key, as_of=as_of)
    since = previous.made_at if previous else None
    changes = timeline(sources_for("trajectory"), [parent.id], since=since, only_major=True, limit=MOST_CHANGES)
    milestones = list(milestones_of(parent))
    coming = next(((row.date, row.what) for row in milestones if row.date >= today), None)
    exceptions = exceptions_of(parent.id)
    return {
        "title": f"Voortgang {parent.name}",
        "subtitle": "Waar het traject staat, wat er nog nodig is en wat er veranderde",
        "subject_name": parent.name,
        "as_of": as_of,
        "summary": [
            where_it_stands(figures, today),
            what_is_missing(figures),
            what_changed(len(changes), previous.as_of if previous else None, coming, len(exceptions)),
        ],
        "trajectory": {
            "owner": parent.owner.name,
            "profile": parent.get_profile_display(),
            "contract_start": parent.contract_start,
            "value_full_term": parent.value_full_term,
            "municipalities": [row.name for row in parent.municipalities.order_by("name")],
            "segments": [row.name for row in parent.segments.order_by("-place", "order")],
        },
        "phases": [
            {
                **{name: getattr(row, name) for name in PhaseFigures.__dataclass_fields__},
                "missing": list(row.missing),
                "state_name": PHASE_STATES[row.state],
                "goal": phase.goal,
                "end_product": phase.end_product,
                "owner": phase.owner.name if phase.owner else "",
                "gate_step": "openen" if gates[phase.code].moment == "open" else "afsluiten",
                "conditions": [
                    {"text": line.text, "met": line.met, "why": line.why, "source": line.source}
                    for line in gates[phase.code].conditions
                ],
                "checks": [
                    {
                        "code": check.code,
                        "text": check.text,
                        "state": check.state,
                        "state_name": CHECK_STATES[check.state],
                        "owner": check.owner.name if check.owner else "",
                        "is_obligatory": check.is_obligatory,
                    }
                    for check in checks.get(phase.id, [])
                ],
            }
            for row, phase in zip(figures, phases, strict=True)
        ],
        "milestones": [{"date": row.date, "what": row.what, "past": row.date < today} for row in milestones],
        "exceptions": [
            {
                "phase": _title(row.phase),
                "step": row.get_step_display(),
                "on": row.passed_at.astimezone(AMSTERDAM).date(),
                "by": row.passed_by_name,
                "reason": row.reason,
                "missing": [line["text"] for line in row.conditions if not line["met"]],
            }
            for row in exceptions
        ],
        "conflicts": conflicts_of(parent, today),
        "decisions": decisions_of(parent, as_of),
        "previous": previous.as_of if previous else None,
        "changes": [
            {"moment": entry.moment, "sentence": entry.sentence, "reason": entry.reason, "who": entry.who}
            for entry in changes
        ],
        "more_changes": len(changes) == MOST_CHANGES,
        "contents": [
            {"label": "Planning en mijlpalen", "anchor": "planning", "level": 1},
            {"label": "Fasen", "anchor": "fasen", "level": 1},
            {"label": "Sporen", "anchor": "sporen", "level": 1},
            {"label": "Besluiten", "anchor": "besluiten", "level": 1},
            {"label": "Afwijkingen", "anchor": "afwijkingen", "level": 1},
            {"label": "Wat er veranderde", "anchor": "wijzigingen", "level": 1},
        ],
    }
