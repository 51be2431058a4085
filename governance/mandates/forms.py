"""Forms of the mandate register."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings

from core.files.rules import ACCEPTED
from core.shell.forms import Choices, DutchDateField, NlForm, choose

SHORT = {"rows": 3}
FOR_WHOM = "Kies minstens één gemeente of organisatie."


class MandateForm(NlForm):
    """What a mandate says."""

    alternatives: ClassVar[tuple[str, ...]] = ("file", "url", "may_submandate")
    required_message: ClassVar[dict[str, str]] = {
        "organisations": FOR_WHOM,
        "holder_function": "Vul de functie in die het mandaat krijgt.",
        "acts": "Kies minstens één handeling.",
        "source": "Vul in welk besluit dit is: naam, datum en nummer.",
    }
    submit_label = "Mandaat inschrijven"
    title = forms.CharField(
        label="Naam van het mandaat", max_length=200, help_text="Bijvoorbeeld: Mandaat- en Volmachtsbesluit OZJT."
    )
    giver = forms.ChoiceField(label="Wie geeft het mandaat?")
    organisations = forms.MultipleChoiceField(
        label="Voor welke gemeenten of organisaties geldt het?", widget=forms.CheckboxSelectMultiple
    )
    holder_function = forms.CharField(
        label="Aan welke functie?", max_length=200, help_text="Bijvoorbeeld: portefeuillehouder OZJT."
    )
    holder = forms.ChoiceField(
        label="Wie heeft die functie nu?",
        required=False,
        help_text="Zonder naam kan nog niemand op dit mandaat tekenen. Je kunt de naam later invullen.",
    )
    acts = forms.MultipleChoiceField(label="Voor welke handelingen?", widget=forms.CheckboxSelectMultiple)
    segments = forms.CharField(
        label="Segmenten",
        required=False,
        max_length=200,
        help_text="Alleen invullen als het mandaat niet voor alle segmenten geldt.",
    )
    valid_from = DutchDateField(label="Eerste dag")
    valid_until = DutchDateField(label="Laatste dag", required=False, help_text="Laat leeg als er geen einddatum is.")
    limits = forms.CharField(
        label="Grenzen",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=SHORT),
        help_text="Bijvoorbeeld: alleen na overleg met het bestuurlijk overleg.",
    )
    max_amount = forms.IntegerField(
        label="Hoogste bedrag in hele euro's", required=False, min_value=0, max_value=100_000_000_000
    )
    may_submandate = forms.BooleanField(label="Ondermandaat is toegestaan", required=False)
    source = forms.CharField(
        label="Besluit waarin het mandaat staat", max_length=200, help_text="Naam, datum en nummer van het besluit."
    )
    file = forms.FileField(
        label="Besluit als bestand",
        required=False,
        help_text=f"Een {ACCEPTED}, hoogstens {settings.MAX_UPLOAD_BYTES // 1_000_000} MB. Of vul een link in.",
    )
    url = forms.URLField(label="Link naar het besluit", required=False, max_length=500, assume_scheme="https")

    def __init__(
        self, *args: Any, givers: Choices, organisations: Choices, people: Choices, acts: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "giver", givers)
        choose(self, "organisations", organisations)
        choose(self, "holder", [("", "Nog niemand"), *people])
        choose(self, "acts", acts)


class RenewForm(MandateForm):
    """The mandate that follows."""

    submit_label = "Opvolger inschrijven"


class WithdrawForm(NlForm):
    """From when a mandate no longer holds, and why."""

    submit_label = "Mandaat intrekken"
    required_message: ClassVar[dict[str, str]] = {"reason": "Schrijf op waarom het mandaat wordt ingetrokken."}
    on = DutchDateField(label="Vanaf welke dag geldt het niet meer?")
    reason = forms.CharField(label="Waarom wordt het ingetrokken?", max_length=2000, widget=forms.Textarea(attrs=SHORT))


class HolderForm(NlForm):
    """Who has the function now."""

    submit_label = "Opslaan"
    holder = forms.ChoiceField(label="Wie heeft deze functie nu?", required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "holder", [("", "Nog niemand"), *people])


class LookUpForm(NlForm):
    """Which act, for whom, when; asked with GET, so that an answer has an address."""

    submit_label = "Opzoeken"
    submit_name = "zoek"
    required_message: ClassVar[dict[str, str]] = {"handeling": "Kies een handeling.", "voor": FOR_WHOM}
    handeling = forms.ChoiceField(label="Welke handeling?")
    voor = forms.MultipleChoiceField(label="Voor wie?", widget=forms.CheckboxSelectMultiple)
    dag = DutchDateField(label="Op welke dag?")

    def __init__(self, *args: Any, acts: Choices, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "handeling", [("", "Kies een handeling"), *acts])
        choose(self, "voor", organisations)

    @property
    def helper(self) -> FormHelper:
        """The same form, asked instead of sent."""
        helper = super().helper
        helper.form_method = "get"
        return helper
