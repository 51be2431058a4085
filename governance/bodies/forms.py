"""Forms of the calendar."""

from typing import Any, ClassVar

from django import forms

from core.shell.forms import Choices, DutchDateField, NlForm, choose

LEAVE_EMPTY = "Laat leeg: dan telt het systeem terug vanaf de vergadering, tot een werkdag."
PLACE_HELP = "Bijvoorbeeld: gemeentehuis Borne, 14.00 uur."
SHORT = {"rows": 3}
WHICH_BODY = {"body": "Kies een orgaan."}


class NoticeForm(NlForm):
    """How many days before a meeting its papers must be in."""

    days = forms.IntegerField(
        label="Aantal dagen voor de vergadering",
        min_value=0,
        max_value=60,
        help_text="Kalenderdagen. Valt de dag op een vrije dag, dan geldt de laatste werkdag ervoor.",
    )


class MeetingForm(NlForm):
    """One meeting."""

    submit_label = "Vergadering plannen"
    required_message: ClassVar[dict[str, str]] = WHICH_BODY
    body = forms.ChoiceField(label="Orgaan")
    day = DutchDateField(label="Datum van de vergadering")
    submit_by = DutchDateField(label="Uiterste aanleverdag", required=False, help_text=LEAVE_EMPTY)
    place = forms.CharField(label="Plaats en tijd", required=False, max_length=200, help_text=PLACE_HELP)
    note = forms.CharField(label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs=SHORT))

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "body", [("", "Kies een orgaan"), *bodies])


class SeriesForm(NlForm):
    """The same weekday every n weeks."""

    submit_label = "Voorbeeld bekijken"
    required_message: ClassVar[dict[str, str]] = WHICH_BODY
    body = forms.ChoiceField(label="Orgaan")
    first = DutchDateField(label="Eerste vergadering", help_text="De weekdag van deze datum geldt voor de hele reeks.")
    last = DutchDateField(label="Laatste dag van de reeks")
    every_weeks = forms.IntegerField(label="Om de hoeveel weken?", min_value=1, max_value=26, initial=2)
    place = forms.CharField(label="Plaats en tijd", required=False, max_length=200, help_text=PLACE_HELP)

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "body", [("", "Kies een orgaan"), *bodies])


class MeetingEditForm(NlForm):
    """What can change while the day stays."""

    submit_by = DutchDateField(label="Uiterste aanleverdag")
    place = forms.CharField(label="Plaats en tijd", required=False, max_length=200, help_text=PLACE_HELP)
    note = forms.CharField(label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs=SHORT))


class MoveForm(NlForm):
    """Another day."""

    submit_label = "Vergadering verplaatsen"
    day = DutchDateField(label="Nieuwe datum")
    submit_by = DutchDateField(label="Nieuwe uiterste aanleverdag", required=False, help_text=LEAVE_EMPTY)
    reason = forms.CharField(
        label="Waarom verschuift de vergadering?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        help_text="Dit staat op de pagina van de vergadering en in de tijdlijn.",
    )


class StepForm(NlForm):
    """The reason of a step."""

    reason = forms.CharField(label="Toelichting", max_length=2000, widget=forms.Textarea(attrs=SHORT))
