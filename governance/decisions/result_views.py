"""Pages of what bodies said: results, the papers under them, and conditions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.organisations.queries import people_choices
from accounts.organisations.rules import Role
from core.edit.views import EditScreen
from core.files.answers import download
from core.lifecycles.rules import Verdict
from core.screens.views import Crumb, FormScreen, Screen, found
from governance.decisions import forms, queries, route, route_services
from governance.decisions.access import WRITING, Seated, may_fulfil, may_record, may_see_decisions, may_write
from governance.decisions.asks import url_of
from governance.decisions.models import ResultCondition, RouteSeat
from governance.decisions.route_services import Paper, Said
from governance.decisions.rules import Outcome, StepKind

HELPERS = (*WRITING, Role.MUNICIPALITY_OFFICIAL, Role.DATA_ANALYST)


def may_record_here(who: Any, subject: RouteSeat) -> Verdict:
    """Whoever writes, and the official of this college."""
    return may_see_decisions(who) & may_record(Seated(who, subject.step.kind, subject.organisation_id))


class SeatResult(FormScreen):
    """Keep what a body or college said, or correct what was kept."""

    access = may_record_here
    form_class = forms.ResultForm
    template_name = "governance/decisions/result.html"

    def find_subject(self) -> Any:
        """The seat of the address."""
        return found(queries.seat(self.who, self.kwargs["decision"], self.kwargs["seat"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the decision."""
        row = self.subject.step.decision
        return [
            Crumb("Besluiten", reverse("decisions:list")),
            Crumb(f"{row.number} {row.title}", url_of(row.id, "#uitkomsten")),
        ]

    @property
    def current(self) -> Any:
        """The result that counts now."""
        if not hasattr(self, "_current"):
            self._current = route.result_of(self.subject)
        return self._current

    @property
    def corrects(self) -> bool:
        """Whether a result that stands is put right; the sent form says so, else what is there."""
        if self.request.method == "POST":
            return "reason" in self.request.POST
        return self.current is not None and self.current.outcome != Outcome.POSTPONED

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened and what it means."""
        row = queries.decision(self.who, self.subject.step.decision_id)
        rest = f" {row.settled_text}" if row and row.settled_text else ""
        return f"De uitkomst van {route.seat_name(self.subject)} is vastgelegd.{rest}"

    def form_arguments(self) -> dict[str, Any]:
        """What stands there, or the day of the meeting."""
        today, step = self.moment.today, self.subject.step
        meets = step.meeting.date if step.meeting else step.planned_date
        initial: dict[str, Any] = {"on": meets if meets and meets <= today else None}
        if self.corrects and self.current is not None:
            said = self.current
            initial = {
                "outcome": said.outcome,
                "on": said.date,
                "conditions": said.conditions,
                "note": said.note,
                "source_url": said.source_url,
            }
            if condition := said.condition_rows.first():
                initial |= {"condition_owner": str(condition.owner_id or ""), "condition_due": condition.due}
        return {
            "initial": initial,
            "role": step.role,
            "owners": people_choices(roles=HELPERS, today=today),
            "corrects": self.corrects,
        }

    def build_form(self) -> Any:
        """The form, with what its button does."""
        form = super().build_form()
        if self.corrects:
            form.submit_label = "Uitkomst verbeteren"
        return form

    def context(self) -> dict[str, Any]:
        """Which seat, and what was said before."""
        seat = self.subject
        return {
            "decision": seat.step.decision,
            "name": route.seat_name(seat),
            "is_college": seat.step.kind == StepKind.COLLEGES,
            "current": self.current,
            "corrects": self.corrects,
            "label": route.step_label(seat.step),
        }

    def perform(self, form: Any) -> str:
        """Keep or correct it."""
        values = form.cleaned_data
        upload = values["file"]
        said = Said(
            outcome=values["outcome"],
            on=values["on"],
            conditions=values.get("conditions", ""),
            note=values["note"],
            source_url=values["source_url"],
            paper=Paper(upload.name, upload.chunks()) if upload else None,
            condition_owner_id=UUID(values["condition_owner"]) if values.get("condition_owner") else None,
            condition_due=values.get("condition_due"),
        )
        if self.corrects:
            if self.current is None:
                raise Http404
            route_services.correct_result(
                result_id=self.current.id, said=said, reason=values["reason"], who=self.who, now=self.moment.now
            )
        else:
            route_services.record_result(
                step_id=self.subject.step_id,
                organisation_id=self.subject.organisation_id,
                said=said,
                who=self.who,
                now=self.moment.now,
            )
        return url_of(self.subject.step.decision_id, "#uitkomsten")


class ResultPaper(Screen):
    """The document in which the result stands."""

    access = may_see_decisions

    def find_subject(self) -> Any:
        """The result of the address, when it has a file."""
        row = queries.result(self.who, self.kwargs["result"])
        return found(row if row is not None and row.source_file_id else None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file."""
        return download(self.subject.source_file)


# --- Conditions ------------------------------------------------------------------------------------------------------
def may_fulfil_here(who: Any, subject: ResultCondition) -> Verdict:
    """The owner, or whoever writes."""
    return may_see_decisions(who) & may_fulfil(who, subject.owner_id)


class ConditionScreen(Screen):
    """Any page under one condition."""

    def find_subject(self) -> Any:
        """The condition of the address."""
        return found(queries.condition(self.who, self.kwargs["decision"], self.kwargs["condition"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the decision."""
        row = self.subject.result.seat.step.decision
        return [
            Crumb("Besluiten", reverse("decisions:list")),
            Crumb(f"{row.number} {row.title}", url_of(row.id, "#voorwaarden")),
        ]

    def context(self) -> dict[str, Any]:
        """Who set it."""
        return {"condition": self.subject, "name": route.seat_name(self.subject.result.seat)}

    @property
    def back(self) -> str:
        """The conditions of the decision."""
        return url_of(self.subject.result.seat.step.decision_id, "#voorwaarden")


class ConditionFulfil(ConditionScreen, FormScreen):
    """Report a condition as fulfilled."""

    access = may_fulfil_here
    form_class = forms.FulfilForm
    done = "De voorwaarde is vervuld."
    template_name = "governance/decisions/condition.html"

    def perform(self, form: Any) -> str:
        """Report it."""
        route_services.fulfil_condition(
            condition_id=self.subject.id, note=form.cleaned_data["note"], who=self.who, now=self.moment.now
        )
        return self.back


class ConditionPlan(ConditionScreen, EditScreen):
    """Who sees to a condition and by when."""

    access = may_write
    form_class = forms.ConditionPlanForm
    done = "De voorwaarde is belegd."
    template_name = "governance/decisions/condition.html"

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {"owner": str(row.owner_id or ""), "due": row.due}

    def form_arguments(self) -> dict[str, Any]:
        """Who can see to it."""
        return super().form_arguments() | {"owners": people_choices(roles=HELPERS, today=self.moment.today)}

    def perform(self, form: Any) -> str:
        """Keep it."""
        owner = form.cleaned_data["owner"]
        route_services.plan_condition(
            condition_id=self.subject.id,
            version=self.sent_version,
            owner_id=UUID(owner) if owner else None,
            due=form.cleaned_data["due"],
            who=self.who,
        )
        return self.back
