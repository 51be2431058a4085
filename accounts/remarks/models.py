"""Comments and whom they name."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.edit.models import Versioned
from core.history.tracking import never_deleted, tracked


@tracked()
class Comment(Versioned):
    """What somebody says about a subject; `subject_key` is the prefix of its kind with its own key ("fase:<uuid>").

    An internal one is for OZJT only. A withdrawn one keeps its place but not its text; the history keeps both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_key = models.CharField(max_length=160)
    text = models.TextField()
    is_internal = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    author_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("written_at",)
        constraints = (
            models.CheckConstraint(name="comment_subject_keyed", condition=Q(subject_key__regex=r"^[a-z]+:.+$")),
            models.CheckConstraint(
                name="comment_text_or_withdrawn",
                condition=(Q(withdrawn_at__isnull=True) & ~Q(text="")) | Q(withdrawn_at__isnull=False, text=""),
            ),
            models.CheckConstraint(
                name="comment_edited_later", condition=Q(edited_at__isnull=True) | Q(edited_at__gte=F("written_at"))
            ),
            models.CheckConstraint(
                name="comment_withdrawn_later",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("written_at")),
            ),
        )
        indexes = (models.Index(name="comment_of_subject", fields=["subject_key", "written_at"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.author_name} on {self.subject_key}"


@tracked()
class Mention(models.Model):
    """A colleague whom a comment names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions")

    class Meta:
        constraints = (models.UniqueConstraint(name="mention_once", fields=["comment", "person"]),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.comment_id}"
