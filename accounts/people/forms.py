"""Signing in, and adding people."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings

from core.shell.forms import Choices, DutchDateField, NlForm, choose


class SignInForm(LoginForm):
    """E-mail and password, with messages that say what to do."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mailadres"
        self.fields["login"].error_messages["required"] = "Vul je e-mailadres in."
        self.fields["password"].error_messages["required"] = "Vul je wachtwoord in."
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)

    @property
    def provider_name(self) -> str:
        """The provider of single sign-on, when there is one."""
        providers: Any = settings.SOCIALACCOUNT_PROVIDERS
        apps = providers["openid_connect"]["APPS"]
        return str(apps[0]["name"]) if apps else ""


class InviteForm(NlForm):
    """A new person with a first role."""

    submit_label = "Uitnodigen"
    name = forms.CharField(label="Naam", max_length=200)
    email = forms.EmailField(label="E-mailadres", max_length=254)
    organisation = forms.ChoiceField(label="Organisatie")
    role = forms.ChoiceField(label="Rol")
    valid_from = DutchDateField(label="Vanaf")

    def __init__(self, *args: Any, organisations: Choices, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", [("", "Kies een organisatie"), *organisations])
        choose(self, "role", [("", "Kies een rol"), *roles])


class RoleForm(NlForm):
    """One more role for a period."""

    submit_label = "Rol geven"
    organisation = forms.ChoiceField(label="Organisatie")
    role = forms.ChoiceField(label="Rol")
    valid_from = DutchDateField(label="Vanaf")
    valid_until = DutchDateField(label="Tot en met", required=False)

    def __init__(self, *args: Any, organisations: Choices, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", [("", "Kies een organisatie"), *organisations])
        choose(self, "role", [("", "Kies een rol"), *roles])


class EndRoleForm(NlForm):
    """The last day of a role."""

    submit_label = "Rol beëindigen"
    last_day = DutchDateField(label="Laatste dag")
    reason = forms.CharField(label="Waarom eindigt de rol?", max_length=500)


class ActiveForm(NlForm):
    """Why somebody may no longer, or again, sign in."""

    reason = forms.CharField(label="Waarom?", max_length=500)
