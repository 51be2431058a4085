"""Forms of the planning."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from core.shell.forms import Choices, DutchDateField, NlForm, choose
from procurement.planning.what_if import MOST_WEEKS, Change

NO_PART = ("", "Geen fase verschuiven")


class ChangeForm(NlForm):
    """A what-if: another contract start, a part that shifts, or both."""

    start = DutchDateField(label="Andere start van de contracten", required=False)
    meeschuiven = forms.BooleanField(
        label="Fasen die nog niet begonnen zijn schuiven mee",
        required=False,
        help_text="Anders blijven de fasen staan en komt er meer of minder tijd.",
    )
    fase = forms.ChoiceField(label="Fase of spoor die verschuift", required=False)
    weken = forms.IntegerField(
        label="Aantal weken later",
        required=False,
        min_value=-MOST_WEEKS,
        max_value=MOST_WEEKS,
        help_text="Een getal met een min ervoor, zoals -4, is eerder. Latere fasen schuiven mee.",
    )

    def __init__(self, *args: Any, parts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "fase", [NO_PART, *parts])

    def change(self) -> Change:
        """What was filled in."""
        values = self.cleaned_data
        return Change(
            contract_start=values["start"],
            moves_phases=bool(values["start"] and values["meeschuiven"]),
            part=values["fase"],
            weeks=values["weken"] or 0,
        )


class WhatIfForm(ChangeForm):
    """Shows the effects; it is asked for by address, so that a what-if can be shared."""

    submit_label = "Gevolgen bekijken"
    submit_name = "bekijken"

    @property
    def helper(self) -> FormHelper:
        """A form that is asked for, not sent."""
        helper = super().helper
        helper.form_method = "get"
        helper.disable_csrf = True
        return helper


class ScenarioForm(ChangeForm):
    """A what-if with a name."""

    submit_label = "Scenario bewaren"
    naam = forms.CharField(label="Naam van het scenario", max_length=120, help_text="Bijvoorbeeld: half jaar later.")
    field_order = ("naam", "start", "meeschuiven", "fase", "weken")


class FreezeForm(NlForm):
    """A name and a reason for a frozen plan."""

    submit_label = "Planning vastleggen"
    naam = forms.CharField(label="Naam", max_length=120, help_text="Bijvoorbeeld: planning bij de opdracht.")
    reden = forms.CharField(
        label="Waarom leg je de planning nu vast?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApplyForm(NlForm):
    """The reason for new dates, and the stand of the planning of which the effects were shown."""

    submit_label = "Doorvoeren"
    reden = forms.CharField(
        label="Waarom wijzig je de planning?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dit staat straks in de tijdlijn bij elke fase die verandert.",
    )
    gezien = forms.CharField(required=False, widget=forms.HiddenInput)


class ChangeApplyForm(ApplyForm):
    """The same, with the what-if along."""

    start = forms.CharField(required=False, widget=forms.HiddenInput)
    meeschuiven = forms.CharField(required=False, widget=forms.HiddenInput)
    fase = forms.CharField(required=False, widget=forms.HiddenInput)
    weken = forms.CharField(required=False, widget=forms.HiddenInput)


class ThrowAwayForm(NlForm):
    """Why a what-if goes."""

    submit_label = "Scenario weggooien"
    reden = forms.CharField(
        label="Waarom gooi je dit scenario weg?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
