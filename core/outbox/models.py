"""What still has to be delivered."""

import uuid

from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """Something to do after the transaction that asked for it, such as sending a mail.

    `topic` names the handler, `payload` holds ids and texts. It is offered again until `done_at` is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="outbox_topic_named", condition=~Q(topic="")),)
        indexes = (
            models.Index(name="outbox_open", fields=["offered_at", "created_at"], condition=Q(done_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"
