"""When the second step is asked."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest


class SecondStep(AuthenticateStage):
    """As allauth's, but not after single sign-on: there the provider asks it, unless the settings say otherwise."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        by_provider = bool(records) and records[-1].get("method") == "socialaccount"
        if by_provider and not settings.OIDC_SECOND_FACTOR:
            return False
        return bool(super()._should_handle(request))
