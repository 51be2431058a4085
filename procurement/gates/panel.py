"""The gate on the page of a phase and of a trajectory."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from procurement.gates import queries
from procurement.gates.queries import Gate
from procurement.trajectory.access import may_steer
from procurement.trajectory.lifecycle import PHASES, PhaseState
from procurement.trajectory.models import Check, Phase, Trajectory
from procurement.trajectory.queries import neighbours
from procurement.trajectory.views import phase_url


def lines_of(phase: Phase, gate: Gate, who: Who) -> list[dict[str, Any]]:
    """The conditions as lines, each with the address where it can be mended (at most two queries)."""
    slug = phase.trajectory.slug
    wanted = [line.mend.removeprefix("check:") for line in gate.conditions if line.mend.startswith("check:")]
    checks = {}
    if wanted:
        rows = Check.objects.filter(phase__trajectory_id=phase.trajectory_id, code__in=wanted)
        checks = {row.code: row.id for row in rows}
    before = neighbours(phase)[0] if any(line.mend == "previous" for line in gate.conditions) else None
    here = phase_url(phase)
    lines = []
    for line in gate.conditions:
        url, label = "", ""
        if line.mend == "checks":
            url, label = f"{here}#controlepunten", "Naar de controlepunten"
        elif line.mend == "end_product":
            url, label = f"{here}#eindproduct", "Naar het eindproduct"
        elif line.mend == "plan" and may_steer(who):
            url, label = reverse("trajectory:plan", args=[slug, phase.slug]), "Naar de planning"
        elif line.mend == "previous" and before is not None:
            before.trajectory = phase.trajectory
            url, label = phase_url(before), f"Naar {before.label.lower()}"
        elif line.mend.startswith("check:"):
            code = line.mend.removeprefix("check:")
            if code in checks:
                url, label = reverse("checks:check", args=[slug, checks[code]]), f"Naar controlepunt {code}"
        elif line.mend == "confirm" and may_steer(who) and phase.state != PhaseState.CLOSED:
            url = reverse("gates:confirm", args=[slug, phase.slug, line.code])
            label = "Bevestiging bekijken" if line.met else "Bevestigen"
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
    return {"rows": rows, "exceptions": queries.exceptions_of(trajectory.id)}
