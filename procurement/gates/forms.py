"""Forms of the gates."""

from typing import Any

from django import forms

from core.shell.forms import Choices, choose
from procurement.trajectory.forms import ReasonForm


class ConfirmForm(ReasonForm):
    """On what a condition rests, in words, and the thing that shows it."""

    alternatives = ("url", "report", "piece")
    url = forms.URLField(label="Link naar het stuk", required=False, max_length=500, assume_scheme="https")
    report = forms.ChoiceField(label="Vastgelegd rapport", required=False)
    piece = forms.ChoiceField(
        label="Bewijsstuk uit dit traject",
        required=False,
        help_text="Wijs hoogstens één ding aan: een link, een rapport of een bewijsstuk. Het hoeft niet.",
    )

    def __init__(self, *args: Any, reports: Choices, pieces: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "report", [("", "Geen"), *reports])
        choose(self, "piece", [("", "Geen"), *pieces])
