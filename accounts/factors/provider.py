"""Single sign-on with one OpenID Connect provider, named by the settings; it lets in who is known here and nobody else.

An identity is tied to a person by the provider's own id; the first time by an e-mail address that the provider calls
verified. Nothing of the provider's answer is kept but that id.
"""

from typing import Any, ClassVar, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from accounts.factors import queries, services
from core.clock.queries import read_clock
from core.lifecycles.rules import Refused

CANCELLED = "Het inloggen is afgebroken. Probeer het opnieuw, of log in met e-mailadres en wachtwoord."
FAILED = "Het inloggen lukte niet. Begin opnieuw vanaf de pagina om in te loggen; dat werkt tien minuten lang."
AWAY = "De inlogdienst gaf geen bruikbaar antwoord. Probeer het straks opnieuw, of log in met een wachtwoord."


def turned_away(request: HttpRequest, reason: str, status: int = 403) -> NoReturn:
    """Answer with the reason, in our own page."""
    raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", {"reason": reason}, status=status))


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Who may come in through the provider."""

    error_messages: ClassVar[dict[str, Any]] = DefaultSocialAccountAdapter.error_messages

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: an administrator adds people."""
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """The provider of the settings; none is kept in the database."""
        found: dict[str, list[Any]] = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie an identity that is new here to the person with its verified address, or say why not."""
        if sociallogin.is_existing:
            return
        verified = [row.email for row in sociallogin.email_addresses if str(row.verified).lower() == "true"]
        person = queries.person_with(verified)
        try:
            account = services.link_provider(
                person=person,
                has_verified=bool(verified),
                provider=sociallogin.account.provider,
                uid=sociallogin.account.uid,
                name=sociallogin.account.get_provider().name,
                now=read_clock().now,
            )
        except Refused as refusal:
            turned_away(request, refusal.verdict.reason)
        sociallogin.account, sociallogin.user = account, person

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """A wrong or old state, a provider that is away, somebody who changed their mind."""
        if error == AuthError.CANCELLED:
            turned_away(request, CANCELLED)
        turned_away(request, AWAY if exception else FAILED)


class ProviderFlow(OpenIDConnectOAuth2Adapter):
    """The conversation with the provider: the signature is always checked, and both answers are about one person."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is, and nothing more than that."""
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token")
        claims, more = self._decode_id_token(app, raw), self._fetch_user_info(token.token)
        if not claims.get("sub") or claims["sub"] != more.get("sub"):
            raise OAuth2Error("userinfo is about somebody else")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": claims | more})
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        """Also when it came straight from the provider."""
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(ProviderFlow(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (requests.RequestException, ValueError, KeyError):
        return render(request, "socialaccount/refused.html", {"reason": AWAY}, status=502)
    return answer


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the provider, by a form of the page to sign in."""
    return _answer(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the provider."""
    return _answer(OAuth2CallbackView, request, provider_id)
