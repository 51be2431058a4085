"""What happened to the way in which somebody signs in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.factors.rules import Happened, sentence_of
from core.history.tracking import insert_only


class SignInNote(models.Model):
    """One change of how a person signs in: by whom, when, why; never a secret. Insert only.

    The factors themselves are allauth's and may be removed; these notes stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    moment = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_in_notes")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=200, blank=True, help_text="name of the key, the device or the provider")
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-moment",)
        constraints = (
            models.CheckConstraint(
                name="sign_in_note_kind_known", condition=Q(kind__in=[kind.value for kind in Happened])
            ),
            models.CheckConstraint(name="sign_in_note_by_somebody", condition=~Q(by_name="")),
            models.CheckConstraint(
                name="sign_in_note_reset_explained", condition=~Q(kind=Happened.RESET.value) | ~Q(reason="")
            ),
        )
        indexes = (models.Index(name="sign_in_note_of_person", fields=["person", "-moment"]),)
        triggers = insert_only()

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in Dutch."""
        return sentence_of(self.kind, self.about)
