"""Deadlines of whatever subject."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.history.tracking import never_deleted, tracked
from core.terms.moments import closing_moment


@tracked()
class Deadline(models.Model):
    """A day on which something must have happened, with the term and the explanation that led to it.

    The subject is text ("besluit:<uuid>"), so that every room can have deadlines; `code` is unique within it. `rule`
    holds the term as data with what happened to it on the way, `starts_on` is the day of the event, which itself does
    not count. A suspended deadline stands still from `suspended_on`, the day of the request; its `due_on` is what it
    was until then. Who may set a deadline is for the room of the subject; who may see one as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_key = models.CharField(max_length=120)
    subject_name = models.CharField(max_length=300)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    rule = models.JSONField()
    steps = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    starts_on = models.DateField()
    due_on = models.DateField()
    suspended_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="deadlines")
    asked_of = models.CharField(max_length=200, blank=True)
    is_provider_term = models.BooleanField(default=False)
    school_holidays = models.CharField(max_length=300, blank=True)
    is_confidential = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_on", "title")
        constraints = (
            models.UniqueConstraint(name="deadline_once_per_subject", fields=["subject_key", "code"]),
            models.CheckConstraint(
                name="deadline_named",
                condition=~Q(subject_key="") & ~Q(subject_name="") & ~Q(code="") & ~Q(title=""),
            ),
            models.CheckConstraint(name="deadline_own_page", condition=Q(path__regex=r"^/([^/]|$)")),
            models.CheckConstraint(
                name="deadline_ends_once", condition=Q(met_at__isnull=True) | Q(cancelled_at__isnull=True)
            ),
            models.CheckConstraint(
                name="deadline_stands_still_open",
                condition=Q(suspended_on__isnull=True) | Q(met_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="deadline_stands_still_in_term",
                condition=Q(suspended_on__isnull=True) | Q(suspended_on__gte=F("starts_on")),
            ),
        )
        indexes = (
            models.Index(
                name="deadline_of_owner",
                fields=["owner", "due_on"],
                condition=Q(met_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(
                name="deadline_by_day", fields=["due_on"], condition=Q(met_at__isnull=True, cancelled_at__isnull=True)
            ),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.title} ({self.due_on})"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for something."""
        return self.met_at is None and self.cancelled_at is None

    @property
    def closes_at(self) -> datetime:
        """The last moment that is in time: 23:59 in Amsterdam on the last day."""
        return closing_moment(self.due_on)

    def is_late(self, today: date) -> bool:
        """Whether the last day has passed while it was open and running."""
        return self.is_open and self.suspended_on is None and self.due_on < today
