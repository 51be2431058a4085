"""The steps at the door: allauth's forms for codes and keys, in our words, and noting what was used.

Their `save` is allauth's: it lets somebody in and stores nothing of ours; what is noted goes through the services.
"""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.exceptions import ValidationError

from accounts.factors import services
from accounts.factors.forms import NO_KEY
from core.clock.queries import read_clock


def _dress(form: Any, label: str, help_text: str) -> None:
    """One field for a code, that says what to type."""
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}
    if not form.is_bound:  # what is wrong gets the focus otherwise
        field.widget.attrs["autofocus"] = True
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
