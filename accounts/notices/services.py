"""Telling people, remembering what they read, and the daily mail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from accounts.notices.access import may_have_notices, may_read_notice
from accounts.notices.models import Notice, NoticeSetting
from accounts.notices.queries import people_to_mail, unread_of
from accounts.notices.rules import (
    KEPT_AFTER_READING,
    Digest,
    NoticeKind,
    digest_text,
    is_digest_time,
    is_path,
    wants_digest,
)
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.clock.queries import AMSTERDAM
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.outbox.services import post


def notify(
    *,
    person_ids: Iterable[UUID | None],
    title: str,
    url: str,
    about: str,
    kind: NoticeKind,
    now: datetime,
    not_to: UUID | None = None,
) -> int:
    """Tell people something, within the caller's transaction; answers with how many of them hear it as new.

    `title` and `about` say what kind of thing it is and where, never anything confidential: they also leave by mail.
    `url` is a path of this site. Doubles, None, `not_to` (who did it themselves) and people who cannot sign in are left
    out. Who has an unread notice of this kind about this address keeps that one. Raises RuntimeError outside a
    transaction and ValueError for an address that is not a path or a title that is empty.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Notify inside the transaction of the change that it tells of.")
    if not is_path(url) or not title.strip():
        raise ValueError(f"A notice needs a title and a path of this site, not '{title}' and '{url}'.")
    wanted = {person_id for person_id in person_ids if person_id is not None and person_id != not_to}
    if not wanted:
        return 0
    known = Person.objects.filter(id__in=wanted, is_active=True).values_list("id", flat=True)
    told = set(
        Notice.objects.filter(person__in=wanted, url=url, kind=kind, read_at__isnull=True).values_list(
            "person_id", flat=True
        )
    )
    new = [
        Notice(person_id=person_id, title=title.strip()[:200], url=url, about=about[:200], kind=kind, created_at=now)
        for person_id in sorted(set(known) - told)
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)  # somebody else may tell the same at this moment
    return len(new)


def notify_by_message(payload: Mapping[str, Any], now: datetime) -> None:
    """The same for rooms below this one, which put it in the outbox under the topic "notice"."""
    with transaction.atomic():
        notify(
            person_ids=[UUID(person_id) for person_id in payload["person_ids"]],
            title=payload["title"],
            url=payload["url"],
            about=payload["about"],
            kind=NoticeKind(payload["kind"]),
            now=now,
        )


def mark_read(*, notice_id: UUID, who: Who, now: datetime) -> Notice:
    """Remember that this person read a notice; a second time changes nothing. Locks the notice.

    Raises Refused (secret) when it is somebody else's or not there any more.
    """
    with recorded(who, routine="Bericht gelezen"):
        row = Notice.objects.select_for_update().filter(id=notice_id).first()
        if row is None:
            raise Refused(refuse("Dit bericht is er niet meer.", secret=True))
        ensure(may_read_notice(who, row))
        if row.read_at is None:
            row.read_at = max(now, row.created_at)
            row.save(update_fields=["read_at"])
    return row


def mark_all_read(*, who: Who, now: datetime) -> int:
    """Remember that this person read everything up to `now`; answers with how many were new."""
    ensure(may_have_notices(who))
    with recorded(who, routine="Alle berichten gelezen"):
        return unread_of(who).filter(created_at__lte=now).update(read_at=now)


def choose_digest(*, choice: str, who: Who) -> NoticeSetting:
    """Choose when the daily mail comes; raises Refused for a choice that does not exist. Locks the setting."""
    ensure(may_have_notices(who))
    ensure(allow_if(choice in list(Digest), "Kies een van de mogelijkheden."))
    with recorded(who, routine="Mail over berichten ingesteld"):
        assert who.person_id is not None
        row = _locked_setting(who.person_id)
        row.digest = choice
        row.save(update_fields=["digest"])
    return row


def _locked_setting(person_id: UUID) -> NoticeSetting:
    NoticeSetting.objects.get_or_create(person_id=person_id)
    return NoticeSetting.objects.select_for_update().get(person_id=person_id)


def send_digests(*, now: datetime) -> int:
    """Mail everybody who has unread notices and wants a mail, at most once a day; answers with how many mails.

    Does nothing outside the mornings of Dutch working days. Safe to run twice and at the same time: each person is one
    transaction that locks their setting.
    """
    if not is_digest_time(now.astimezone(AMSTERDAM)):
        return 0
    return sum(_send_digest(person_id, now) for person_id in people_to_mail())


def _send_digest(person_id: UUID, now: datetime) -> bool:
    today = now.astimezone(AMSTERDAM).date()
    with transaction.atomic():
        setting = _locked_setting(person_id)
        rows = Notice.objects.filter(
            person_id=person_id, read_at__isnull=True, digest_at__isnull=True, created_at__lte=now
        )
        found = list(rows.order_by("created_at").values_list("id", "title", "kind"))
        kinds = [kind for _, _, kind in found]
        if not wants_digest(choice=setting.digest, kinds=kinds, last_on=setting.digest_on, today=today):
            return False
        person = Person.objects.get(id=person_id)
        subject, body = digest_text(name=person.name, titles=[title for _, title, _ in found], site=settings.SITE_URL)
        post(topic="mail", payload={"subject": subject, "body": body, "to": person.email}, now=now)
        Notice.objects.filter(id__in=[notice_id for notice_id, _, _ in found]).update(digest_at=now)
        NoticeSetting.objects.filter(id=setting.id).update(digest_on=today)
    return True


def clean_up(*, now: datetime) -> int:
    """Remove what was read more than 90 days ago; answers with how many."""
    with transaction.atomic():
        return Notice.objects.filter(read_at__lt=now - KEPT_AFTER_READING).delete()[0]
