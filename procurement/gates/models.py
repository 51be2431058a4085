"""Confirmations of conditions, and every passage of a gate."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.history.tracking import insert_only, tracked
from procurement.trajectory.models import Phase


@tracked()
class GateConfirmation(models.Model):
    """Somebody confirmed a condition that the data cannot show; `grounds` says what it rests on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="confirmations")
    condition = models.CharField(max_length=60)
    grounds = models.TextField()
    confirmed_at = models.DateTimeField()
    confirmed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="confirmation_once", fields=["phase", "condition"]),
            models.CheckConstraint(name="confirmation_grounded", condition=~Q(grounds="")),
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
