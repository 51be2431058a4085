"""The entries follow their rows, and the search finds by stem, beginning, phrase and number."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.organisations.models import Organisation
from core.findable.models import SearchEntry
from core.findable.queries import hit_kinds, search
from core.findable.services import rebuild
from core.findable.tracking import findable, findables
from core.history.rules import System
from core.history.services import recorded
from procurement.trajectory.models import Check, Milestone
from segments.catalogue.models import Segment
from tests.conftest import Cast, Walk

pytestmark = pytest.mark.django_db


def titles(found: Any) -> list[str]:
    """The titles of the hits."""
    return ["".join(piece.text for piece in hit.title) for hit in found.hits]


def milestone(walk: Walk, what: str) -> Milestone:
    """A milestone of the walk."""
    row: Milestone = Milestone.objects.create(trajectory=walk.trajectory, date=date(2022, 5, 1), what=what)  # type: ignore[misc]
    return row


# --- Entries ----------------------------------------------------------------------------------------------------------
def test_every_way_of_writing_is_followed(walk: Walk) -> None:
    row = milestone(walk, "Kwikstaartdag")
    entry = SearchEntry.objects.get(kind="milestone", object_id=row.id)
    assert (entry.title, entry.noun) == ("Kwikstaartdag", "mijlpaal")
    Milestone.objects.filter(id=row.id).update(what="Lepelaardag")
    assert SearchEntry.objects.get(object_id=row.id).title == "Lepelaardag"
    Milestone.objects.bulk_create(
        [Milestone(trajectory_id=row.trajectory_id, date=row.date, what=f"Dag {number}") for number in range(3)]
    )
    assert SearchEntry.objects.filter(kind="milestone", title__startswith="Dag ").count() == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_milestone SET what = 'Roerdompdag' WHERE id = %s", [row.id])
    assert SearchEntry.objects.get(object_id=row.id).title == "Roerdompdag"
    row.delete()
    assert not SearchEntry.objects.filter(object_id=row.id).exists()


def test_a_change_of_other_fields_leaves_the_entry(walk: Walk) -> None:
    row = milestone(walk, "Kwikstaartdag")
    before = SearchEntry.objects.get(object_id=row.id).changed_at
    Milestone.objects.filter(id=row.id).update(date=date(2023, 1, 1))
    assert SearchEntry.objects.get(object_id=row.id).changed_at == before


def test_a_row_that_is_taken_back_leaves_no_entry(walk: Walk) -> None:
    before = SearchEntry.objects.count()
    with transaction.atomic():
        milestone(walk, "Kwikstaartdag")
        transaction.set_rollback(True)
    assert SearchEntry.objects.count() == before


def test_rebuilding_writes_what_is_missing_old_or_left_over(walk: Walk) -> None:
    assert rebuild() == 0
    check = Check.objects.order_by("id")[0]
    SearchEntry.objects.filter(object_id=check.id).update(title="Oud")
    SearchEntry.objects.filter(kind="segment").delete()
    SearchEntry.objects.create(kind="check", object_id=walk.pilot.id, title="Wees", changed_at="2022-01-01T00:00Z")  # type: ignore[attr-defined]
    SearchEntry.objects.create(kind="onbekend", object_id=check.id, title="Soort", changed_at="2022-01-01T00:00Z")
    assert rebuild() == 3 + Segment.objects.count()
    assert SearchEntry.objects.get(kind="check", object_id=check.id).title == check.text
    assert not SearchEntry.objects.filter(title__in=["Wees", "Soort"]).exists()


def test_every_findable_table_is_offered_by_a_room() -> None:
    kinds = [kind.key for kind in hit_kinds()]
    assert sorted(kinds) == sorted(row.kind for row in findables())
    assert len(kinds) == len(set(kinds))


def test_a_kind_is_findable_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        findable(kind="check", title=("name",))(Organisation)


def test_a_very_long_text_does_not_stop_a_change(walk: Walk) -> None:
    check = Check.objects.order_by("id")[0]
    with recorded(System("Proef")):
        Check.objects.filter(id=check.id).update(explanation="woord " * 400_000)
    assert len(SearchEntry.objects.get(object_id=check.id).text) == 100_000


# --- Finding ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "asked",
    [
        "tarief",
        "tarieven",
        "Tarieven",
        "TARI",
        "tariefon",
        "herijken tarief",
        '"tarieven herijken"',
        "herij tar",
        "onderzoek",
    ],
)
def test_dutch_words_in_any_form(cast: Cast, walk: Walk, asked: str) -> None:
    milestone(walk, "Tarieven herijken na tariefonderzoek")
    assert "Tarieven herijken na tariefonderzoek" in titles(search(cast.who("sanne"), asked, kind="milestone"))


@pytest.mark.parametrize("asked", ['"herijken tarieven"', "tarieven boom", "onderzoekje", "zoe", '"tarief"x'])
def test_what_does_not_fit_is_not_found(cast: Cast, walk: Walk, asked: str) -> None:
    milestone(walk, "Tarieven herijken na tariefonderzoek")
    assert "Tarieven herijken na tariefonderzoek" not in titles(search(cast.who("sanne"), asked))


def test_the_number_of_a_check_comes_first(cast: Cast, walk: Walk) -> None:
    other = Check.objects.filter(phase__trajectory=walk.trajectory).order_by("id")[0]  # type: ignore[misc]
    Check.objects.filter(id=other.id).update(remark="Zie ook 0.4-d. " * 30, text="0.4-d staat hier ook: 0.4-d 0.4-d")
    found = search(cast.who("sanne"), " 0.4-D ")
    first = [hit for hit in found.hits if hit.number == "0.4-d"]
    assert list(found.hits[: len(first)]) == first
    assert len(first) == Check.objects.filter(code="0.4-d").count() >= 2


def test_a_title_weighs_more_than_a_text_and_a_match_is_marked(cast: Cast, walk: Walk) -> None:
    one, two = Check.objects.filter(phase__trajectory=walk.trajectory).order_by("id")[:2]  # type: ignore[misc]
    Check.objects.filter(id=one.id).update(explanation="Over de <b>kwikstaarten</b> van Twente.")
    Check.objects.filter(id=two.id).update(text="De kwikstaart telt mee")
    found = search(cast.who("sanne"), "kwikstaart")
    assert titles(found) == ["De kwikstaart telt mee", one.text]
    assert [piece.text for piece in found.hits[0].title if piece.is_match] == ["kwikstaart"]
    assert [piece.text for piece in found.hits[1].snippet if piece.is_match] == ["kwikstaarten"]


def test_equal_hits_stand_newest_first(cast: Cast, walk: Walk) -> None:
    for number in (1, 2, 3):
        row = milestone(walk, "Kwikstaartdag")
        SearchEntry.objects.filter(object_id=row.id).update(
            changed_at=f"2022-01-0{number}T00:00Z", title=f"Kwikstaartdag {number}"
        )
    assert titles(search(cast.who("sanne"), "kwikstaartdag")) == [f"Kwikstaartdag {number}" for number in (3, 2, 1)]


def test_counts_and_pages(cast: Cast, walk: Walk) -> None:
    for number in range(45):
        milestone(walk, f"Kwikstaartdag {number}")
    found = search(cast.who("sanne"), "kwikstaartdag")
    assert [(row.kind.key, row.number, row.is_more) for row in found.counts] == [("milestone", 45, False)]
    assert (found.total, found.pages, len(found.hits)) == (45, 3, 20)
    last = search(cast.who("sanne"), "kwikstaartdag", page=99)
    assert (last.page, len(last.hits)) == (3, 5)
    seen = [title for page in (1, 2, 3) for title in titles(search(cast.who("sanne"), "kwikstaartdag", page=page))]
    assert len(set(seen)) == 45


def test_counting_stops(cast: Cast, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.findable.queries.MOST_OF_A_KIND", 3)
    for number in range(5):
        milestone(walk, f"Kwikstaartdag {number}")
    found = search(cast.who("sanne"), "kwikstaartdag")
    assert [(row.number, row.is_more) for row in found.counts] == [(3, True)]
    assert (found.total, len(found.hits), found.is_more) == (3, 3, True)
