"""Composing a meeting set, binding it, freezing it."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.organisations.rules import Who
from core.edit.rules import Conflict
from core.files.models import StoredFile
from core.files.services import address_of, keep
from core.history.services import recorded
from core.jobs.handlers import Progress
from core.jobs.models import Job
from core.jobs.services import ask
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.reports.queries import readable_reports
from core.reports.rules import file_name
from desk.meeting_sets.access import may_compose
from desk.meeting_sets.binding import Bound, Part, bind
from desk.meeting_sets.lifecycle import SETS, SetFacts, SetState
from desk.meeting_sets.models import MeetingSet, SetDocument
from desk.meeting_sets.queries import documents_of, kind_label, visible_sets
from governance.bodies.models import Meeting

JOB_KIND = "meeting_sets.bind"
MOST_DOCUMENTS = 60


def create_set(
    *, title: str, meeting_id: UUID | None, date: date | None, report_ids: Sequence[UUID], who: Who, now: datetime
) -> MeetingSet:
    """Start a set with these reports in this order. Raises Refused when one of them may not be read by this person."""
    ensure(may_compose(who))
    _ensure_titled(title)
    with recorded(who, routine="Vergaderset begonnen"):
        row = MeetingSet.objects.create(
            title=title.strip(),
            meeting=_meeting(meeting_id),
            date=date,
            created_at=now,
            created_by_id=person_of(who),
            created_by_name=who.name,
        )
        for report_id in dict.fromkeys(report_ids):
            _append(row, report_id, who)
    return row


def edit_set(
    *, set_id: UUID, version: int, title: str, meeting_id: UUID | None, date: date | None, who: Who
) -> MeetingSet:
    """Change title, meeting and date of a draft. Raises Conflict when somebody else changed it meanwhile."""
    _ensure_titled(title)
    with recorded(who, routine="Vergaderset bewerkt"):
        row = _draft(set_id, who)
        if row.version != version:
            raise Conflict(row)
        row.title, row.meeting, row.date = title.strip(), _meeting(meeting_id), date
        return _changed(row)


def add_document(*, set_id: UUID, report_id: UUID, who: Who) -> MeetingSet:
    """Put a report at the end. Raises Refused when it is in there already or may not be read by this person."""
    with recorded(who, routine="Document toegevoegd"):
        row = _draft(set_id, who)
        _append(row, report_id, who)
        return _changed(row)


def remove_document(*, set_id: UUID, document_id: UUID, who: Who) -> MeetingSet:
    """Take a document out and close the gap. Taking out what is gone already does nothing."""
    with recorded(who, routine="Document weggehaald"):
        row = _draft(set_id, who)
        gone = SetDocument.objects.filter(meeting_set=row, id=document_id).first()
        if gone is None:
            return row
        gone.delete()
        SetDocument.objects.filter(meeting_set=row, order__gt=gone.order).update(order=F("order") - 1)
        return _changed(row)


def move_document(*, set_id: UUID, document_id: UUID, step: int, who: Who) -> MeetingSet:
    """Move a document one place up (-1) or down (1); at the end of the list it stays where it is."""
    with recorded(who, routine="Volgorde gewijzigd"):
        row = _draft(set_id, who)
        rows = list(SetDocument.objects.filter(meeting_set=row).order_by("order"))
        place = next((index for index, each in enumerate(rows) if each.id == document_id), None)
        other = None if place is None else place + step
        if place is None or other is None or not 0 <= other < len(rows):
            return row
        rows[place].order, rows[other].order = rows[other].order, rows[place].order
        SetDocument.objects.bulk_update([rows[place], rows[other]], ["order"])
        return _changed(row)


def follow_set(*, set_id: UUID, who: Who, now: datetime) -> MeetingSet:
    """Start the set that takes a frozen one further, with the same documents. A set is followed once."""
    ensure(may_compose(who))
    with recorded(who, routine="Volgende versie begonnen"):
        old = _locked(set_id, who)
        ensure(allow_if(old.state == SetState.FROZEN, "Deze set is nog een concept: pas hem zelf aan."))
        ensure(
            allow_if(
                not MeetingSet.objects.filter(follows=old).exists(),
                "Van deze set is al een volgende versie gemaakt.",
            )
        )
        row = MeetingSet.objects.create(
            title=old.title,
            meeting=old.meeting,
            date=old.date,
            follows=old,
            created_at=now,
            created_by_id=person_of(who),
            created_by_name=who.name,
        )
        for document in old.documents.order_by("order"):
            SetDocument.objects.create(meeting_set=row, report_id=document.report_id, order=document.order)
    return row


def ask_binding(*, set_id: UUID, step: str, back_url: str, who: Who, now: datetime) -> Job:
    """Ask for the PDF of a draft (step "bind"), or for the final one that freezes the set (step "freeze").

    Raises Refused when the set has no documents or is frozen. The job binds the set as it is now: when it changes
    meanwhile, the job fails and says so.
    """
    with transaction.atomic():
        row = _locked(set_id, who)
        ensure(SETS.verdict(step, state=row.state, who=who, facts=_facts(row)))
        return ask(
            kind=JOB_KIND,
            title=f"{'Vergaderset vaststellen' if step == 'freeze' else 'Concept van vergaderset'}: {row.title}"[:200],
            parameters={"set": str(row.id), "version": row.version, "step": step, "back_url": back_url},
            fingerprint=hashlib.sha256(f"{row.id} {row.version} {step}".encode()).hexdigest(),
            who=who,
            now=now,
        )


def bind_set(*, set_id: UUID, version: int, step: str, who: Who, now: datetime, progress: Progress) -> MeetingSet:
    """Bind the documents into one PDF and keep it; with the step "freeze" the set is frozen with it.

    Safe to repeat: a set that was frozen by this very step is answered as it is. No lock is held while binding; raises
    Refused when the set was changed meanwhile.
    """
    row = visible_sets(who).filter(id=set_id).first()
    if row is None:
        raise Refused(refuse("Deze vergaderset bestaat niet.", secret=True))
    if row.state == SetState.FROZEN and step == "freeze" and row.bound_version == version:
        return row
    ensure(SETS.verdict(step, state=row.state, who=who, facts=_facts(row)))
    documents = list(documents_of(row))
    progress(10, "Documenten verzamelen")
    parts = [
        Part(
            number=document.order,
            title=document.report.title,
            kind=kind_label(document.report),
            subject=document.report.subject_name,
            as_of=document.report.as_of,
            made_at=document.report.made_at,
            made_by=document.report.made_by_name,
            fingerprint=document.report.fingerprint,
            pdf=_content(document.report.file),
        )
        for document in documents
    ]
    is_final = step == "freeze"
    bound = bind(row, parts, is_final=is_final, made_by=who.name, now=now, progress=progress)
    progress(95, "Bewaren")
    with recorded(who, routine="Vergaderset vastgesteld" if is_final else "Concept-pdf gemaakt"):
        current = _locked(set_id, who)
        ensure(
            allow_if(
                current.version == version and current.state == SetState.DRAFT,
                "De set is veranderd terwijl de pdf werd gemaakt. Maak hem opnieuw.",
            )
        )
        _keep(current, bound, is_final=is_final, who=who, now=now)
    return current


def _keep(row: MeetingSet, bound: Bound, *, is_final: bool, who: Who, now: datetime) -> None:
    day = row.meeting.date if row.meeting else row.date or now.date()
    row.file = keep(
        content=bound.pdf,
        name=file_name(f"Vergaderset {row.title}{'' if is_final else ' CONCEPT'}", day),
        media_type="application/pdf",
        made_by=who.name,
        now=now,
    )
    row.pages, row.bound_version = bound.pages, row.version
    if is_final:
        row.state, row.frozen_at, row.frozen_by_name = SetState.FROZEN, now, who.name
    row.save()


def _content(file: StoredFile) -> bytes:
    try:
        return address_of(file.sha256).read_bytes()
    except FileNotFoundError:
        raise Refused(refuse(f"De pdf '{file.name}' is er niet meer. Maak het rapport opnieuw.")) from None


def _facts(row: MeetingSet) -> SetFacts:
    return SetFacts(documents=SetDocument.objects.filter(meeting_set=row).count())


def _locked(set_id: UUID, who: Who) -> MeetingSet:
    """The set, locked, if it exists for this person."""
    if not visible_sets(who).filter(id=set_id).exists():
        raise Refused(refuse("Deze vergaderset bestaat niet.", secret=True))
    return MeetingSet.objects.select_for_update().get(id=set_id)


def _draft(set_id: UUID, who: Who) -> MeetingSet:
    ensure(may_compose(who))
    row = _locked(set_id, who)
    ensure(
        allow_if(
            row.state == SetState.DRAFT, "Deze set is vastgesteld en verandert niet meer. Maak een volgende versie."
        )
    )
    return row


def _append(row: MeetingSet, report_id: UUID, who: Who) -> None:
    """Put a report at the end; the row is locked or new."""
    there = SetDocument.objects.filter(meeting_set=row)
    ensure(allow_if(readable_reports(who).filter(id=report_id).exists(), "Dit rapport bestaat niet.", secret=True))
    ensure(allow_if(not there.filter(report_id=report_id).exists(), "Dit rapport zit al in de set."))
    number = there.count()
    ensure(allow_if(number < MOST_DOCUMENTS, f"Een set heeft hoogstens {MOST_DOCUMENTS} documenten."))
    SetDocument.objects.create(meeting_set=row, report_id=report_id, order=number + 1)


def _changed(row: MeetingSet) -> MeetingSet:
    row.version += 1
    row.save()
    return row


def _meeting(meeting_id: UUID | None) -> Any:
    if meeting_id is None:
        return None
    row = Meeting.objects.filter(id=meeting_id).first()
    ensure(allow_if(row is not None, "Deze vergadering bestaat niet meer. Kies een andere."))
    return row


def person_of(who: Who) -> UUID:
    """Whoever composes is somebody."""
    assert who.person_id is not None
    return who.person_id


def _ensure_titled(title: str) -> None:
    ensure(allow_if(bool(title.strip()), "Geef de set een titel."))
