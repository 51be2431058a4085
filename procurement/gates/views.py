"""Passing a gate, and confirming its conditions."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import reverse

from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import FormScreen
from procurement.checks.evidence_views import report_choices
from procurement.checks.queries import evidence_choices
from procurement.gates import queries, services
from procurement.gates.forms import ConfirmForm
from procurement.gates.listing import conditions_of
from procurement.gates.panel import label_of, lines_of
from procurement.gates.tables import ConditionFilter, ConditionTable
from procurement.trajectory.access import may_steer
from procurement.trajectory.forms import NlForm, ReasonForm
from procurement.trajectory.lifecycle import PHASES
from procurement.trajectory.phase_views import PhaseScreen
from procurement.trajectory.views import TrajectoryScreen, phase_url, url_of


class GatePass(PhaseScreen, FormScreen):
    """Open, close or reopen a phase, with a reason; shows every condition as it stands."""

    access = may_steer
    form_class = ReasonForm
    template_name = "procurement/gates/pass.html"

    @property
    def step(self) -> Any:
        """The transition of the address."""
        try:
            return PHASES[self.kwargs["step"]]
        except KeyError as error:
            raise Http404 from error

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened."""
        return {
            "open": f"{self.subject.label} is geopend.",
            "close": f"{self.subject.label} is afgesloten.",
            "reopen": f"De afsluiting van {self.subject.label.lower()} is teruggedraaid.",
            "open_with_exception": f"{self.subject.label} is geopend. De afwijking blijft zichtbaar.",
            "close_with_exception": f"{self.subject.label} is afgesloten. De afwijking blijft zichtbaar.",
        }[self.step.name]

    def build_form(self) -> NlForm:
        """The reason, with the name of the step on the button."""
        form = super().build_form()
        deviating = self.step.name.endswith("with_exception")
        form.fields["reason"].label = "Motivering van de afwijking" if deviating else "Toelichting"
        form.fields["reason"].help_text = (
            "Leg uit waarom deze stap toch nu moet en hoe je het gemis opvangt. Iedereen kan dit later lezen."
            if deviating
            else "Kort: waarom deze stap, en wie heeft ermee ingestemd? Dit staat straks in de tijdlijn."
        )
        form.fields["reason"].error_messages["required"] = (
            "Schrijf de motivering op; zonder motivering kun je niet afwijken."
            if deviating
            else "Schrijf een toelichting op; elke stap in het traject heeft er een."
        )
        form.submit_label = label_of(self.step, self.subject)
        return form

    def context(self) -> dict[str, Any]:
        """The gate and the verdict."""
        gate = queries.gate_of(self.subject, now=self.moment.now)
        verdict = PHASES.verdict(self.step.name, state=self.subject.state, who=self.who, facts=gate.facts)
        other = (
            PHASES.verdict(f"{self.step.name}_with_exception", state=self.subject.state, who=self.who, facts=gate.facts)
            if self.step.name in {"open", "close"}
            else None
        )
        return {
            "phase": self.subject,
            "trajectory": self.subject.trajectory,
            "step": self.step,
            "step_label": label_of(self.step, self.subject),
            "lines": lines_of(self.subject, gate, self.who),
            "verdict": verdict,
            "deviate_url": reverse(
                "gates:pass",
                args=[self.subject.trajectory.slug, self.subject.slug, f"{self.step.name}_with_exception"],
            )
            if other
            else "",
        }

    def perform(self, form: Any) -> str:
        """Pass; after a closing the trajectory shows what comes next."""
        services.pass_gate(
            phase_id=self.subject.id,
            transition=self.step.name,
            reason=form.cleaned_data["reason"],
            who=self.who,
            now=self.moment.now,
        )
        if self.step.name.startswith("close"):
            return url_of(self.subject.trajectory)
        return phase_url(self.subject)


