"""Starting a decision from a trajectory."""

from typing import Any

from django import forms

from core.shell.forms import Choices, NlForm, choose


class PrepareForm(NlForm):
    """What the decision is about."""

    submit_label = "Besluit voorbereiden"
    title = forms.CharField(label="Titel", max_length=200, help_text="Zoals het op de agenda komt te staan.")
    artefact = forms.ChoiceField(label="Waarover gaat het besluit?")
    owner = forms.ChoiceField(label="Eigenaar")
    segments = forms.MultipleChoiceField(
        label="Voor welke segmenten?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Hieruit volgt wie bevoegd is: het algemeen bestuur, de colleges of allebei.",
    )
    municipalities = forms.MultipleChoiceField(
        label="Gemeenten die meedoen", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, artefacts: Choices, owners: Choices, segments: Choices, places: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "artefact", artefacts)
        choose(self, "owner", owners)
        choose(self, "segments", segments)
        choose(self, "municipalities", places)
