"""Pages of the route: steps, results, conditions, comments and what the proposal rests on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.organisations.rules import Role
from core.lifecycles.rules import Refused
from core.screens.views import Crumb, FormScreen, Screen, found
from governance.decisions import forms, queries, route, route_services, services
from governance.decisions.access import (
    WRITING,
    may_write,
)
from governance.decisions.asks import url_of
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import RouteStep
from governance.decisions.rules import StepKind
from governance.decisions.views import DecisionScreen

HELPERS = (*WRITING, Role.MUNICIPALITY_OFFICIAL, Role.DATA_ANALYST)


class RoutePage(DecisionScreen):
    """The route to put in order."""

    access = may_write
    template_name = "governance/decisions/route.html"

    def context(self) -> dict[str, Any]:
        """Steps, what is odd about them, and whether they may change."""
        row = self.subject
        lines = route.route_of(row, self.moment.today)
        competent, warnings = route.warnings_of(row, [line.step for line in lines])
        return {
            "decision": row,
            "steps": lines,
            "competent": competent,
            "warnings": warnings,
            "asks_why": any(warning.asks_why for warning in warnings),
            "is_draft": row.state == DecisionState.DRAFT,
            "may_motivate": row.state in {DecisionState.DRAFT, DecisionState.REVIEW},
        }


class RouteScreen(DecisionScreen):
    """Any page under the route."""

    access = may_write

    def crumbs(self) -> list[Crumb]:
        """Back to the route."""
        return [*super().crumbs(), Crumb("Route", reverse("decisions:route", args=[self.subject.id]))]


class RoutePropose(DecisionScreen):
    """Put the usual route in place."""

    access = may_write
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, or say why not."""
        try:
            services.propose_route(decision_id=self.subject.id, who=self.who, now=self.moment.now)
        except Refused as refusal:
            return self.refused(refusal.verdict)
        return redirect("decisions:route", self.subject.id)


class StepAdd(RouteScreen, FormScreen):
    """Add a step."""

    form_class = forms.StepAddForm
    done = "De stap staat onderaan de route. Kies nu een vergadering of een dag."
    template_name = "governance/decisions/step_add.html"

    def form_arguments(self) -> dict[str, Any]:
        """Bodies, colleges and councils."""
        local = [(StepKind.COLLEGES.value, "De colleges"), (StepKind.COUNCILS.value, "De gemeenteraden")]
        return {"targets": [*queries.bodies_to_choose(), *local]}

    def perform(self, form: Any) -> str:
        """Add it."""
        step = route_services.add_step(
            decision_id=self.subject.id,
            target=form.cleaned_data["target"],
            role=form.cleaned_data["role"],
            who=self.who,
        )
        return reverse("decisions:step", args=[self.subject.id, step.id])


class StepScreen(Screen):
    """Any page under one step; the subject is the step."""

    access = may_write

    def find_subject(self) -> Any:
        """The step of the address."""
        return found(queries.step(self.who, self.kwargs["decision"], self.kwargs["route_step"]))

    @property
    def step(self) -> RouteStep:
        """The step."""
        return self.subject

    def crumbs(self) -> list[Crumb]:
        """Back to the route."""
        row = self.step.decision
        return [
            Crumb("Besluiten", reverse("decisions:list")),
            Crumb(f"{row.number} {row.title}", url_of(row.id)),
            Crumb("Route", self.back),
        ]

    @property
    def back(self) -> str:
        """The route."""
        return reverse("decisions:route", args=[self.step.decision_id])


class StepPlan(StepScreen, FormScreen):
    """When a step is."""

    form_class = forms.StepPlanForm
    done = "De stap is gepland."
    template_name = "governance/decisions/step.html"

    def form_arguments(self) -> dict[str, Any]:
        """The meetings of the body."""
        step = self.step
        return {
            "initial": {
                "role": step.role,
                "meeting": str(step.meeting_id or ""),
                "planned_date": step.planned_date,
            },
            "meetings": queries.meetings_to_choose(step.body, self.moment.today, step.meeting_id),
            "may_meet": step.kind == StepKind.BODY,
            "fixed_role": step.decision.state != DecisionState.DRAFT,
        }

    def context(self) -> dict[str, Any]:
        """Which step."""
        return {"decision": self.step.decision, "label": route.step_label(self.step)}

    def perform(self, form: Any) -> str:
        """Plan it, from the version of the decision as it is now."""
        values = form.cleaned_data
        route_services.plan_step(
            step_id=self.step.id,
            version=self.step.decision.version,
            meeting_id=UUID(values["meeting"]) if values.get("meeting") else None,
            planned_date=values["planned_date"],
            role=values.get("role") or None,
            who=self.who,
        )
        return self.back


class StepShift(StepScreen):
    """Move a step up or down."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Move it, or say why not."""
        up = found({"omhoog": True, "omlaag": False}.get(self.kwargs["way"]))
        try:
            route_services.shift_step(step_id=self.step.id, up=up, who=self.who)
        except Refused as refusal:
            return self.refused(refusal.verdict)
        return redirect(self.back)


class StepRemove(StepScreen):
    """Take a step from the route."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remove it, or say why not."""
        try:
            route_services.remove_step(step_id=self.step.id, who=self.who)
        except Refused as refusal:
            return self.refused(refusal.verdict)
        return redirect(self.back)


class RouteMotivate(RouteScreen, FormScreen):
    """Say why the route deviates."""

    form_class = forms.MotivationForm
    done = "De motivering is bewaard en gaat mee in de adviesnota."
    template_name = "governance/decisions/motivate.html"

    def form_arguments(self) -> dict[str, Any]:
        """What stands there."""
        return {"initial": {"motivation": self.subject.route_motivation}}

    def context(self) -> dict[str, Any]:
        """What is odd."""
        return {"decision": self.subject, "warnings": route.warnings_of(self.subject)[1]}

    def perform(self, form: Any) -> str:
        """Keep it."""
        route_services.motivate_route(
            decision_id=self.subject.id, motivation=form.cleaned_data["motivation"], who=self.who
        )
        return reverse("decisions:route", args=[self.subject.id])
