"""Pages of what-ifs: keeping, changing, throwing away, and making them the planning."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from core.charts.drawing import spec_of
from core.edit.views import EditScreen
from core.screens.views import Crumb, FormScreen
from procurement.planning import queries, services
from procurement.planning.chart import planning_figure
from procurement.planning.forms import ApplyForm, ChangeApplyForm, ScenarioForm, ThrowAwayForm, WhatIfForm
from procurement.planning.models import PlanScenario
from procurement.planning.shown import effects
from procurement.planning.views import PlanningScreen, part_choices, scenario_or_404
from procurement.planning.what_if import (
    Change,
    change_verdict,
    counted_back,
    counted_back_verdict,
    outcome,
    outcome_of,
    stand_of,
)
from procurement.trajectory.access import may_steer

FIELDS = ("start", "meeschuiven", "fase", "weken")


def scenario_url(slug: str, row: PlanScenario) -> str:
    """The page of a what-if."""
    return reverse("planning:scenario", args=[slug, row.id])


class ScenarioScreen(PlanningScreen):
    """Any page under one kept what-if."""

    @cached_property
    def scenario(self) -> PlanScenario:
        """The what-if of the address."""
        row: PlanScenario = scenario_or_404(self)
        return row

    @property
    def back_url(self) -> str:
        """Its page."""
        return scenario_url(self.subject.slug, self.scenario)

    def crumbs(self) -> list[Crumb]:
        """Back to the what-if."""
        return [*super().crumbs(), Crumb(self.scenario.name, self.back_url)]


class ScenarioPage(ScenarioScreen):
    """What a kept what-if would do to the planning of today."""

    template_name = "procurement/planning/scenario.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Its effects, as long as it is not applied."""
        change = queries.change_of(self.scenario)
        shown: dict[str, Any] = {
            "trajectory": self.subject,
            "scenario": self.scenario,
            "may_steer": may_steer(self.who),
        }
        if self.scenario.applied_at:
            return shown
        verdict = change_verdict(change, self.situation)
        if not verdict:
            return shown | {"refusal": verdict.reason}
        result = outcome(change, self.situation)
        chart = planning_figure(result.situation, None, title="Planning bij dit scenario")
        return shown | {
            "effects": effects(result, self.subject, self.who),
            "chart": spec_of(chart) if chart else None,
        }


class ScenarioKeep(PlanningScreen, FormScreen):
    """Keep a what-if under a name."""

    access = may_steer
    form_class = ScenarioForm
    template_name = "procurement/planning/keep.html"
    done = "Het scenario is bewaard. De planning zelf is niet veranderd."

    def form_arguments(self) -> dict[str, Any]:
        """What was tried out."""
        asked = {name: self.request.GET.get(name, "") for name in FIELDS}
        return {"parts": part_choices(self.situation), "initial": asked}

    def perform(self, form: Any) -> str:
        """Keep it."""
        row = services.keep_scenario(
            trajectory_id=self.subject.id,
            name=form.cleaned_data["naam"],
            change=form.change(),
            who=self.who,
            now=self.moment.now,
        )
        return scenario_url(self.subject.slug, row)


class ScenarioEdit(ScenarioScreen, EditScreen):
    """Change a kept what-if."""

    access = may_steer
    form_class = ScenarioForm
    template_name = "procurement/planning/keep.html"
    done = "Het scenario is bijgewerkt."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {
            "naam": row.name,
            "start": row.contract_start,
            "meeschuiven": row.moves_phases,
            "fase": row.phase.code if row.phase else "",
            "weken": row.weeks or None,
        }

    @property
    def row(self) -> PlanScenario:
        """What is edited."""
        return self.scenario

    def form_arguments(self) -> dict[str, Any]:
        """The values, and the parts to choose from."""
        return {"initial": self.initial_of(self.scenario), "parts": part_choices(self.situation)}

    def build_form(self) -> Any:
        """The form with the version of the what-if."""
        form = super().build_form()
        form.fields["version"].initial = self.scenario.version
        return form

    def perform(self, form: Any) -> str:
        """Save it."""
        row = services.edit_scenario(
            scenario_id=self.scenario.id,
            trajectory_id=self.subject.id,
            version=self.sent_version,
            name=form.cleaned_data["naam"],
            change=form.change(),
            who=self.who,
            now=self.moment.now,
        )
        return scenario_url(self.subject.slug, row)


