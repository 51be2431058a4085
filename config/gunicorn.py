"""The web server: two processes of four threads, and a refusal to start unsafely.

Everything here can be overridden in the variable GUNICORN_CMD_ARGS, which gunicorn reads itself.
"""

import sys
from typing import Any

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = None


def on_starting(server: Any) -> None:
    """Runs the system checks before the first process, in production also those of deployment; an error is the end."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    import django
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import connections

    django.setup()
    try:
        call_command(
            "check", deploy=settings.IS_PRODUCTION, databases=["default"], fail_level="ERROR", stderr=sys.stderr
        )
    except CommandError as refusal:
        sys.exit(f"This start is refused:\n{refusal}")
    finally:
        connections.close_all()
