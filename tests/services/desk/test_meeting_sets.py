"""Composing, binding and freezing a meeting set."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction

from accounts.organisations.models import Membership
from core.edit.rules import Conflict
from core.files.services import address_of, keep
from core.history.queries import last_change
from core.history.services import recorded
from core.lifecycles.rules import Refused
from core.reports.models import Report
from core.reports.typesetting import typeset
from desk.meeting_sets import services
from desk.meeting_sets.models import MeetingSet, SetDocument
from desk.meeting_sets.queries import documents_of, shown_documents, visible_sets
from procurement.progress.queries import PROGRESS
from tests.conftest import NOW, TODAY, Cast, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> None:
    """Files of their own."""
    settings.FILES_ROOT = tmp_path


def quiet(percent: int, step: str) -> None:
    """Progress that nobody follows."""


def report(cast: Cast, trajectory: Any, number: int, *, days: int = 0) -> Report:
    """A kept report with a real small PDF."""
    frame = {
        "title": f"Voortgang {number}",
        "organisation": "OZJT",
        "as_of": TODAY,
        "fingerprint": "ab" * 32,
        "summary": ["Een."],
    }
    pdf = typeset(
        "reports/base.html",
        {"report": frame, "contents": [{"label": "Samenvatting", "anchor": "samenvatting", "level": 1}]},
    )
    with recorded(cast.who("sanne")):
        return Report.objects.create(
            kind=PROGRESS,
            subject_key=f"traject:{trajectory.slug}",
            subject_name=trajectory.name,
            title=f"Voortgang {number}",
            as_of=TODAY + timedelta(days=days),
            made_at=NOW + timedelta(days=days, minutes=number),
            made_by=cast.sanne,
            made_by_name="Sanne",
            fingerprint=f"{number:064x}",
            content={},
            file=keep(content=pdf.pdf, name="v.pdf", media_type="application/pdf", made_by="Sanne", now=NOW),
            pages=pdf.pages,
            code_version="proef",
        )


def made(cast: Cast, *reports: Report, title: str = "Stukken maart") -> MeetingSet:
    """A set by the manager."""
    return services.create_set(
        title=title,
        meeting_id=None,
        date=date(2022, 3, 9),
        report_ids=[row.id for row in reports],
        who=cast.who("mila"),
        now=NOW,
    )


def bound(cast: Cast, row: MeetingSet, step: str) -> MeetingSet:
    """The set with its PDF."""
    row.refresh_from_db()
    return services.bind_set(
        set_id=row.id, version=row.version, step=step, who=cast.who("mila"), now=NOW, progress=quiet
    )


def titles(row: MeetingSet) -> list[str]:
    """The documents in order."""
    return [document.report.title for document in documents_of(row)]


@pytest.fixture
def reports(cast: Cast, walk: Walk) -> list[Report]:
    """Two of the walk and one of the pilot, in which Enschede does not take part."""
    return [report(cast, walk.trajectory, 1), report(cast, walk.trajectory, 2), report(cast, walk.pilot, 3)]


# --- Composing --------------------------------------------------------------------------------------------------------
def test_a_manager_chooses_and_orders(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, *reports[:2])
    services.add_document(set_id=row.id, report_id=reports[2].id, who=cast.who("mila"))
    assert titles(row) == ["Voortgang 1", "Voortgang 2", "Voortgang 3"]
    last = documents_of(row)[2]
    services.move_document(set_id=row.id, document_id=last.id, step=-1, who=cast.who("mila"))
    assert titles(row) == ["Voortgang 1", "Voortgang 3", "Voortgang 2"]
    first = documents_of(row)[0]
    services.move_document(set_id=row.id, document_id=first.id, step=-1, who=cast.who("mila"))
    assert titles(row)[0] == "Voortgang 1"
    services.remove_document(set_id=row.id, document_id=first.id, who=cast.who("mila"))
    services.remove_document(set_id=row.id, document_id=first.id, who=cast.who("mila"))
    assert [(document.order, document.report.title) for document in documents_of(row)] == [
        (1, "Voortgang 3"),
        (2, "Voortgang 2"),
    ]
    change = last_change(row)
    assert change is not None
    assert change.who == cast.mila.name


def test_the_same_document_twice_is_refused(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, reports[0], reports[0])
    assert titles(row) == ["Voortgang 1"]
    with pytest.raises(Refused, match="zit al in de set"):
        services.add_document(set_id=row.id, report_id=reports[0].id, who=cast.who("mila"))


@pytest.mark.parametrize("name", ["sanne", "iris", "teun", "anouk", "daan"])
def test_only_a_manager_composes(cast: Cast, reports: list[Report], name: str) -> None:
    row, who = made(cast, reports[0]), cast.who(name)
    document = documents_of(row)[0]
    for attempt in (
        lambda: services.create_set(title="X", meeting_id=None, date=None, report_ids=[], who=who, now=NOW),
        lambda: services.edit_set(set_id=row.id, version=1, title="X", meeting_id=None, date=None, who=who),
        lambda: services.add_document(set_id=row.id, report_id=reports[1].id, who=who),
        lambda: services.remove_document(set_id=row.id, document_id=document.id, who=who),
        lambda: services.move_document(set_id=row.id, document_id=document.id, step=1, who=who),
        lambda: services.ask_binding(set_id=row.id, step="freeze", back_url="", who=who, now=NOW),
        lambda: services.follow_set(set_id=row.id, who=who, now=NOW),
    ):
        with pytest.raises(Refused):
            attempt()
    assert titles(row) == ["Voortgang 1"]


def test_an_empty_title_or_an_empty_set_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="titel"):
        made(cast, title="  ")
    row = made(cast)
    for step in ("bind", "freeze"):
        with pytest.raises(Refused, match="minstens één document"):
            services.ask_binding(set_id=row.id, step=step, back_url="", who=cast.who("mila"), now=NOW)


def test_who_comes_second_with_an_edit_gets_a_conflict(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, reports[0])
    services.edit_set(set_id=row.id, version=1, title="Eerst", meeting_id=None, date=None, who=cast.who("mila"))
    with pytest.raises(Conflict):
        services.edit_set(set_id=row.id, version=1, title="Later", meeting_id=None, date=None, who=cast.who("mila"))


# --- Readers ----------------------------------------------------------------------------------------------------------
def test_a_set_exists_for_who_may_read_all_of_it(cast: Cast, reports: list[Report]) -> None:
    shared, partly = made(cast, *reports[:2]), made(cast, *reports)
    assert not visible_sets(cast.who("sanne")).exists()  # a draft is for who composes
    bound(cast, shared, "freeze")
    bound(cast, partly, "freeze")
    seen = {
        name: set(visible_sets(cast.who(name)).values_list("id", flat=True))
        for name in ("sanne", "iris", "anouk", "emre", "daan")
    }
    assert seen["sanne"] == seen["iris"] == seen["anouk"] == {shared.id, partly.id}
    assert seen["emre"] == {shared.id}
    assert seen["daan"] == set()


# --- The PDF ----------------------------------------------------------------------------------------------------------
def pdf_of(row: MeetingSet) -> pikepdf.Pdf:
    """The PDF of a set."""
    assert row.file is not None
    return pikepdf.open(io.BytesIO(address_of(row.file.sha256).read_bytes()))


def test_one_tagged_pdf_with_contents_bookmarks_and_links(cast: Cast, reports: list[Report]) -> None:
    row = bound(cast, made(cast, *reports), "bind")
    length = reports[0].pages
    with pdf_of(row) as pdf:
        assert len(pdf.pages) == row.pages == 2 + 3 * (1 + length)
        assert pdf.Root.MarkInfo.Marked
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        keys = [int(page.obj.StructParents) for page in pdf.pages]
        assert len(set(keys)) == len(keys)
        tree = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
        assert set(keys) <= {int(key) for key in tree}
        assert len(pdf.Root.StructTreeRoot.K) == 4
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "Inhoud",
                "1. Voortgang 1",
                "2. Voortgang 2",
                "3. Voortgang 3",
            ]
            assert outline.root[1].children
        starts = [2 + place * (1 + length) for place in range(3)]
        for place, start in enumerate(starts):
            inside = range(start + 1, start + 1 + length)
            leads = [
                places[link.Dest[0].objgen]
                for number in inside
                for link in pdf.pages[number].obj.get("/Annots", [])
                if "/Dest" in link
            ]
            assert leads, place
            assert set(leads) <= set(inside)
        assert len(pdf.pages[1].obj.Annots) >= 3
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_draft_can_be_made_again_and_freezing_ends_it(cast: Cast, reports: list[Report]) -> None:
    row = bound(cast, made(cast, reports[0]), "bind")
    draft = row.file_id
    assert (row.state, row.bound_version) == ("draft", row.version)
    services.add_document(set_id=row.id, report_id=reports[1].id, who=cast.who("mila"))
    row = bound(cast, row, "freeze")
    assert (row.state, row.frozen_by_name, row.frozen_at) == ("frozen", cast.mila.name, NOW)
    assert row.file_id != draft
    again = services.bind_set(
        set_id=row.id, version=row.version, step="freeze", who=cast.who("mila"), now=NOW, progress=quiet
    )
    assert again.file_id == row.file_id
    with pytest.raises(Refused, match="vastgesteld"):
        services.add_document(set_id=row.id, report_id=reports[2].id, who=cast.who("mila"))
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingSet.objects.filter(id=row.id).update(title="Anders")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        SetDocument.objects.filter(meeting_set=row).delete()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        SetDocument.objects.create(meeting_set=row, report=reports[2], order=9)


def test_a_change_while_binding_is_noticed(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, reports[0])
    services.add_document(set_id=row.id, report_id=reports[1].id, who=cast.who("mila"))
    with pytest.raises(Refused, match="veranderd terwijl"):
        services.bind_set(set_id=row.id, version=1, step="freeze", who=cast.who("mila"), now=NOW, progress=quiet)
    row.refresh_from_db()
    assert (row.state, row.file_id) == ("draft", None)


def test_a_later_version_follows_once(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, *reports[:2])
    with pytest.raises(Refused, match="nog een concept"):
        services.follow_set(set_id=row.id, who=cast.who("mila"), now=NOW)
    bound(cast, row, "freeze")
    following = services.follow_set(set_id=row.id, who=cast.who("mila"), now=NOW)
    assert (following.state, following.follows_id, titles(following)) == (
        "draft",
        row.id,
        ["Voortgang 1", "Voortgang 2"],
    )
    with pytest.raises(Refused, match="al een volgende versie"):
        services.follow_set(set_id=row.id, who=cast.who("mila"), now=NOW)


def test_newer_figures_are_named(cast: Cast, walk: Walk, reports: list[Report]) -> None:
    row = made(cast, reports[0], reports[2])
    later = report(cast, walk.trajectory, 4, days=3)
    assert [document.newer_id for document in shown_documents(row, cast.who("mila"))] == [later.id, None]  # type: ignore[attr-defined]
    unread = shown_documents(row, cast.who("daan"))  # who may not read it is not led to it
    assert [document.newer_id for document in unread] == [None, None]  # type: ignore[attr-defined]


def test_a_right_that_ended_meanwhile_counts(cast: Cast, reports: list[Report]) -> None:
    row = made(cast, reports[0])
    Membership.objects.filter(person=cast.mila).update(valid_until=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        bound(cast, row, "freeze")
