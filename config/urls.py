"""All addresses: every room's own, and signing in."""

from allauth.account.urls import urlpatterns as signing_in
from allauth.mfa.base.views import authenticate, reauthenticate
from allauth.mfa.webauthn.views import reauthenticate_webauthn
from django.urls import include, path

from accounts.factors import provider
from core.rooms.discovery import furniture

# What allauth offers and this house does not: people do not change their own address, and nobody confirms one.
NOT_OURS = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
}

urlpatterns = [
    *(path("", include(f"{room.path}.urls")) for room, _ in furniture("urls")),
    path("account/", include([address for address in signing_in if address.name not in NOT_OURS])),
    # Of allauth's second factors only the steps at the door; setting them up has pages of our own.
    path("account/login/code/", authenticate, name="mfa_authenticate"),
    path("account/reauthenticate/code/", reauthenticate, name="mfa_reauthenticate"),
    path("account/reauthenticate/key/", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/oidc/<slug:provider_id>/login/", provider.login, name="openid_connect_login"),
    path("account/oidc/<slug:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
]

handler400 = "core.shell.views.bad_request"
handler403 = "core.shell.views.forbidden"
handler404 = "core.shell.views.not_found"
handler500 = "core.shell.views.server_error"
