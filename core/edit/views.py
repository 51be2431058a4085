"""The edit page with its conflict."""

from abc import abstractmethod
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase

from core.edit.rules import Conflict, differences
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
            labels = {name: str(field.label) for name, field in form.fields.items() if name != "version"}
            return self.render(
                {
                    "form": form,
                    "conflict": differences(
                        labels=labels, theirs=self.initial_of(conflict.current), mine=form.cleaned_data
                    ),
                },
                status=409,
            )
