"""Puts the signed-in person with their roles on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.deputies.queries import standing_in
from accounts.organisations.queries import who_is
from accounts.organisations.rules import Who
from core.clock.queries import Moment, read_clock


class WhoMiddleware:
    """Gives every request `moment` (one reading of the clock) and `who`, both read only when asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach and go on."""

        def moment() -> Moment:
            return read_clock()

        def who() -> Who:
            user = request.user
            if not user.is_authenticated:
                return Who()
            today = request.moment.today  # type: ignore[attr-defined]
            return standing_in(who_is(person_id=user.id, name=user.name, today=today), today)

        request.moment = SimpleLazyObject(moment)  # type: ignore[attr-defined]
        request.who = SimpleLazyObject(who)  # type: ignore[attr-defined]
        return self.get_response(request)
