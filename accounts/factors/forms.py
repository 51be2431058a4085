"""The forms of 'Mijn account'."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError

from core.shell.forms import NlForm

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "control--code", "spellcheck": "false"}
NO_KEY = "De sleutel gaf geen bruikbaar antwoord. Probeer het opnieuw, of kies een andere manier."


class AppForm(NlForm):
    """The first code from a new authenticator app; the shared secret is `secret`."""

    submit_label = "Authenticator-app instellen"
    required_message: ClassVar[Mapping[str, str]] = {"code": "Vul de zes cijfers in die de app laat zien."}
    code = forms.CharField(
        label="Code uit de app",
        max_length=20,
        help_text="Zes cijfers. De app laat elke halve minuut een nieuwe code zien.",
        widget=forms.TextInput(attrs=CODE),
    )

    def __init__(self, *args: Any, secret: str, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret, self.person = secret, person

    def clean_code(self) -> str:
        """The code fits the secret; guessing is throttled."""
        done = check_rate_limit(self.person, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise ValidationError("Deze code past niet bij de app. Kijk of de klok van de telefoon goed staat.")
        done()
        return code


class NewKeyForm(NlForm):
    """A new passkey or security key, after it answered in the browser."""

    submit_label = "Sleutel toevoegen"
    required_message: ClassVar[Mapping[str, str]] = {
        "name": "Geef de sleutel een naam, zoals ‘Laptop’ of ‘Sleutelbos’."
    }
    name = forms.CharField(
        label="Naam van de sleutel",
        max_length=60,
        help_text="Een naam waaraan de sleutel te herkennen is, zoals ‘Laptop’ of ‘Sleutelbos’.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NO_KEY, "invalid": NO_KEY})

    def clean_name(self) -> str:
        """Without spaces around it."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_credential(self) -> Any:
        """What the key answered, checked against the question that was asked in this session."""
        credential = self.cleaned_data["credential"]
        try:
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
        except (ValidationError, TypeError, KeyError, AttributeError, ValueError) as error:
            raise ValidationError(NO_KEY) from error
        return credential

    def clean(self) -> dict[str, Any]:
        """An error about the hidden answer stands above the form."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors.pop("credential", None):
            self.add_error(None, NO_KEY)
        return values


class KeyNameForm(NlForm):
    """Another name for a key."""

    required_message: ClassVar[Mapping[str, str]] = {"name": "Geef de sleutel een naam."}
    name = forms.CharField(label="Naam van de sleutel", max_length=60, widget=forms.TextInput({"autocomplete": "off"}))

    def clean_name(self) -> str:
        """Without spaces around it."""
        return " ".join(str(self.cleaned_data["name"]).split())


class RemoveForm(NlForm):
    """Only a button."""

    submit_label = "Verwijderen"


class CodesForm(NlForm):
    """Only a button."""

    submit_label = "Nieuwe herstelcodes maken"


class ResetForm(NlForm):
    """Why an administrator takes away somebody's second factor."""

    submit_label = "Tweede stap wissen"
    reason = forms.CharField(
        label="Waarom?",
        max_length=500,
        help_text="Controleer eerst wie het vraagt: bel zelf terug. De reden staat ook in de mail.",
    )
