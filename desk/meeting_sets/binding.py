"""Binding documents into one PDF: cover and contents, a divider before each, page numbers over the whole, bookmarks.

The result is one tagged PDF: the tags of every document hang under one root, with their numbers moved so that they do
not collide, and what is stamped on the pages is marked as no part of the text.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from core.jobs.handlers import Progress
from core.reports.typesetting import typeset

ORGANISATION = "Organisatie voor Zorg en Jeugdhulp Twente (OZJT)"


@dataclass(frozen=True)
class Part:
    """A document that is bound in."""

    number: int
    title: str
    kind: str
    subject: str
    as_of: date
    made_at: datetime
    made_by: str
    fingerprint: str
    pdf: bytes


@dataclass(frozen=True)
class Bound:
    """The set as one PDF."""

    pdf: bytes
    pages: int


@dataclass(frozen=True)
class Bookmark:
    """A heading of a document and the page of that document on which it stands (from 0)."""

    title: str
    page: int
    children: tuple["Bookmark", ...]


def bind(
    meeting_set: Any, parts: Sequence[Part], *, is_final: bool, made_by: str, now: datetime, progress: Progress
) -> Bound:
    """One PDF of all parts in order. The contents name the page of each divider, so the front is set until it fits."""
    sources = [pikepdf.open(io.BytesIO(part.pdf)) for part in parts]
    lengths = [len(source.pages) for source in sources]
    progress(25, "Omslag en inhoud opmaken")
    before, front = 2, None
    for _ in range(4):
        starts = [before + 1 + sum(lengths[:place]) + place for place in range(len(parts))]
        total = before + sum(lengths) + len(parts)
        rows = [
            {"part": part, "start": start, "pages": length}
            for part, start, length in zip(parts, starts, lengths, strict=True)
        ]
        front = typeset(
            "desk/meeting_sets/front.html",
            {
                "set": meeting_set, "rows": rows, "total": total, "is_final": is_final, "made_by": made_by, "now": now,
                "organisation": ORGANISATION,
            },
        )  # fmt: skip
        if front.pages - len(parts) == before:
            break
        before = front.pages - len(parts)
    assert front is not None
    progress(50, "Documenten inbinden")
    whole = pikepdf.open(io.BytesIO(front.pdf))
    dividers = len(whole.pages) - len(parts)
    for place, source in enumerate(sources):
        at = dividers + place + 1 + sum(lengths[:place])
        _insert(whole, source, at)
    _number_tags(whole)
    _bookmarks(whole, parts, [dividers + place + sum(lengths[:place]) for place in range(len(parts))], sources)
    progress(75, "Pagina's nummeren")
    _stamp(whole, is_final=is_final)
    content = io.BytesIO()
    whole.save(content, deterministic_id=True)
    return Bound(content.getvalue(), len(whole.pages))


# --- Pages and their links --------------------------------------------------------------------------------------------
def _insert(whole: pikepdf.Pdf, source: pikepdf.Pdf, at: int) -> None:
    """Put the pages of a document in, with its tags, and let its links lead to its own pages."""
    places = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    named = _named(source)
    targets: list[tuple[int, int, int, list[Any]]] = []
    for number, page in enumerate(source.pages):
        for index, link in enumerate(page.obj.get(Name.Annots, Array([]))):
            found = _target(link.get(Name.Dest), named)
            if found is not None and found[0].objgen in places:
                targets.append((number, index, places[found[0].objgen], _where(found)))
            if Name.Dest in link:
                del link[Name.Dest]
    root = source.Root.get(Name.StructTreeRoot)
    offset = _next_key(whole)
    for place in range(len(source.pages)):
        whole.pages.insert(at + place, source.pages[place])
    for number, index, target, where in targets:
        link = whole.pages[at + number].obj[Name.Annots][index]
        link[Name.Dest] = Array([whole.pages[at + target].obj, *where])
    if root is not None:
        _take_tags(whole, whole.copy_foreign(root), range(at, at + len(source.pages)), offset)


def _named(source: pikepdf.Pdf) -> dict[str, Any]:
    """The named places of a document."""
    names = source.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    return {str(key): value for key, value in pikepdf.NameTree(names).items()} if names is not None else {}


def _target(place: Any, named: dict[str, Any]) -> Any | None:
    """The explicit place behind a link: [page, how, …]."""
    if isinstance(place, pikepdf.String):
        place = named.get(str(place))
    if isinstance(place, pikepdf.Dictionary):
        place = place.get(Name.D)
    return place if isinstance(place, pikepdf.Array) and len(place) else None


def _where(place: Any) -> list[Any]:
    return [item if not isinstance(item, pikepdf.Object) else Name(str(item)) for item in list(place)[1:]]


# --- Tags -------------------------------------------------------------------------------------------------------------
def _next_key(whole: pikepdf.Pdf) -> int:
    """The first number that the tree from pages to tags does not use yet."""
    tree = pikepdf.NumberTree(whole.Root.StructTreeRoot.ParentTree)
    return max([int(key) for key in tree], default=-1) + 1


def _take_tags(whole: pikepdf.Pdf, root: Any, pages: range, offset: int) -> None:
    """Hang the tags of a document under the root of the whole."""
    own = whole.Root.StructTreeRoot
    for number in pages:
        page = whole.pages[number].obj
        if Name.StructParents in page:
            page[Name.StructParents] = int(page.StructParents) + offset
        for link in page.get(Name.Annots, Array([])):
            if Name.StructParent in link:
                link[Name.StructParent] = int(link.StructParent) + offset
    tree = pikepdf.NumberTree(own.ParentTree)
    for key, value in pikepdf.NumberTree(root.ParentTree).items():
        tree[int(key) + offset] = value
    children = root.K if isinstance(root.K, pikepdf.Array) else Array([root.K])
    own_children = own.K if isinstance(own.K, pikepdf.Array) else Array([own.K])
    for child in children:
        child[Name.P] = own
        own_children.append(child)
    own[Name.K] = own_children


def _number_tags(whole: pikepdf.Pdf) -> None:
    """Put the documents of the tag tree under one, and say which number comes next."""
    own = whole.Root.StructTreeRoot
    own[Name.ParentTreeNextKey] = _next_key(whole)


# --- Bookmarks --------------------------------------------------------------------------------------------------------
def _bookmarks(
    whole: pikepdf.Pdf, parts: Sequence[Part], dividers: Sequence[int], sources: Sequence[pikepdf.Pdf]
) -> None:
    """Contents first, then every document with its own headings under it."""
    with whole.open_outline() as outline:
        outline.root.clear()
        outline.root.append(OutlineItem("Inhoud", 1, "Fit"))
        for part, divider, source in zip(parts, dividers, sources, strict=True):
            item = OutlineItem(f"{part.number}. {part.title}", divider, "Fit")
            item.is_closed = True
            item.children.extend(_item(row, divider + 1) for row in _headings(source))
            outline.root.append(item)


def _headings(source: pikepdf.Pdf) -> list[Bookmark]:
    places = {page.obj.objgen: number for number, page in enumerate(source.pages)}
    named = _named(source)

    def read(item: Any) -> Bookmark:
        place = item.destination
        if place is None and item.action is not None:
            place = item.action.get(Name.D)
        found = _target(place, named)
        page = places.get(found[0].objgen, 0) if found is not None else 0
        return Bookmark(str(item.title), page, tuple(read(child) for child in item.children))

    with source.open_outline() as outline:
        return [read(item) for item in outline.root]


def _item(row: Bookmark, first: int) -> OutlineItem:
    item = OutlineItem(row.title, first + row.page, "Fit")
    item.is_closed = True
    item.children.extend(_item(child, first) for child in row.children)
    return item


# --- Numbers on the pages ---------------------------------------------------------------------------------------------
def _stamp(whole: pikepdf.Pdf, *, is_final: bool) -> None:
    """Number every page over the whole set, and put CONCEPT over a draft; screen readers pass it by."""
    total = len(whole.pages)
    context = {"numbers": range(1, total + 1), "total": total, "is_final": is_final}
    overlay = pikepdf.open(io.BytesIO(typeset("desk/meeting_sets/overlay.html", context, is_tagged=False).pdf))
    for number, page in enumerate(whole.pages):
        form = whole.copy_foreign(pikepdf.Page(overlay.pages[number]).as_form_xobject())
        name = page.add_resource(form, Name.XObject)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q /Artifact BMC q {name} Do Q EMC".encode())
