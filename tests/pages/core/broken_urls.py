"""The addresses of the house with one that fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_house

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def broken(request: HttpRequest) -> HttpResponse:
    """What no page should do."""
    raise RuntimeError("a secret in a message")


urlpatterns = [*of_the_house, path("kapot/", broken)]
