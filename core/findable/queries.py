"""The search: entries that fit the words, joined with what this person may see."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from core.findable.rules import HitKind, Line, Piece, Term, pieces_of, terms_of
from core.findable.statement import Asked, Row, statement
from core.rooms.discovery import furniture

MOST_OF_A_KIND = 500  # hits that are counted and put in order; who finds more is asked for another word
PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: HitKind
    number: str
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    line: Line


@dataclass(frozen=True)
class KindCount:
    """How many there are of one kind; `is_more` when counting stopped."""

    kind: HitKind
    number: int
    is_more: bool


@dataclass(frozen=True)
class Found:
    """A page of hits, best first, and how many there are of each kind."""

    terms: tuple[Term, ...]
    counts: tuple[KindCount, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1

    @property
    def is_more(self) -> bool:
        """Whether there is more than was counted."""
        return any(row.is_more for row in self.counts)


def hit_kinds() -> list[HitKind]:
    """What the rooms let people find, in order."""
    rows = [kind for _, module in furniture("search") for kind in getattr(module, "KINDS", ())]
    return sorted(rows, key=lambda kind: (kind.order, kind.key))


def search(who: Any, text: str, *, kind: str = "", page: int = 1) -> Found:
    """A page of what this person may find, best first and then newest; of one kind, when there is any of it.

    One query for whatever is found, and one for each kind on the page for its lines. What somebody may not see is not
    in the counts either.
    """
    terms = terms_of(text)
    chosen = [(row, sql) for row in hit_kinds() if (sql := _visible(row, who)) is not None]
    if not terms or not chosen:
        return Found(terms)
    kinds = {row.key: row for row, _ in chosen}
    ask = Asked(
        terms=terms,
        visible={row.key: sql for row, sql in chosen},
        most=MOST_OF_A_KIND,
        kind=kind if kind in kinds else "",
        number=" ".join(text.lower().split())[:120],
        limit=PER_PAGE,
        page=max(page, 1),
    )
    counts, rows = _asked(ask)
    if kind and not counts.get(kind):
        ask = replace(ask, kind="")
    total = sum(min(number, MOST_OF_A_KIND) for key, number in counts.items() if not ask.kind or key == ask.kind)
    pages = max(1, -(-total // PER_PAGE))
    if total and not rows:  # a page after the last one, or a kind of which there is none
        ask = replace(ask, page=min(ask.page, pages))
        counts, rows = _asked(ask)
    return Found(
        terms=terms,
        counts=tuple(
            KindCount(row, min(counts[row.key], MOST_OF_A_KIND), counts[row.key] > MOST_OF_A_KIND)
            for row, _ in chosen
            if row.key in counts
        ),
        hits=_hits(who, rows[: max(0, total - (ask.page - 1) * PER_PAGE)], kinds),
        total=total,
        page=ask.page if total else 1,
        pages=pages,
    )


def _visible(kind: HitKind, who: Any) -> tuple[str, tuple[Any, ...]] | None:
    """What somebody may see of a kind as SQL with its parameters, or None when that is nothing."""
    rows = kind.visible(who)
    if rows is None:
        return None
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, parameters


def _asked(ask: Asked) -> tuple[dict[str, int], list[Row]]:
    """The counts by kind and the entries of the page (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(ask))
        counts, rows = cursor.fetchone()
    return json.loads(counts or "{}"), [Row(**row) for row in json.loads(rows or "[]")]


def _hits(who: Any, rows: list[Row], kinds: dict[str, HitKind]) -> tuple[Hit, ...]:
    of_kind: dict[str, list[UUID]] = {}
    for row in rows:
        of_kind.setdefault(row.kind, []).append(UUID(row.object_id))
    lines = {
        (key, object_id): line
        for key, objects in of_kind.items()
        for object_id, line in kinds[key].lines(who, objects).items()
    }
    return tuple(
        Hit(kinds[row.kind], row.number, pieces_of(row.title), pieces_of(row.text), line)
        for row in rows
        if (line := lines.get((row.kind, UUID(row.object_id)))) is not None
    )
