"""Workers and the beat; tasks and schedules come from the rooms."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("inkoopkompas")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.on_after_configure.connect
def open_rooms(sender: Celery, **kwargs: Any) -> None:
    """Find the tasks of every room, and the rounds that rooms have registered."""
    import django

    django.setup()
    from core.rooms.discovery import furniture
    from core.rooms.registries import schedules

    for _ in furniture("tasks"):
        pass
    sender.conf.beat_schedule = {
        schedule.key: {"task": schedule.task, "schedule": schedule.every} for schedule in schedules
    }


@beat_init.connect
@worker_init.connect
def refuse_unsafe_start(**kwargs: Any) -> None:
    """A worker or beat of an unsafe production does not start, just as the web server does not.

    Celery only logs what a signal handler raises, except for an exit.
    """
    from django.conf import settings
    from django.core.management import CommandError, call_command

    if settings.IS_PRODUCTION:
        try:
            call_command("check", deploy=True, databases=["default"], fail_level="ERROR")
        except CommandError as refusal:
            raise SystemExit(str(refusal)) from refusal
