"""The edit page with its conflict."""

from abc import abstractmethod
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase

from core.edit.rules import Conflict, differences
from core.history.queries import last_change
from core.history.rules import spoken
from core.screens.views import FormScreen


class EditScreen(FormScreen):
    """A form over one row that carries the row's version.

    `initial_of(row)` answers with the row's values by field name; `perform` hands `self.sent_version` to the service,
    which raises Conflict when the row has moved on. The conflict page shows both texts and keeps the typed one in the
    form, now based on the newest version.
    """

    @abstractmethod
    def initial_of(self, row: Any) -> dict[str, Any]:
        """Override: the row's values by field name."""

    @property
    def sent_version(self) -> int:
        """The version that the edit started from; 0 when it was tampered with, which always conflicts."""
        sent = self.request.POST.get("version", "")
        return int(sent) if sent.isdigit() and len(sent) < 10 else 0

    def form_arguments(self) -> dict[str, Any]:
        """The row's values."""
        return {"initial": self.initial_of(self.subject)}

    def build_form(self) -> Any:
        """The form with the version in a hidden field."""
        form = super().build_form()
        form.fields["version"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=self.subject.version
        )
        form.order_fields(["version"])
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save, or show both texts."""
        try:
            return super().post(request, *args, **kwargs)
        except Conflict as conflict:
            typed = request.POST.copy()
            typed["version"] = str(conflict.current.version)
            arguments = self.form_arguments()
            form = self.dressed(self.form_class(typed, **arguments))
            form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            form.order_fields(["version"])
            form.is_valid()
            theirs = self.initial_of(conflict.current)
            labels = {name: str(form.fields[name].label) for name in theirs}
            last = last_change(conflict.current)
            return self.render(
                {
                    "form": form,
                    "conflict": differences(
                        labels=labels, theirs=read_aloud(form, theirs), mine=read_aloud(form, form.cleaned_data)
                    ),
                    "conflict_by": last.who if last else "",
                    "conflict_at": last.moment if last else None,
                },
                status=409,
            )


def read_aloud(form: forms.BaseForm, values: dict[str, Any]) -> dict[str, Any]:
    """Values as a reader knows them: the words of a choice instead of its key, a date written out."""
    words = {}
    for name, value in values.items():
        field = form.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            value = dict(choices).get(str(value or ""), value)
        words[name] = spoken(value) if isinstance(value, date) else value
    return words
