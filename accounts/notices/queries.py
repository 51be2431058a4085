"""The notices of a person."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.notices.models import Notice, NoticeSetting
from accounts.notices.rules import Digest
from accounts.organisations.rules import Who


def notices_of(who: Who) -> QuerySet[Notice]:
    """Everything that was sent to this person, newest first."""
    if who.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=who.person_id).order_by("-created_at")


def unread_of(who: Who) -> QuerySet[Notice]:
    """What this person has not read yet, newest first."""
    return notices_of(who).filter(read_at__isnull=True)


def notice(who: Who, notice_id: UUID) -> Notice | None:
    """One notice of this person."""
    return notices_of(who).filter(id=notice_id).first()


def digest_choice(who: Who) -> str:
    """When this person wants the daily mail."""
    if who.person_id is None:
        return Digest.OFF.value
    chosen = NoticeSetting.objects.filter(person_id=who.person_id).values_list("digest", flat=True).first()
    return chosen or Digest.DAILY.value


def people_to_mail() -> list[UUID]:
    """The people with unread notices that no mail has counted, who can sign in (one query)."""
    rows = Notice.objects.filter(read_at__isnull=True, digest_at__isnull=True, person__is_active=True)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())
