"""Notices of people, and how each of them wants the daily mail."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.notices.rules import DIGEST_NAMES, KIND_NAMES, Digest, NoticeKind
from core.history.tracking import tracked


class Notice(models.Model):
    """A short message to one person.

    `title` says what kind of thing it is and where, never what is confidential: it also leaves by mail. It is a message
    and not a fact, so it has no history: what it tells of does. `digest_at` is when the daily mail counted it.
    """

    KINDS = tuple((kind.value, KIND_NAMES[kind]) for kind in NoticeKind)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    about = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(name="notice_titled", condition=~Q(title="")),
            models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=[kind.value for kind in NoticeKind])),
            models.CheckConstraint(name="notice_url_is_path", condition=Q(url__regex=r"^/([^/\s\\][^\s\\]*)?$")),
            models.CheckConstraint(
                name="notice_read_later", condition=Q(read_at__isnull=True) | Q(read_at__gte=F("created_at"))
            ),
            models.UniqueConstraint(
                name="notice_unread_once", fields=["person", "url", "kind"], condition=Q(read_at__isnull=True)
            ),
        )
        indexes = (
            models.Index(name="notice_of_person", fields=["person", "-created_at"]),
            models.Index(
                name="notice_for_digest", fields=["person"], condition=Q(read_at__isnull=True, digest_at__isnull=True)
            ),
            models.Index(name="notice_read", fields=["read_at"], condition=Q(read_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.title


@tracked(exclude=("digest_on",))
class NoticeSetting(models.Model):
    """How a person wants the daily mail, and the last day on which one left; without a row it is every working day."""

    CHOICES = tuple((choice.value, DIGEST_NAMES[choice]) for choice in Digest)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_setting")
    digest = models.CharField(max_length=6, choices=CHOICES, default=Digest.DAILY.value)
    digest_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="notice_setting_known", condition=Q(digest__in=[choice.value for choice in Digest])
            ),
        )

    def __str__(self) -> str:
        return self.get_digest_display()
