"""Leads who must have a second factor to setting it up, and keeps when a session was last used."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.factors import queries, services, sessions

# What somebody without a required factor can still do: set it up, prove who they are, leave.
OPEN = {
    "shell:health",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "factors:owed",
    "factors:app_add",
    "factors:app_picture",
    "factors:key_add",
    "factors:codes",
    "factors:codes_file",
    "factors:codes_saved",
}


class FactorMiddleware:
    """Asks the database nothing for who is not asked for a factor, and once per session for who is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the work is done when the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send them to set it up, or note that the session is in use."""
        match = request.resolver_match
        if match is None or match.view_name == "shell:health" or not request.user.is_authenticated:
            return None
        if match.view_name not in OPEN and self._owes(request):
            return redirect("factors:owed")
        if sessions.active_again(request):
            now = request.moment.now  # type: ignore[attr-defined]
            services.mark_active(session_key=request.session.session_key or "", now=now)
        return None

    def _owes(self, request: HttpRequest) -> bool:
        """Whether a second factor is required of this person and missing."""
        session = request.session
        if not settings.MFA_REQUIRED_ROLES or session.get(sessions.HAS_FACTOR):
            return False
        if session.get(sessions.BY_PROVIDER) and not settings.OIDC_SECOND_FACTOR:
            return False
        who = request.who  # type: ignore[attr-defined]
        if not queries.must_have_factor(who):
            return False
        if not queries.has_factor(who.person_id):
            return True
        session[sessions.HAS_FACTOR] = True
        return False
