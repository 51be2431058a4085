"""The search box in the frame of every page."""

from django.http import HttpRequest
from django.urls import reverse

from desk.search.access import may_search


def search_box(request: HttpRequest) -> dict[str, str]:
    """Where the box leads, for who may search; nothing for others."""
    who = getattr(request, "who", None)
    return {"search_url": reverse("search:search")} if who and may_search(who) else {}
