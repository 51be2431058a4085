"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.clock.queries import AMSTERDAM
from core.history.rules import spoken
from core.rooms.registries import navigation
from core.screens.panels import panels_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, where they can go, what rooms put in the head, and whether the clock is played with.

    Empty for requests that did not pass the middleware, so that an error page can always be made.
    """
    who = getattr(request, "who", None)
    if not who:
        return {"who": None, "navigation": [], "header_panels": [], "example_time": ""}
    moment = request.moment  # type: ignore[attr-defined]
    items = []
    for item in navigation:
        url = item.leads_to(who)
        if url is not None:
            beginnings = (item.prefix, *item.also)
            current = request.path == "/" if item.prefix == "/" else request.path.startswith(beginnings)
            items.append({"label": item.label, "url": url, "current": current})
    local = moment.now.astimezone(AMSTERDAM)
    return {
        "who": who,
        "navigation": items,
        # Asked for only where the head is drawn: a fragment has none.
        "header_panels": SimpleLazyObject(lambda: panels_for("header", who=who, subject=None, moment=moment)),
        "example_time": f"{spoken(local.date())}, {local:%H:%M}" if moment.is_played else "",
        "is_example": moment.kind == "example",
    }
