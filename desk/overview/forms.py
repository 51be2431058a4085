"""Since when changes are told."""

from django import forms

from core.shell.forms import DutchDateField


class SinceForm(forms.Form):
    """A date of one's own."""

    datum = DutchDateField(label="Of sinds deze datum", required=False, help_text="")
