"""Writing a comment."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.remarks.rules import LONGEST_TEXT, Reader
from core.shell.forms import NlForm


class CommentForm(NlForm):
    """The text, whom it names, and whether it is for OZJT only."""

    submit_label = "Opmerking plaatsen"
    text = forms.CharField(
        label="Je opmerking",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Noem een collega met @Naam; die krijgt dan een bericht.",
    )
    chosen = forms.MultipleChoiceField(label="Wie wil je noemen?", required=False, widget=forms.CheckboxSelectMultiple)
    is_internal = forms.BooleanField(label="Alleen OZJT leest dit", required=False)

    def __init__(self, *args: Any, readers: Sequence[Reader], may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(reader.person_id), reader.label) for reader in readers]
        field.error_messages["invalid_choice"] = "Een gekozen collega mag dit niet zien. Kies iemand uit de lijst."
        if not may_be_internal:
            del self.fields["is_internal"]

    @property
    def chosen_ids(self) -> list[UUID]:
        """The people that were picked from the list."""
        return [UUID(person_id) for person_id in self.cleaned_data["chosen"]]


class WithdrawCommentForm(NlForm):
    """Only the button."""

    submit_label = "Opmerking intrekken"
