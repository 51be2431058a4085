"""Pages of one phase or track."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.screens.panels import panels_for
from core.screens.views import Crumb, Screen, found
from procurement.trajectory import queries, services
from procurement.trajectory.access import may_see_trajectories, may_steer
from procurement.trajectory.forms import PlanForm
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.steps import plan_words, steps_of
from procurement.trajectory.views import phase_url, url_of


class PhaseScreen(Screen):
    """Any page under one phase."""

    access = may_see_trajectories

    def find_subject(self) -> Any:
        """The phase of the address, if this person may see its trajectory."""
        return found(queries.phase(self.who, self.kwargs["slug"], self.kwargs["phase"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the list, the trajectory and the phase."""
        parent = self.subject.trajectory
        return [
            Crumb("Trajecten", reverse("trajectory:list")),
            Crumb(parent.name, url_of(parent)),
            Crumb(self.subject.label, phase_url(self.subject)),
        ]


class PhasePage(PhaseScreen):
    """Goal, end product, gate, checks, evidence and what happened."""

    template_name = "procurement/trajectory/phase.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        phase = self.subject
        phases = queries.phases_of(phase.trajectory)
        steps, lanes = steps_of(phase.trajectory, phases, here=phase.code)
        return {
            "phase": phase,
            "trajectory": phase.trajectory,
            "steps": steps,
            "lanes": lanes,
            "against_plan": plan_words(phase),
            "may_steer": may_steer(self.who),
            "is_late": bool(
                phase.planned_end and phase.planned_end < self.moment.today and phase.state == PhaseState.OPEN
            ),
            "panels": panels_for("phase", who=self.who, subject=phase, moment=self.moment),
            "entries": timeline(
                sources_for("trajectory"), [phase.trajectory_id], who=self.who, only_major=True, limit=8
            ),
        }


class PhasePlan(PhaseScreen, EditScreen):
    """Dates, owner and remark of a phase."""

    access = may_steer
    form_class = PlanForm
    template_name = "procurement/trajectory/plan.html"
    done = "De planning is opgeslagen."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {
            "start": row.planned_start,
            "end": row.planned_end,
            "owner": str(row.owner_id or ""),
            "remark": row.remark,
        }

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a phase."""
        owners = queries.workers_of(self.subject.trajectory, self.moment.today)
        return super().form_arguments() | {"owners": owners}

    def perform(self, form: Any) -> str:
        """Save what was typed."""
        values = form.cleaned_data
        row = services.plan_phase(
            phase_id=self.subject.id,
            version=self.sent_version,
            start=values["start"],
            end=values["end"],
            owner_id=UUID(values["owner"]) if values["owner"] else None,
            remark=values["remark"],
            who=self.who,
            reason=values["reason"],
            today=self.moment.today,
        )
        return phase_url(row)
