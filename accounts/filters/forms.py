"""Saving and renaming a filter."""

from django import forms

from core.shell.forms import NlForm


class SaveFilterForm(NlForm):
    """A name for what the list shows now; list and filter come along hidden."""

    submit_label = "Filter bewaren"
    path = forms.CharField(widget=forms.HiddenInput, max_length=300)
    query = forms.CharField(widget=forms.HiddenInput, max_length=4000, required=False)
    name = forms.CharField(label="Naam van dit filter", max_length=60)
    is_default = forms.BooleanField(label="Open de lijst voortaan met dit filter", required=False)


class ChangeFilterForm(NlForm):
    """Another name, or another way to open."""

    name = forms.CharField(label="Naam van dit filter", max_length=60)
    is_default = forms.BooleanField(label="Open de lijst met dit filter", required=False)


class RemoveFilterForm(NlForm):
    """Only the button."""

    submit_label = "Filter verwijderen"
