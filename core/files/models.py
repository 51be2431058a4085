"""Which files there are."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from core.history.tracking import tracked


@tracked()
class StoredFile(models.Model):
    """A received or made file. The content lies under its fingerprint; the name is only data.

    Two rows may share one content. Rows are never changed; what replaces a file is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    received_at = models.DateTimeField()
    received_from = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(name="file_fingerprint", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="file_not_empty", condition=Q(size__gt=0)),
        )
        indexes = (models.Index(name="file_by_content", fields=["sha256"]),)
        triggers = (pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return self.name
