"""All addresses: every room's own, and signing in."""

from django.urls import include, path

from core.rooms.discovery import furniture

urlpatterns = [
    *(path("", include(f"{room.path}.urls")) for room, _ in furniture("urls")),
    path("account/", include("allauth.account.urls")),
]

handler400 = "core.shell.views.bad_request"
handler403 = "core.shell.views.forbidden"
handler404 = "core.shell.views.not_found"
handler500 = "core.shell.views.server_error"
