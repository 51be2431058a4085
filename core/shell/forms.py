"""Forms that say in plain Dutch what to do: base forms, buttons, and a date as people type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from core.shell.templatetags.shell import MONTHS

DATE_MESSAGE = "Vul de datum in als 31-12-2027."
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})")


def parse_dutch_date(text: str) -> date:
    """Read 1-2-2027, 01/02/2027, 1 februari 2027, 1 feb 2027 or 2027-02-01; raise ValueError for anything else."""
    text = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").lower().split())
    if found := _NUMERIC.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WORDS.fullmatch(text):
        day, name, year = int(found[1]), found[2], int(found[3])
        name = {"mrt": "maart"}.get(name, name)
        months = [place for place, full in enumerate(MONTHS, 1) if len(name) >= 3 and full.startswith(name)]
        if len(months) != 1:
            raise ValueError(text)
        month = months[0]
    else:
        raise ValueError(text)
    return date(year, month, day)


class DutchDateInput(forms.TextInput):
    """A text box for a date: native pickers show the language of the device."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "control--date"} | dict(attrs or {}))

    def format_value(self, value: Any) -> str | None:
        """Show a date as 31-12-2027 and leave what somebody typed as it is."""
        if isinstance(value, date):
            return f"{value:%d-%m-%Y}"
        return super().format_value(value)


class DutchDateField(forms.Field):
    """A date as people in the Netherlands type it."""

    widget = DutchDateInput
    default_error_messages: ClassVar[dict[str, Any]] = {"required": DATE_MESSAGE, "invalid": DATE_MESSAGE}

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Bijvoorbeeld 31-12-2027")
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date behind the text."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_dutch_date(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def validate(self, value: date | None) -> None:
        """Refuse a date outside the allowed period, and say which dates are possible."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(f"Kies een datum vanaf {self.earliest:%d-%m-%Y}.", code="too_early")
        if value and self.latest and value > self.latest:
            raise ValidationError(f"Kies een datum tot en met {self.latest:%d-%m-%Y}.", code="too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not the way they were typed."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def required_message_for(field: forms.Field, label: str) -> str:
    """Say what to do with an empty field, by its kind."""
    if isinstance(field, DutchDateField | forms.DateField):
        return DATE_MESSAGE
    if isinstance(field, forms.FileField):
        return f"Kies een bestand bij ‘{label}’."
    if isinstance(field, forms.BooleanField):
        return f"Zet een vinkje bij ‘{label}’."
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return f"Kies minstens één antwoord bij ‘{label}’."
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return f"Kies een antwoord bij ‘{label}’."
    return f"Vul ‘{label}’ in."


OTHER_MESSAGES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "Vul een getal in, bijvoorbeeld 1234,50."),
    (forms.FloatField, "Vul een getal in, bijvoorbeeld 1234,50."),
    (forms.IntegerField, "Vul een heel getal in, bijvoorbeeld 12."),
    (forms.EmailField, "Vul een e-mailadres in, zoals naam@organisatie.nl."),
    (forms.URLField, "Vul een webadres in dat begint met https://."),
)


# What Django says by itself when a field is empty; whatever a form says itself stays.
STANDARD_REQUIRED = {
    kind.default_error_messages["required"]
    for kind in (forms.Field, forms.FileField, forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    if "required" in kind.default_error_messages
}


LIMIT_MESSAGES = {
    "min_value": "Vul een getal in van %(limit_value)s of hoger.",
    "max_value": "Vul een getal in van hoogstens %(limit_value)s.",
}


def _say_limits(field: forms.Field) -> None:
    for validator in field.validators:
        if message := LIMIT_MESSAGES.get(getattr(validator, "code", "")):
            validator.message = message  # type: ignore[attr-defined]


class NlFormMixin:
    """What all forms share: messages that say what to do, and a helper with real buttons.

    - `required_message`: field name → the sentence for when it is empty.
    - `submit_label`, `submit_name`, `cancel_url`: the buttons under the form.
    - `alternatives`: fields of which one is asked for, so that none of them says that it may stay empty.
    - `keep`: a key under which the browser keeps what was typed until it is saved (see static/js/keep.js).
    """

    required_message: ClassVar[Mapping[str, str]] = {}
    alternatives: ClassVar[tuple[str, ...]] = ()
    submit_label: ClassVar[str] = "Opslaan"
    submit_name: ClassVar[str] = "opslaan"
    cancel_url: str = ""
    keep: str = ""
    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label) if field.label else name.replace("_", " ").capitalize()
            given = self.required_message.get(name)
            if given:
                field.error_messages["required"] = given
            elif not isinstance(field, DutchDateField) and field.error_messages.get("required") in STANDARD_REQUIRED:
                field.error_messages["required"] = required_message_for(field, label)
            for kind, message in OTHER_MESSAGES:
                if isinstance(field, kind):
                    field.error_messages["invalid"] = message
                    for validator in field.validators:
                        if getattr(validator, "code", "") == "invalid":
                            validator.message = message  # type: ignore[attr-defined]
                    break
            _say_limits(field)
            if isinstance(field, forms.DecimalField) and isinstance(field.widget, forms.NumberInput):
                field.localize = True
                field.widget = forms.TextInput(
                    field.widget.attrs | {"inputmode": "decimal", "class": "control--number"}
                )
                field.widget.is_localized = True
            if isinstance(field, forms.FileField):
                field.error_messages["empty"] = "Dit bestand is leeg. Kies een ander bestand."
                field.error_messages["missing"] = f"Kies een bestand bij ‘{label}’."

    @property
    def helper(self) -> FormHelper:
        """Describe the whole form for `{% crispy form %}`."""
        helper = FormHelper(self)
        helper.include_media = False
        helper.form_class = "form"
        helper.attrs = {"novalidate": ""}
        if self.keep:
            helper.attrs["data-keep"] = self.keep
        if any(isinstance(field, forms.FileField) for field in self.fields.values()):
            helper.attrs["enctype"] = "multipart/form-data"
        helper.add_input(Submit(self.submit_name, self.submit_label))
        if self.cancel_url:
            helper.cancel_url = self.cancel_url
        return helper


class NlForm(NlFormMixin, forms.Form):
    """A form without a model."""


class NlModelForm(NlFormMixin, forms.ModelForm):
    """A form that shows a model; it never saves by itself, services do."""


Choices = list[tuple[str, str]]


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a choice field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def heading(text: str) -> HTML:
    """Return a heading between groups of fields for a crispy layout."""
    return HTML(format_html('<h2 class="form__heading">{}</h2>', text))
