"""The timeline of a subject: its history rows as sentences."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model, OuterRef, Subquery

from core.history.rules import Entry, Source, told_of
from core.history.tracking import events_of
from core.rooms.discovery import furniture


def sources_for(subject: str) -> list[Source]:
    """The history tables that tell about one kind of subject, such as "trajectory": what rooms list in `history.py`."""
    return [source for _, module in furniture("history") for source in getattr(module, "SOURCES", {}).get(subject, ())]


def timeline(
    sources: Sequence[Source],
    subject_ids: Sequence[Any],
    *,
    who: Any = None,
    since: datetime | None = None,
    by_others_than: UUID | None = None,
    only_major: bool = False,
    limit: int = 200,
) -> list[Entry]:
    """The newest `limit` changes of some subjects, newest first (two queries per source).

    `since` leaves out what happened at or before that moment, `by_others_than` what this person did, `only_major` what
    the sources do not call major; `who` is handed to sources that show less to some. All of that is left out by the
    database, so that much small work does not push out what is told.
    """
    entries: list[tuple[Any, int, Entry]] = []
    for source in sources:
        for row, before in _rows(source, subject_ids, who, since, by_others_than, only_major, limit):
            sentence = source.sentence(before, row, row.pgh_label)
            if sentence:
                context = row.pgh_context or {}
                entry = Entry(
                    moment=row.pgh_created_at,
                    sentence=sentence,
                    reason="" if context.get("routine") else context.get("reason", ""),
                    who=told_of(context),
                    subject_id=row.subject,
                )
                entries.append((row.pgh_created_at, row.pgh_id, entry))
    entries.sort(key=lambda item: item[:2], reverse=True)
    return [entry for _, _, entry in entries[:limit]]


def _rows(
    source: Source,
    subject_ids: Sequence[Any],
    who: Any,
    since: datetime | None,
    by_others_than: UUID | None,
    only_major: bool,
    limit: int,
) -> Iterator[tuple[Any, Any | None]]:
    """The rows of one source, newest first, each with the row before it of the same object."""
    model = source.event_model
    # Without names select_related joins every parent, and a history row of what was deleted has none.
    all_rows = model.objects.select_related(*source.related) if source.related else model.objects.all()
    rows = all_rows.filter(**{f"{source.lookup}__in": subject_ids})
    if since is not None:
        rows = rows.filter(pgh_created_at__gt=since)
    if by_others_than is not None:
        rows = rows.exclude(pgh_context__person=str(by_others_than))
    if source.visible is not None:
        rows = source.visible(rows, who)
    if not source.first_is_told:
        rows = rows.exclude(pgh_label="insert")
    if only_major and source.major is not None:
        rows = source.major(rows)
    rows = list(
        rows.annotate(previous_id=_before(model, "pgh_id"), subject=F(source.lookup)).order_by("-pgh_id")[:limit]
    )
    known = {row.pgh_id: row for row in rows}
    wanted = {row.previous_id for row in rows} - set(known) - {None}
    known |= {row.pgh_id: row for row in all_rows.filter(pk__in=wanted | {0})}
    for row in rows:
        yield row, known.get(row.previous_id)


def _before(model: Any, field: str) -> Subquery:
    """The value of a field in the row before, of the same object."""
    previous = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    return Subquery(previous.order_by("-pgh_id").values(field)[:1])


def where_changed(rows: Any, field: str) -> Any:
    """Those history rows in which `field` differs from the row before of the same object."""
    return rows.annotate(**{f"{field}_before": _before(rows.model, field)}).exclude(**{f"{field}_before": F(field)})


def last_change(row: Model) -> Entry | None:
    """Who changed this tracked row last, and when; without a sentence (one query)."""
    event = events_of(type(row)).objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id").first()
    if event is None:
        return None
    return Entry(moment=event.pgh_created_at, sentence="", reason="", who=told_of(event.pgh_context), subject_id=row.pk)
