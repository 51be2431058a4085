"""Confirmations of conditions, and every passage of a gate."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.history.tracking import insert_only, tracked
from core.reports.models import Report
from procurement.trajectory.models import Evidence, Phase


@tracked()
class GateConfirmation(models.Model):
    """Somebody confirmed a condition that the data cannot show; `grounds` says what it rests on.

    It may point at one thing that shows it: a link, a kept report, or a piece of evidence of the same trajectory.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="confirmations")
    condition = models.CharField(max_length=60)
    grounds = models.TextField()
    url = models.URLField(max_length=500, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="confirmation_once", fields=["phase", "condition"]),
            models.CheckConstraint(name="confirmation_grounded", condition=~Q(grounds="")),
            models.CheckConstraint(
                name="confirmation_one_thing",
                condition=Q(report__isnull=True, evidence__isnull=True)
                | Q(url="", evidence__isnull=True)
                | Q(url="", report__isnull=True),
            ),
            models.CheckConstraint(name="confirmation_web_address", condition=Q(url="") | Q(url__regex=r"^https?://")),
        )

    def __str__(self) -> str:
        return f"{self.condition} of {self.phase_id}"


class GatePassage(models.Model):
    """A phase was opened, closed or reopened: by whom, why, and how every condition stood at that moment.

    Insert only. `conditions` is a list of {code, text, source, met, why}.
    """

    class Step(models.TextChoices):
        """What was passed."""

        OPEN = "open", "geopend"
        CLOSE = "close", "afgesloten"
        REOPEN = "reopen", "afsluiting teruggedraaid"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="passages")
    step = models.CharField(max_length=10, choices=Step.choices)
    with_exception = models.BooleanField()
    reason = models.TextField()
    conditions = models.JSONField()
    passed_at = models.DateTimeField()
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-passed_at",)
        constraints = (
            models.CheckConstraint(name="passage_step_known", condition=Q(step__in=["open", "close", "reopen"])),
            models.CheckConstraint(name="passage_has_reason", condition=~Q(reason="")),
        )
        indexes = (models.Index(name="passage_of_phase", fields=["phase", "-passed_at"]),)
        triggers = insert_only()

    def __str__(self) -> str:
        return f"{self.step} {self.phase_id}"
