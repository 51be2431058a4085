"""Errors in plain Dutch, and the address that says the house is up."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.screens.views import Screen, anyone


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; what was sent may simply have been too large."""
    too_large = isinstance(exception, RequestDataTooBig)
    context = {"too_large": too_large, "limit": settings.MAX_UPLOAD_BYTES // 1_000_000}
    return render(request, "400.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 without a reason of our own."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, made without asking the database anything."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere."""
    sentence = (
        "Het formulier was te lang open of kwam niet van deze site. Ga terug, ververs de pagina en probeer het opnieuw."
    )
    return render(request, "403.html", {"reason": sentence}, status=403)


class Health(Screen):
    """Answers 200 when the web process and the database work."""

    access = anyone
    open_to_strangers = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """One query."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return JsonResponse({"status": "ok"})