class ConditionConfirm(PhaseScreen, FormScreen):
    """Confirm a condition that the data cannot show, or take the confirmation back."""

    access = may_steer
    form_class = ConfirmForm
    template_name = "procurement/gates/confirm.html"

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened."""
        return "De bevestiging is ingetrokken." if self.withdraws else "De voorwaarde is bevestigd."

    @property
    def withdraws(self) -> bool:
        """What the page was opened for: the sent form says so, else what is left to do.

        A second click therefore is refused as done, and never does the opposite.
        """
        if self.request.method == "POST":
            return self.request.POST.get("doel") == "intrekken"
        return self.kwargs["condition"] in self.confirmations

    @property
    def confirmations(self) -> dict[str, Any]:
        """What was confirmed for this phase."""
        if not hasattr(self, "_confirmations"):
            self._confirmations = queries.confirmations_of(self.subject)
        return self._confirmations

    @property
    def condition(self) -> Any:
        """The condition of the address; only one that is confirmed by hand."""
        for row in queries.confirmable(self.subject):
            if row.code == self.kwargs["condition"]:
                return row
        raise Http404

    def form_arguments(self) -> dict[str, Any]:
        """The reports and pieces of evidence to point at."""
        return {
            "reports": report_choices(self.subject),
            "pieces": evidence_choices(self.subject, self.who),
        }

    def build_form(self) -> NlForm:
        """The grounds, or why they no longer hold."""
        form = super().build_form()
        goal = "intrekken" if self.withdraws else "bevestigen"
        form.fields["doel"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=goal)
        form.order_fields(["doel"])
        if self.withdraws:
            for name in ("url", "report", "piece"):
                del form.fields[name]
            form.fields["reason"].label = "Waarom trek je de bevestiging in?"
            form.fields["reason"].error_messages["required"] = "Schrijf op waarom je de bevestiging intrekt."
            form.submit_label = "Bevestiging intrekken"
        else:
            form.fields["reason"].label = "Waar blijkt dit uit?"
            form.fields["reason"].error_messages["required"] = "Schrijf op waar dit uit blijkt."
            form.fields["reason"].help_text = "Noem het stuk, de datum en wie erbij waren."
            form.submit_label = "Voorwaarde bevestigen"
        return form

    def context(self) -> dict[str, Any]:
        """The condition and its confirmation."""
        return {
            "phase": self.subject,
            "condition": self.condition,
            "confirmation": self.confirmations.get(self.kwargs["condition"]),
        }

    def perform(self, form: Any) -> str:
        """Confirm or withdraw."""
        reason = form.cleaned_data["reason"]
        if self.withdraws:
            services.withdraw_confirmation(
                phase_id=self.subject.id, condition=self.condition.code, reason=reason, who=self.who
            )
        else:
            services.confirm(
                phase_id=self.subject.id,
                condition=self.condition.code,
                grounds=reason,
                url=form.cleaned_data["url"],
                report_id=UUID(form.cleaned_data["report"]) if form.cleaned_data["report"] else None,
                evidence_id=UUID(form.cleaned_data["piece"]) if form.cleaned_data["piece"] else None,
                who=self.who,
                now=self.moment.now,
            )
        return f"{phase_url(self.subject)}#faseovergang"


class ConditionList(TrajectoryScreen, ListScreen):
    """Every condition of every gate of a trajectory: how it is judged and how it stands."""

    table_class = ConditionTable
    filter_class = ConditionFilter
    list_name = ("voorwaarde", "voorwaarden")
    export_name = "voorwaarden"
    empty = Empty("Dit traject heeft geen voorwaarden")
    title = "Voorwaarden"
    intro = (
        "Alle voorwaarden om een fase te openen of af te sluiten. Bij elke staat hoe het oordeel tot stand komt: "
        "berekend uit de gegevens, uit een controlepunt, of met de hand bevestigd."
    )

    def rows(self) -> Any:
        """All conditions of the profile, in the order of the phases."""
        return conditions_of(self.subject, self.who, self.moment.now)
