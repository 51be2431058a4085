"""Putting messages in the outbox, offering them to workers, delivering them once."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import connection, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from core.clock.queries import now as read_now
from core.outbox.handlers import handler_of
from core.outbox.models import OutboxMessage

logger = logging.getLogger(__name__)

OFFER_AGAIN_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 20


def post(*, topic: str, payload: Mapping[str, Any], now: datetime) -> OutboxMessage:
    """Put a message in the outbox, within the caller's transaction; it leaves when that commits.

    Raises RuntimeError outside a transaction, because the message could then outlive a failed change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Post a message inside the transaction of the change that it belongs to.")
    handler_of(topic)
    message = OutboxMessage.objects.create(topic=topic, payload=dict(payload), created_at=now)
    nudge_on_commit("outbox.relay")
    return message


def nudge_on_commit(task: str) -> None:
    """Ask a worker to run the relay `task` as soon as this transaction commits."""
    transaction.on_commit(lambda: _nudge(task))


def _nudge(task: str) -> None:
    """When the broker is down nothing is lost: the beat's next round does the same."""
    try:
        current_app.send_task(task, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("broker not reached, the next round will pick it up: %s", error)


def offer_messages(*, now: datetime) -> list[UUID]:
    """Mark the messages that are due for delivery as offered and answer their ids.

    Locks those rows, passing over rows that another relay holds.
    """
    with transaction.atomic():
        due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
            Q(offered_at__isnull=True) | Q(offered_at__lt=now - OFFER_AGAIN_AFTER),
            done_at__isnull=True,
            attempts__lt=MAX_ATTEMPTS,
        )
        ids = [message.id for message in due.order_by("created_at")[:500]]
        OutboxMessage.objects.filter(id__in=ids).update(offered_at=now)
    return ids


def deliver(*, message_id: UUID) -> bool:
    """Deliver one message; answers False when it already was.

    The effect and `done_at` are one transaction; the row stays locked in between, so that two workers with the same id
    deliver once. A failure is written down and the message is offered again later.
    """
    try:
        with transaction.atomic():
            message = OutboxMessage.objects.select_for_update().get(id=message_id)
            if message.done_at is not None:
                return False
            handler_of(message.topic)(message.payload)
            message.done_at = read_now()
            message.attempts += 1
            message.save(update_fields=["done_at", "attempts"])
    except Exception as error:
        OutboxMessage.objects.filter(id=message_id).update(attempts=F("attempts") + 1, last_error=repr(error)[:2000])
        raise
    return True
