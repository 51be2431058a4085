"""Who reads their agenda elsewhere."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.people.models import Person
from core.history.tracking import never_deleted, tracked


@tracked(exclude=("fingerprint",))
class AgendaFeed(models.Model):
    """A personal address from which a calendar programme reads somebody's agenda, until it is ended.

    Only the fingerprint of the secret in the address is kept; who lost the address makes a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agenda_feeds")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="agenda_feed_one_per_person", fields=["person"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="agenda_feed_fingerprinted", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="agenda_feed_ends_later", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at"))
            ),
        )
        triggers = (
            never_deleted(),
            pgtrigger.Protect(
                name="ended_for_good", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"agenda of {self.person_id}"
