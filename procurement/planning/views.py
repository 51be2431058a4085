"""Pages of the planning: how it stands, what-ifs, frozen plans."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property

from core.charts.drawing import spec_of
from core.reports.services import ask_report
from core.screens.views import Crumb, FormScreen, found
from core.terms.calendar import school_holidays_between
from procurement.planning import queries, services
from procurement.planning.chart import planning_figure
from procurement.planning.conflicts import Situation, conflicts, count_words, least_slack, outcomes
from procurement.planning.forms import FreezeForm, WhatIfForm
from procurement.planning.lead_times import lead_times
from procurement.planning.models import PlanBaseline
from procurement.planning.report import PLANNING
from procurement.planning.shown import as_file, earlier_of, effects, lines_of, moments_of, parts_of
from procurement.planning.what_if import change_verdict, outcome
from procurement.trajectory.access import may_steer
from procurement.trajectory.queries import subject_of
from procurement.trajectory.reported import may_ask
from procurement.trajectory.views import TrajectoryScreen


def part_choices(situation: Situation) -> list[tuple[str, str]]:
    """The parts that can shift."""
    return [(row.code, row.title) for row in situation.parts if row.state != "closed"]


class PlanningScreen(TrajectoryScreen):
    """Any page under the planning of a trajectory."""

    @cached_property
    def situation(self) -> Situation:
        """The planning as it stands."""
        return queries.situation_of(self.subject, self.moment.today)

    @property
    def planning_url(self) -> str:
        """The page of the planning."""
        return queries.planning_url(self.subject.slug)

    def crumbs(self) -> list[Crumb]:
        """Back to the planning."""
        return [*super().crumbs(), Crumb("Planning", self.planning_url)]


class PlanningPage(PlanningScreen):
    """Conflicts first, then the planning beside its latest dates, what-ifs and frozen plans."""

    template_name = "procurement/planning/planning.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    @cached_property
    def baselines(self) -> list[PlanBaseline]:
        """The frozen plans, newest first."""
        return queries.baselines_of(self.subject)

    @property
    def chosen(self) -> PlanBaseline | None:
        """The frozen plan to compare with: what is asked for, or else the newest."""
        asked = self.request.GET.get("vergelijk", "")
        return next((row for row in self.baselines if str(row.id) == asked), next(iter(self.baselines), None))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the planning as a file."""
        if request.GET.get("formaat") == "xlsx":
            name = f"planning-{self.subject.slug}-{self.moment.today:%Y-%m-%d}"
            return as_file(self.situation, earlier_of(self.chosen), name)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the report of the planning and show the job."""
        key = subject_of(self.subject)
        verdict = may_ask(self.who, key)
        if not verdict:
            return self.refused(verdict)
        job = ask_report(kind=PLANNING, subject_key=key, as_of=self.moment.today, who=self.who, now=self.moment.now)
        return redirect("jobs:job", job.id)

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        chosen = self.chosen
        earlier = earlier_of(chosen)
        situation = self.situation
        rows = conflicts(situation)
        chart = planning_figure(situation, earlier)
        steps = situation.latest.steps
        last = max([situation.contract_start, *(row.end for row in situation.parts if row.end)])
        return {
            "trajectory": self.subject,
            "count": count_words(rows),
            "conflicts": lines_of([row for row in rows if not row.is_warning], self.subject, self.who),
            "warnings": lines_of([row for row in rows if row.is_warning], self.subject, self.who),
            "undated": [row for row in situation.parts if not row.start or not row.end],
            "least": least_slack([row for row in outcomes(situation) if not row.part.is_track]),
            "chart": spec_of(chart) if chart else None,
            "parts": parts_of(situation, earlier),
            "moments": moments_of(situation, earlier),
            "baselines": self.baselines,
            "chosen": chosen,
            "scenarios": queries.scenarios_of(self.subject),
            "steps": steps,
            "assumed": sum(time.is_assumed for time in lead_times(situation.profile).values()),
            "lengths": len(lead_times(situation.profile)),
            "holidays": school_holidays_between(self.moment.today, last),
            "what_if": WhatIfForm(parts=part_choices(situation)),
            "may_steer": may_steer(self.who),
            "may_ask": may_ask(self.who, subject_of(self.subject)),
        }


class PlanFreeze(PlanningScreen, FormScreen):
    """Freeze the planning as it is now."""

    access = may_steer
    form_class = FreezeForm
    template_name = "procurement/planning/freeze.html"
    done = "De planning is vastgelegd. Je kunt er nu altijd mee vergelijken."

    def context(self) -> dict[str, Any]:
        """How much is kept."""
        return {"trajectory": self.subject, "parts": self.situation.parts, "moments": self.situation.moments}

    def perform(self, form: Any) -> str:
        """Freeze it."""
        baseline = services.freeze_plan(
            trajectory_id=self.subject.id,
            name=form.cleaned_data["naam"],
            reason=form.cleaned_data["reden"],
            who=self.who,
            now=self.moment.now,
        )
        return f"{self.planning_url}?vergelijk={baseline.id}#vastgelegd"


class WhatIf(PlanningScreen):
    """What another contract start or a shifted phase would do; nothing is kept."""

    template_name = "procurement/planning/what_if.html"

    def context(self) -> dict[str, Any]:
        """The form, and the effects when something was asked."""
        asked = any(self.request.GET.get(name) for name in ("start", "fase", "weken", "bekijken"))
        form = WhatIfForm(self.request.GET if asked else None, parts=part_choices(self.situation))
        shown: dict[str, Any] = {"trajectory": self.subject, "form": form, "may_steer": may_steer(self.who)}
        if asked and form.is_valid():
            change = form.change()
            verdict = change_verdict(change, self.situation)
            if not verdict:
                form.add_error(None, verdict.reason)
                return shown
            query = self.request.GET.copy()
            query.pop("bekijken", None)
            chart = planning_figure(outcome(change, self.situation).situation, None, title="Planning bij dit scenario")
            shown |= {
                "effects": effects(outcome(change, self.situation), self.subject, self.who),
                "query": query.urlencode(),
                "chart": spec_of(chart) if chart else None,
            }
        return shown


def scenario_or_404(screen: PlanningScreen) -> Any:
    """The what-if of the address."""
    scenario: UUID = screen.kwargs["scenario"]
    return found(queries.scenario_of(screen.subject, scenario))
