"""Who stands in for whom, and when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.organisations.models import Organisation
from core.history.tracking import never_deleted, tracked


@tracked()
class Deputyship(models.Model):
    """A colleague does somebody's work for a period; both days count. It is stopped early, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputyships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deputyships")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=300)
    arranged_at = models.DateTimeField()
    arranged_by_name = models.CharField(max_length=200)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="deputyship_of_another", condition=~Q(person=F("deputy"))),
            models.CheckConstraint(name="deputyship_forward", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(name="deputyship_reasoned", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deputyship_stopped_later",
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("arranged_at")),
            ),
        )
        indexes = (
            models.Index(
                name="deputyship_of_deputy", fields=["deputy", "last_day"], condition=Q(stopped_at__isnull=True)
            ),
            models.Index(name="deputyship_of_person", fields=["person", "last_day"]),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"
