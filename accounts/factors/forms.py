"""Codes and keys at sign-in, and the forms of 'Mijn account'."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError

from accounts.factors import services
from core.clock.queries import read_clock
from core.shell.forms import NlForm

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "control--code", "spellcheck": "false"}
NO_KEY = "De sleutel gaf geen bruikbaar antwoord. Probeer het opnieuw, of kies een andere manier."


def _dress(form: Any, label: str, help_text: str) -> None:
    """One field for a code, that says what to type."""
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}
    field.error_messages["required"] = "Vul de code in."
    form.use_required_attribute = False


class CodeForm(AuthenticateForm):
    """The second step of signing in: a code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "Code", "Zes cijfers uit de authenticator-app, of een herstelcode van acht cijfers.")

    def save(self) -> None:
        """Go on, and note what was used."""
        super().save()
        services.note_use(person=self.user, authenticator=self.authenticator, now=read_clock().now)


class ProveForm(ReauthenticateForm):
    """The same, by somebody who has signed in and changes something that is well protected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, "Code", "Zes cijfers uit de authenticator-app, of een herstelcode van acht cijfers.")

    def save(self) -> None:
        """Go on, and note what was used."""
        super().save()
        services.note_use(person=self.user, authenticator=self.authenticator, now=read_clock().now)


class Answer:
    """What the two forms for a key share: nonsense is refused in words."""

    def clean_credential(self) -> Any:
        """The factor that answered; whatever is wrong with the answer, the reader can do one thing about it."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError as error:
            raise (error if error.code == "too_many_login_attempts" else ValidationError(NO_KEY)) from error
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ValidationError(NO_KEY) from error


class KeyForm(Answer, AuthenticateWebAuthnForm):
    """The second step of signing in with a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_KEY, "invalid": NO_KEY}

    def save(self) -> None:
        """Go on, and note what was used."""
        super().save()
        services.note_use(person=self.user, authenticator=self.cleaned_data["credential"], now=read_clock().now)


class ProveKeyForm(Answer, ReauthenticateWebAuthnForm):
    """A key, by somebody who has signed in and changes something that is well protected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages |= {"required": NO_KEY, "invalid": NO_KEY}


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
