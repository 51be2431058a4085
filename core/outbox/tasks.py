"""Celery's side of the outbox: ids in, one service, safe to run twice."""

from uuid import UUID

from celery import shared_task

from core.clock.queries import now
from core.outbox import services


@shared_task(name="outbox.relay")
def relay() -> None:
    """Offer every message that waits to the workers."""
    for message_id in services.offer_messages(now=now()):
        deliver.delay(str(message_id))


@shared_task(name="outbox.deliver")
def deliver(message_id: str) -> None:
    """Deliver one message."""
    services.deliver(message_id=UUID(message_id))
