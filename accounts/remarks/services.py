"""Writing, mending and withdrawing comments."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from accounts.notices.rules import NoticeKind
from accounts.notices.services import notify
from accounts.organisations.rules import Who
from accounts.remarks.access import may_be_internal, may_comment, may_mend
from accounts.remarks.models import Comment, Mention
from accounts.remarks.queries import subject_of_comment
from accounts.remarks.rules import LONGEST_TEXT, Reader, is_editable, mentions_in
from accounts.remarks.subjects import Commented, commented, readers_of
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse

NOT_THERE = refuse("Dit bestaat niet of is niet voor jou.", secret=True)


def add_comment(
    *, prefix: str, key: str, text: str, chosen: Collection[UUID], is_internal: bool, who: Who, now: datetime
) -> Comment:
    """Comment on a subject that this person may see, and tell whom it names.

    `chosen` are people picked from the list, beside those named by @ in the text. Raises Refused (secret) for what this
    person may not see, and with a sentence for an empty text, for a name that is nobody's or more than one person's,
    and for somebody who may not see the subject or, with an internal comment, does not work at OZJT.
    """
    ensure(may_comment(who))
    assert who.person_id is not None  # nobody comments without signing in
    subject = commented(who, prefix, key)
    if subject is None:
        raise Refused(NOT_THERE)
    ensure(allow_if(not is_internal or may_be_internal(who), "Alleen collega's van OZJT schrijven voor OZJT alleen."))
    body = _checked(text)
    named = _named(body, chosen, subject, is_internal, now)
    with recorded(who, routine="Opmerking geplaatst"):
        row = Comment.objects.create(
            subject_key=f"{prefix}:{key}",
            text=body,
            is_internal=is_internal,
            author_id=who.person_id,
            author_name=who.name,
            written_at=now,
        )
        Mention.objects.bulk_create(Mention(comment=row, person_id=person_id) for person_id in sorted(named))
        _tell(named, subject, who, now)
    return row


def edit_comment(
    *, comment_id: UUID, version: int, text: str, chosen: Collection[UUID], who: Who, now: datetime
) -> Comment:
    """Mend one's own comment within 15 minutes; whom it names anew is told. Locks the comment.

    Raises Conflict when it was saved after `version`, and Refused as `add_comment` does, after the 15 minutes and when
    it was withdrawn.
    """
    body = _checked(text)
    with recorded(who, routine="Opmerking gewijzigd"):
        row = _locked(comment_id)
        ensure(may_mend(who, row))
        ensure(allow_if(row.withdrawn_at is None, "Deze opmerking is ingetrokken."))
        ensure(
            allow_if(
                is_editable(written_at=row.written_at, now=now),
                "Wijzigen kan tot 15 minuten na het plaatsen. Trek de opmerking in, of schrijf een nieuwe.",
            )
        )
        ensure_version(row, version)
        subject = subject_of_comment(who, row)
        if subject is None:
            raise Refused(NOT_THERE)
        named = _named(body, chosen, subject, row.is_internal, now)
        before = set(row.mentions.values_list("person_id", flat=True))
        row.text, row.edited_at, row.version = body, now, row.version + 1
        row.save()
        row.mentions.exclude(person_id__in=named).delete()
        Mention.objects.bulk_create(Mention(comment=row, person_id=person_id) for person_id in sorted(named - before))
        _tell(named - before, subject, who, now)
    return row


def withdraw_comment(*, comment_id: UUID, who: Who, now: datetime) -> Comment:
    """Take back one's own comment: the text leaves the page, that there was one stays. Locks the comment."""
    with recorded(who, routine="Opmerking ingetrokken"):
        row = _locked(comment_id)
        ensure(may_mend(who, row))
        ensure(allow_if(row.withdrawn_at is None, "Deze opmerking is al ingetrokken."))
        row.text, row.withdrawn_at, row.version = "", now, row.version + 1
        row.save()
        row.mentions.all().delete()
    return row


def _locked(comment_id: UUID) -> Comment:
    row = Comment.objects.select_for_update().filter(id=comment_id).first()
    if row is None:
        raise Refused(NOT_THERE)
    return row


def _checked(text: str) -> str:
    body = text.strip()
    ensure(allow_if(bool(body), "Schrijf eerst een opmerking."))
    too_long = f"Een opmerking is hoogstens {LONGEST_TEXT} tekens. Kort haar in of deel haar op."
    ensure(allow_if(len(body) <= LONGEST_TEXT, too_long))
    return body


def _named(
    text: str, chosen: Collection[UUID], subject: Commented, is_internal: bool, now: datetime
) -> frozenset[UUID]:
    today: date = now.astimezone(AMSTERDAM).date()
    readers: list[Reader] = readers_of(subject, today)
    named = mentions_in(text, readers=readers, chosen=chosen)
    ensure(allow_if(not named.problems, " ".join(named.problems)))
    outside = [reader.name for reader in readers if reader.person_id in named.person_ids and not reader.works_at_ozjt]
    ensure(
        allow_if(
            not (is_internal and outside),
            f"{' en '.join(outside)} werkt niet bij OZJT en kan deze opmerking niet lezen."
            " Haal de naam weg, of zet ‘alleen OZJT’ uit.",
        )
    )
    return named.person_ids


def _tell(named: Collection[UUID], subject: Commented, who: Who, now: datetime) -> None:
    notify(
        person_ids=named,
        title=f"{who.name} noemde je in een opmerking bij {subject.name}",
        url=f"{subject.url}#opmerkingen",
        about=subject.about,
        kind=NoticeKind.MENTION,
        now=now,
        not_to=who.person_id,
    )
