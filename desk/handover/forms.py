"""Choosing what is handed over, to whom and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.shell.forms import Choices, NlForm, choose
from desk.handover.rules import Item


class HandoverForm(NlForm):
    """What, to whom, why."""

    submit_label = "Overdragen"
    receiver = forms.ChoiceField(label="Aan wie?")
    chosen = forms.MultipleChoiceField(label="Wat draag je over?", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="Waarom?", max_length=500, help_text="Dit staat bij elk ding op de tijdlijn.")

    def __init__(self, *args: Any, receivers: Choices, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "receiver", [("", "Kies een collega"), *receivers])
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(item.key, f"{item.label} ({item.about})") for item in items]
        field.error_messages["invalid_choice"] = "Dit werk is intussen al van iemand anders of afgerond. Kijk opnieuw."
