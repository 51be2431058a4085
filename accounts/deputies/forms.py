"""Arranging and stopping a deputy."""

from typing import Any

from django import forms

from core.shell.forms import Choices, DutchDateField, NlForm, choose


class DeputyForm(NlForm):
    """Who is away, who stands in, and when."""

    submit_label = "Vervanging regelen"
    person = forms.ChoiceField(label="Wie is er afwezig?")
    deputy = forms.ChoiceField(label="Wie vervangt?")
    first_day = DutchDateField(label="Eerste dag")
    last_day = DutchDateField(label="Laatste dag", help_text="Deze dag telt mee.")
    reason = forms.CharField(
        label="Waarom?",
        max_length=300,
        help_text="Bijvoorbeeld: vakantie. Schrijf niets over gezondheid; de vervanger en de manager lezen dit mee.",
    )

    def __init__(self, *args: Any, people: Choices | None, deputies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
        else:
            choose(self, "person", people)
        choose(self, "deputy", [("", "Kies een collega"), *deputies])


class StopForm(NlForm):
    """Why it stops."""

    submit_label = "Vervanging stoppen"
    reason = forms.CharField(label="Waarom stopt de vervanging?", max_length=300)