class ScenarioRemove(ScenarioScreen, FormScreen):
    """Throw a what-if away."""

    access = may_steer
    form_class = ThrowAwayForm
    template_name = "procurement/planning/throw_away.html"
    done = "Het scenario is weggegooid."

    def context(self) -> dict[str, Any]:
        """Which one."""
        return {"trajectory": self.subject, "scenario": self.scenario}

    def perform(self, form: Any) -> str:
        """Throw it away."""
        services.remove_scenario(
            scenario_id=self.scenario.id,
            trajectory_id=self.subject.id,
            who=self.who,
            reason=form.cleaned_data["reden"],
        )
        return f"{self.planning_url}#wat-als"


class ApplyScreen(PlanningScreen, FormScreen):
    """Any page that makes new dates the planning, with the effects above the reason."""

    access = may_steer
    form_class = ApplyForm
    template_name = "procurement/planning/apply.html"
    done = "De planning is gewijzigd."
    what = ""

    def form_arguments(self) -> dict[str, Any]:
        """The stand of which the effects are shown."""
        return {"initial": {"gezien": stand_of(self.situation)}}

    def result(self) -> Any:
        """Override: (verdict, outcome) of what would be applied."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """The effects, or why they cannot be worked out."""
        verdict, result = self.result()
        return {
            "trajectory": self.subject,
            "what": self.what,
            "refusal": "" if verdict else verdict.reason,
            "effects": effects(result, self.subject, self.who) if verdict else None,
        }


class ScenarioApply(ScenarioScreen, ApplyScreen):
    """Make a kept what-if the planning."""

    @property
    def what(self) -> str:  # type: ignore[override]
        """What is applied."""
        return f"Je voert het scenario ‘{self.scenario.name}’ door."

    def result(self) -> Any:
        """Of the kept what-if."""
        change = queries.change_of(self.scenario)
        verdict = change_verdict(change, self.situation)
        return verdict, outcome(change, self.situation) if verdict else None

    def perform(self, form: Any) -> str:
        """Apply it."""
        services.apply_scenario(
            scenario_id=self.scenario.id,
            trajectory_id=self.subject.id,
            seen=form.cleaned_data["gezien"],
            who=self.who,
            reason=form.cleaned_data["reden"],
            now=self.moment.now,
        )
        return self.planning_url


class ChangeApply(ApplyScreen):
    """Make a what-if the planning without keeping it first."""

    form_class = ChangeApplyForm
    what = "Je voert deze wijziging door."

    def form_arguments(self) -> dict[str, Any]:
        """The what-if of the address."""
        arguments = super().form_arguments()
        arguments["initial"] |= {name: self.request.GET.get(name, "") for name in FIELDS}
        return arguments

    @cached_property
    def change(self) -> Change:
        """What was asked for, in the address or with the form; nothing when it cannot be read."""
        sent: QueryDict = self.request.POST if self.request.method == "POST" else self.request.GET
        form = WhatIfForm(sent, parts=part_choices(self.situation))
        return form.change() if form.is_valid() else Change()

    def result(self) -> Any:
        """Of the what-if of the address."""
        verdict = change_verdict(self.change, self.situation)
        return verdict, outcome(self.change, self.situation) if verdict else None

    def perform(self, form: Any) -> str:
        """Apply it."""
        services.apply_change(
            trajectory_id=self.subject.id,
            change=self.change,
            seen=form.cleaned_data["gezien"],
            who=self.who,
            reason=form.cleaned_data["reden"],
            now=self.moment.now,
        )
        return self.planning_url


class PlanTakeOver(ApplyScreen):
    """Give everything that has not ended the dates of the planning counted back."""

    what = "Elke fase die nog niet is afgesloten krijgt de uiterste data. Er blijft dan geen speling over."

    def result(self) -> Any:
        """Of the planning counted back."""
        verdict = counted_back_verdict(self.situation)
        return verdict, outcome_of(counted_back(self.situation), self.situation) if verdict else None

    def perform(self, form: Any) -> str:
        """Take it over."""
        services.take_over_counted_back(
            trajectory_id=self.subject.id,
            seen=form.cleaned_data["gezien"],
            who=self.who,
            reason=form.cleaned_data["reden"],
            now=self.moment.now,
        )
        return self.planning_url
