"""Forms of a trajectory."""

from typing import Any

from django import forms

from core.shell.forms import Choices, DutchDateField, NlForm, choose
from procurement.trajectory.models import Trajectory

NOBODY: tuple[str, str] = ("", "Nog niemand")


class TrajectoryForm(NlForm):
    """What a trajectory is."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Zoals iedereen het traject noemt.")
    summary = forms.CharField(
        label="Samenvatting", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    contract_start = DutchDateField(label="Start van de contracten")
    max_term_years = forms.IntegerField(
        label="Maximale looptijd in jaren", min_value=1, max_value=15, help_text="Met alle verlengingen meegeteld."
    )
    value_full_term = forms.IntegerField(
        label="Geraamde waarde in hele euro's",
        required=False,
        min_value=0,
        max_value=100_000_000_000,
        help_text="Over de hele looptijd, met alle verlengingen. Laat leeg als dit nog niet bekend is.",
    )
    owner = forms.ChoiceField(label="Eigenaar")

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", [("", "Kies een eigenaar"), *owners])


class StartForm(TrajectoryForm):
    """A new trajectory: also by which model, which profile, who takes part and what is bought."""

    submit_label = "Traject starten"
    phase_model = forms.ChoiceField(
        label="Fasemodel",
        choices=Trajectory.Model.choices,
        widget=forms.RadioSelect,
        initial=Trajectory.Model.EVA,
        help_text="Hoe de fasen zijn ingedeeld en genummerd. Dit ligt vast zodra het traject is gestart.",
    )
    profile = forms.ChoiceField(
        label="Soort traject",
        choices=Trajectory.Profile.choices,
        widget=forms.RadioSelect,
        initial=Trajectory.Profile.FULL,
        help_text="Een kleiner traject heeft dezelfde stappen, maar minder verplichte controlepunten.",
    )
    municipalities = forms.MultipleChoiceField(label="Gemeenten die meedoen", widget=forms.CheckboxSelectMultiple)
    segments = forms.MultipleChoiceField(label="Segmenten die worden ingekocht", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, municipalities: Choices, segments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "municipalities", municipalities)
        choose(self, "segments", segments)


class AnnounceForm(NlForm):
    """What providers are told."""

    submit_label = "Bekendmaken aan aanbieders"
    text = forms.CharField(
        label="Bericht aan aanbieders",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Aanbieders lezen dit in hun portaal, samen met de openbare mijlpalen. Schrijf in de u-vorm.",
    )


class MilestoneForm(NlForm):
    """A moment in the planning."""

    submit_label = "Mijlpaal toevoegen"
    date = DutchDateField(label="Datum")
    what = forms.CharField(label="Wat gebeurt er dan?", max_length=200)
    is_public = forms.BooleanField(label="Aanbieders mogen deze mijlpaal zien", required=False)


class ReasonForm(NlForm):
    """Only the reason of a step."""

    reason = forms.CharField(label="Toelichting", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class MilestoneEndForm(ReasonForm):
    """Why a milestone goes."""

    submit_label = "Laten vervallen"
    reason = forms.CharField(
        label="Waarom vervalt deze mijlpaal?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class PlanForm(NlForm):
    """Dates, owner and remark of a phase."""

    start = DutchDateField(label="Begindatum", required=False)
    end = DutchDateField(label="Einddatum", required=False)
    owner = forms.ChoiceField(label="Eigenaar", required=False)
    remark = forms.CharField(
        label="Toelichting bij deze fase",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = forms.CharField(
        label="Waarom wijzig je dit?", max_length=500, help_text="Dit staat straks in de tijdlijn."
    )

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", [NOBODY, *owners])
