"""How allauth signs people in here: sealed secrets, sentences that say what to do, marks in the session."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from accounts.factors import services
from accounts.factors.keys import seal, unseal
from accounts.factors.sessions import begin
from accounts.people.adapter import ClosedAdapter
from core.clock.queries import read_clock

WRONG_CODE = "Deze code klopt niet of is al gebruikt. Wacht op een nieuwe code en probeer het opnieuw."
TOO_OFTEN = "Te veel pogingen. Wacht vijf minuten en probeer het dan opnieuw."


class SignInAdapter(ClosedAdapter):
    """Signing in by e-mail and password, and what is remembered of it."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Met dit account kan niemand meer inloggen. Vraag de functioneel beheerder.",
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet. Probeer het opnieuw.",
        "enter_current_password": "Vul het wachtwoord in dat nu geldt.",
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het opnieuw.",
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": TOO_OFTEN,
    }

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Start the session's own record, at the time of this world."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        begin(request)
        services.start_session(session_key=request.session.session_key or "", now=read_clock().now)
        return answer

    def get_login_stages(self) -> list[str]:
        """Allauth's, with our own second step."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.factors.stages.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The same ways as allauth's, called by their Dutch names."""
        names = {
            "reauthenticate": "Met het wachtwoord",
            "mfa_reauthenticate": "Met een code uit de app",
            "mfa_reauthenticate:webauthn": "Met een sleutel",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": names.get(method["id"], method["description"])} for method in methods]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed, their names are ours."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What stands in the app."""
        return "Inkoopkompas"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host that keys belong to, under our name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Inkoopkompas"}
