"""The gate on the page of a phase and of a trajectory."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from procurement.gates import queries
from procurement.gates.queries import Gate
from procurement.gates.rules import ConditionResult
from procurement.trajectory.access import may_steer
from procurement.trajectory.content_model import model_of
from procurement.trajectory.lifecycle import PHASES, PhaseState
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.views import phase_url


def mend_link(line: ConditionResult, phase: Phase, gate: Gate, who: Who) -> tuple[str, str]:
    """Where a condition can be mended and what the link says; empty when this person cannot mend it."""
    slug = phase.trajectory.slug
    here = phase_url(phase)
    if line.mend == "checks":
        return f"{here}#controlepunten", "Naar de controlepunten"
    if line.mend == "end_product":
        return f"{here}#eindproduct", "Naar het eindproduct"
    if line.mend == "plan" and may_steer(who):
        return reverse("trajectory:plan", args=[slug, phase.slug]), "Naar de planning"
    if line.mend == "previous" and gate.previous is not None:
        return phase_url(gate.previous), f"Naar {gate.previous.label.lower()}"
    if line.mend.startswith("check:"):
        code = line.mend.removeprefix("check:")
        if code in gate.check_ids:
            return reverse("checks:check", args=[slug, gate.check_ids[code]]), f"Naar controlepunt {code}"
    if line.mend == "confirm" and may_steer(who) and phase.state != PhaseState.CLOSED:
        return (
            reverse("gates:confirm", args=[slug, phase.slug, line.code]),
            "Bevestiging bekijken" if line.met else "Bevestigen",
        )
    return line.url, line.link_label


def lines_of(phase: Phase, gate: Gate, who: Who) -> list[dict[str, Any]]:
    """The conditions as lines, each with the address where it can be mended."""
    lines = []
    for line in gate.conditions:
        url, label = mend_link(line, phase, gate, who)
        lines.append(
            {
                "label": line.text,
                "met": line.met,
                "reason": line.why,
                "url": url,
                "link_label": label if not line.met or line.mend == "confirm" else "",
                "computed": line.is_computed,
            }
        )
    return lines


def label_of(step: Any, phase: Phase) -> str:
    """The name of a step as it fits this part: a track is not a phase."""
    return str(step.label).replace("Fase", "Spoor") if phase.is_track else str(step.label)


def buttons_of(phase: Phase, gate: Gate, who: Who) -> list[dict[str, Any]]:
    """The steps that this person could take, allowed or with the reason why not."""
    return [
        {
            "label": label_of(step, phase),
            "url": reverse("gates:pass", args=[phase.trajectory.slug, phase.slug, step.name]),
            "allowed": verdict.allowed,
            "reason": verdict.reason,
            "primary": step.name in {"open", "close"},
        }
        for step, verdict in PHASES.offered(state=phase.state, who=who, facts=gate.facts)
        if verdict or not step.name.endswith("with_exception")
    ]


def phase_panel(who: Who, phase: Phase, moment: Moment) -> dict[str, Any] | None:
    """The next gate of a phase with its buttons, and every passage so far."""
    gate = queries.gate_of(phase, now=moment.now)
    return {
        "phase": phase,
        "title": "Startvoorwaarden" if gate.moment == "open" else "Faseovergang",
        "noun": "dit spoor" if phase.is_track else "deze fase",
        "gate": gate,
        "lines": lines_of(phase, gate, who) if phase.state != PhaseState.CLOSED else [],
        "buttons": buttons_of(phase, gate, who),
        "passages": queries.passages_of(phase),
        "beside": beside_of(phase),
        "is_closed": phase.state == PhaseState.CLOSED,
    }


def trajectory_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """What stands between the trajectory and its next step, and the exceptions that were made."""
    gates = queries.gates_of(trajectory.id, now=moment.now)
    phases = list(Phase.objects.filter(trajectory=trajectory, kind=Phase.Kind.PHASE).order_by("order"))
    running = [row for row in phases if row.state == PhaseState.OPEN]
    planned = next((row for row in phases if row.state == PhaseState.PLANNED), None)
    shown = running or ([planned] if planned else [])
    rows = []
    for row in shown:
        row.trajectory = trajectory
        gate = gates[row.code]
        rows.append(
            {
                "phase": row,
                "url": f"{phase_url(row)}#faseovergang",
                "met": gate.met,
                "total": len(gate.conditions),
                "missing": [line.text for line in gate.conditions if not line.met],
                "step": "openen" if gate.moment == "open" else "afsluiten",
            }
        )
    return {
        "rows": rows,
        "exceptions": queries.exceptions_of(trajectory.id),
        "trajectory": trajectory,
        "all": sum(len(lines) for gate in gates.values() for lines in gate.both.values()),
    }


def beside_of(phase: Phase) -> list[dict[str, str]]:
    """What may run at the same time as this part, in words."""
    model = model_of(phase.trajectory.phase_model)
    rows = []
    for overlap in model.overlaps_of(phase.code):
        other = overlap.beside if overlap.part == phase.code else overlap.part
        rows.append({"name": model.name_of(other), "what": overlap.what, "reason": overlap.reason})
    return rows


def overlaps_panel(who: Who, trajectory: Trajectory, moment: Moment) -> dict[str, Any] | None:
    """Which parts may run at the same time, and why."""
    model = model_of(trajectory.phase_model)
    return {
        "model": model,
        "rows": [
            {
                "part": model.name_of(row.part),
                "beside": model.name_of(row.beside),
                "what": row.what,
                "whole": row.extent == "whole",
                "reason": row.reason,
                "source": row.source,
            }
            for row in model.overlaps
        ],
    }
