"""Reports that were made and are kept."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.files.models import StoredFile
from core.findable.tracking import findable
from core.history.tracking import tracked


@findable(kind="report", title=("title",), text=("subject_name",), noun="rapport")
@tracked(exclude=("content",))
class Report(models.Model):
    """One report as it was made: its content, the PDF, and who made it when with which code.

    Decisions, letters and memos rest on it as (report, fingerprint), so it is insert-only: newer figures are a newer
    report. `content` is the canonical content of which `fingerprint` is the SHA-256; the same content for the same
    subject and date is kept once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    subject_name = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    made_by_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="reports")
    pages = models.PositiveSmallIntegerField()
    code_version = models.CharField(max_length=40)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(name="report_kept_once", fields=["kind", "subject_key", "as_of", "fingerprint"]),
            models.CheckConstraint(name="report_fingerprint", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="report_has_pages", condition=Q(pages__gt=0)),
            models.CheckConstraint(
                name="report_named", condition=~Q(kind="") & ~Q(subject_key="") & ~Q(subject_name="") & ~Q(title="")
            ),
        )
        indexes = (
            models.Index(name="report_newest", fields=["-made_at"]),
            models.Index(name="report_of_subject", fields=["kind", "subject_key", "-as_of", "-made_at"]),
        )
        triggers = (pgtrigger.Protect(name="insert_only", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.title} ({self.as_of})"
