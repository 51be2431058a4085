"""Pages of one phase or track."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found
from procurement.trajectory import queries, services
from procurement.trajectory.access import may_see_trajectories, may_steer
from procurement.trajectory.check_views import EvidenceForms, report_choices
from procurement.trajectory.forms import DivideForm, PlanForm
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Check
from procurement.trajectory.rules import count_checks
from procurement.trajectory.steps import steps_of
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
        checks = list(queries.checks_of(phase, self.who))
        aspects = [
            {"name": Check.Aspect(aspect).label, "checks": list(rows)}
            for aspect, rows in groupby(
                sorted(checks, key=lambda row: (list(Check.Aspect.values).index(row.aspect), row.order)),
                key=lambda row: row.aspect,
            )
        ]
        return {
            "phase": phase,
            "trajectory": phase.trajectory,
            "steps": steps,
            "lanes": lanes,
            "aspects": aspects,
            "count": count_checks([(row.state, row.is_obligatory) for row in checks]),
            "unowned": sum(row.owner_id is None and row.state == "open" for row in checks),
            "mine": [row for row in checks if row.owner_id == self.who.person_id and row.state == "open"],
            "end_products": queries.end_products_of(phase, self.who),
            "may_steer": may_steer(self.who),
            "is_closed": phase.state == PhaseState.CLOSED,
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
        )
        return phase_url(row)


class PhaseDivide(PhaseScreen, FormScreen):
    """Give all checks without an owner to one person."""

    access = may_steer
    form_class = DivideForm
    template_name = "procurement/trajectory/divide.html"
    done = "Het werk is verdeeld."

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a check."""
        return {"owners": queries.workers_of(self.subject.trajectory, self.moment.today)}

    def context(self) -> dict[str, Any]:
        """How many wait."""
        return {"unowned": self.subject.checks.filter(owner__isnull=True, state="open").count()}

    def perform(self, form: Any) -> str:
        """Assign them."""
        services.assign_open_checks(
            phase_id=self.subject.id,
            owner_id=UUID(form.cleaned_data["owner"]),
            who=self.who,
            today=self.moment.today,
        )
        return f"{phase_url(self.subject)}#controlepunten"


class PhaseEndProduct(PhaseScreen, EvidenceForms):
    """Record the end product of a phase."""

    access = may_steer
    done = "Het eindproduct is vastgelegd."

    def form_arguments(self) -> dict[str, Any]:
        """The reports to choose from."""
        return {"reports": report_choices(self.subject)}

    def context(self) -> dict[str, Any]:
        """What it is the end product of."""
        return {"about": self.subject.end_product, "is_end_product": True}

    def perform(self, form: Any) -> str:
        """Add it."""
        self.add(form, phase=self.subject, check=None)
        return f"{phase_url(self.subject)}#eindproduct"
