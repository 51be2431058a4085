"""A piece of long work and how far it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work that a worker does outside any request.

    `progress` is in percent, `step` says in Dutch what is being done, `result` holds the address of what was made.
    A running job shows a heartbeat; a job whose heart stopped is offered again by the sweeper.
    """

    class State(models.TextChoices):
        """See `lifecycle.py` for the ways between them."""

        QUEUED = "queued", "wacht op een plek"
        RUNNING = "running", "bezig"
        DONE = "done", "klaar"
        FAILED = "failed", "mislukt"
        CANCELLED = "cancelled", "gestopt"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    code_version = models.CharField(max_length=40, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    requested_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="job_state_known", condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"])
            ),
            models.CheckConstraint(name="job_progress_percent", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="job_ended_has_end",
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(name="job_waiting", fields=["requested_at"], condition=Q(state__in=["queued", "running"])),
            models.Index(name="job_of_person", fields=["requested_by", "-requested_at"]),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.finished_at is not None
