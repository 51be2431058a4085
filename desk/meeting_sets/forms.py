"""Forms of meeting sets."""

from typing import Any
from uuid import UUID

from django import forms

from core.shell.forms import Choices, DutchDateField, NlForm, choose

NO_MEETING = ("", "Geen vergadering uit de agenda")


class SetForm(NlForm):
    """What a set is called and when it is for."""

    submit_label = "Opslaan"
    title = forms.CharField(label="Titel", max_length=200, help_text="Bijvoorbeeld: Stukken bestuurlijk overleg mei")
    meeting = forms.ChoiceField(label="Vergadering", required=False)
    date = DutchDateField(label="Datum", required=False, help_text="Alleen als de vergadering niet in de agenda staat.")

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "meeting", [NO_MEETING, *meetings])

    def clean_meeting(self) -> UUID | None:
        """The id of the chosen meeting."""
        return UUID(self.cleaned_data["meeting"]) if self.cleaned_data["meeting"] else None


class NewSetForm(SetForm):
    """A new set with its first documents."""

    submit_label = "Vergaderset maken"
    reports = forms.MultipleChoiceField(
        label="Rapporten en memo's",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Je zet ze op de volgende pagina in de goede volgorde.",
    )

    def __init__(self, *args: Any, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "reports", reports)


class DocumentForm(NlForm):
    """One report to put in a set."""

    submit_label = "Toevoegen"
    report = forms.ChoiceField(label="Rapport of memo")

    def __init__(self, *args: Any, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "report", [("", "Kies een document"), *reports])


class BindForm(NlForm):
    """Only the button."""

    submit_label = "Concept-pdf maken"


class FreezeForm(NlForm):
    """Only the button of the last step."""

    submit_label = "Vaststellen"
