"""What a production start refuses: `manage.py check --deploy --database default`, run by web server and worker."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections


@register(Tags.security, deploy=True)
def production_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a debug mode, missing or well-known keys, missing hosts and insecure cookies."""
    errors: list[CheckMessage] = []

    def refuse(number: int, problem: str, hint: str) -> None:
        errors.append(Error(problem, hint=hint, id=f"inkoopkompas.E{number:03}"))

    if settings.DEBUG:
        refuse(1, "DEBUG is on.", "Set DEBUG=false.")
    if len(settings.SECRET_KEY) < 50 or settings.SECRET_KEY.startswith("insecure"):
        refuse(2, "SECRET_KEY is missing, short or the local one.", "Set SECRET_KEY to 50 random characters or more.")
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        refuse(3, "ALLOWED_HOSTS is missing or lets every host in.", "Name the host, such as kompas.example.nl.")
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        refuse(4, "Cookies may travel without encryption.", "Set SECURE_COOKIES=true.")
    if not settings.MFA_KEYS or any(len(key) < 32 for key in settings.MFA_KEYS):
        refuse(7, "MFA_KEYS is missing or short.", "Set MFA_KEYS to 32 random characters or more.")
    if any(settings.OIDC) and not (all(settings.OIDC) and settings.OIDC_SERVER_URL.startswith("https://")):
        refuse(8, "Single sign-on is half set.", "Set OIDC_NAME, _CLIENT_ID, _SECRET and an _SERVER_URL with https.")
    if settings.EXAMPLE_WORLD:
        refuse(5, "EXAMPLE_WORLD is on.", "Set EXAMPLE_WORLD=false; the example has its own database.")
    return errors


@register(Tags.database, deploy=True)
def production_clock(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database that holds an example or runs at another time."""
    if not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT kind, clock_offset <> interval '0' FROM core_world")
            row = cursor.fetchone()
    except DatabaseError:
        return []  # not migrated yet: `prepare` comes first
    if row is None:
        return []
    kind, is_off = row
    if kind == "real" and not is_off:
        return []
    return [
        Error(
            f"The database holds a world of the kind '{kind}'{' with a clock offset' if is_off else ''}.",
            hint="Point DATABASE_URL at the real database.",
            id="inkoopkompas.E006",
        )
    ]
