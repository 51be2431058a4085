"""Which meeting sets somebody may see, what is in them, and whether newer figures exist."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.organisations.rules import Who
from core.reports.models import Report
from core.reports.queries import readable_reports
from core.rooms.registries import report_kinds
from desk.meeting_sets.lifecycle import SetState, is_manager
from desk.meeting_sets.models import MeetingSet, SetDocument
from governance.bodies.models import Meeting
from governance.bodies.rules import MeetingState


def visible_sets(who: Who) -> QuerySet[MeetingSet]:
    """The sets of which this person may read every document, newest first; drafts only for who composes them."""
    closed = SetDocument.objects.filter(meeting_set=OuterRef("pk")).exclude(
        report__in=readable_reports(who).order_by().values("pk")
    )
    rows = MeetingSet.objects.filter(~Exists(closed))
    if not is_manager(who):
        rows = rows.filter(state=SetState.FROZEN)
    number = (
        SetDocument.objects.filter(meeting_set=OuterRef("pk"))
        .order_by()
        .values("meeting_set")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return rows.select_related("meeting__body", "file").annotate(number=Subquery(number)).order_by("-created_at")


def visible_set(who: Who, set_id: UUID) -> MeetingSet | None:
    """One set, if it exists for this person."""
    return visible_sets(who).select_related("follows", "followed_by").filter(id=set_id).first()


def newer_than(outer: str, who: Who) -> QuerySet[Report]:
    """Reports that this person may read, of the same kind and subject, with newer figures than that at path `outer`."""
    return (
        readable_reports(who)
        .filter(
            Q(as_of__gt=OuterRef(f"{outer}as_of"))
            | Q(as_of=OuterRef(f"{outer}as_of"), made_at__gt=OuterRef(f"{outer}made_at")),
            kind=OuterRef(f"{outer}kind"),
            subject_key=OuterRef(f"{outer}subject_key"),
        )
        .order_by("-as_of", "-made_at")
    )


def documents_of(meeting_set: MeetingSet) -> QuerySet[SetDocument]:
    """The documents in order."""
    rows = meeting_set.documents.select_related("report", "report__file")
    return rows.defer("report__content").order_by("order")


def shown_documents(meeting_set: MeetingSet, who: Who) -> list[SetDocument]:
    """The documents in order, with the newer report beside each that this person may read, if any (one query)."""
    newer = newer_than("report__", who)
    rows: Any = documents_of(meeting_set)
    return list(
        rows.annotate(newer_id=Subquery(newer.values("id")[:1]), newer_as_of=Subquery(newer.values("as_of")[:1]))
    )


def kind_label(report: Report) -> str:
    """What kind of report it is, in Dutch."""
    kind = report_kinds.get(report.kind)
    return kind.label if kind else "Rapport"


def offered_reports(who: Who, meeting_set: MeetingSet | None) -> QuerySet[Report]:
    """The reports that can still be put in a set, newest first."""
    rows = readable_reports(who)
    return rows if meeting_set is None else rows.exclude(id__in=meeting_set.documents.values("report"))


def report_choices(rows: QuerySet[Report]) -> list[tuple[str, str]]:
    """Reports as (id, name), at most 200."""
    return [
        (str(row.id), f"{row.title} (stand op {row.as_of:%d-%m-%Y}, gemaakt op {row.made_at:%d-%m-%Y})")
        for row in rows[:200]
    ]


def meeting_choices(today: date) -> list[tuple[str, str]]:
    """The meetings that are still to come, as (id, name)."""
    rows = Meeting.objects.filter(date__gte=today, state=MeetingState.PLANNED).select_related("body")
    return [
        (str(row.id), f"{row.body.name}, {row.date:%d-%m-%Y}") for row in rows.order_by("date", "body__order")[:100]
    ]


@dataclass(frozen=True)
class Standing:
    """How a set and its PDF stand to each other."""

    has_pdf: bool
    is_current: bool


def standing_of(row: Any) -> Standing:
    """Whether there is a PDF, and whether it shows the set as it is now."""
    return Standing(row.file_id is not None, row.state == SetState.FROZEN or row.bound_version == row.version)
