"""Looks at confidential things."""

import uuid

from django.db import models
from django.db.models import Q

from core.history.tracking import insert_only


class Look(models.Model):
    """Somebody opened a confidential thing, or tried to.

    Written outside the transaction of the request and without foreign keys, names kept as text, so that it outlives
    whatever it is about. Insert only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    moment = models.DateTimeField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_name = models.CharField(max_length=300)
    context_key = models.CharField(max_length=120, blank=True)
    allowed = models.BooleanField()

    class Meta:
        ordering = ("-moment",)
        constraints = (models.CheckConstraint(name="look_subject_named", condition=~Q(subject_name="")),)
        indexes = (
            models.Index(name="look_newest", fields=["-moment"]),
            models.Index(name="look_of_subject", fields=["subject_id", "-moment"]),
            models.Index(name="look_in_context", fields=["context_key", "-moment"]),
        )
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.person_name}: {self.subject_name}"
