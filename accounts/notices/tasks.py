"""Celery's side of notices."""

from celery import shared_task

from accounts.notices import services
from core.clock.queries import now


@shared_task(name="notices.round")
def go_round() -> None:
    """Send the daily mails that are due, and clean up what was read long ago."""
    moment = now()
    services.send_digests(now=moment)
    services.clean_up(now=moment)
