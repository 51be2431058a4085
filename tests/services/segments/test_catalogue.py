"""The reference data of segments and organisations, loaded twice."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations import reference as organisations
from accounts.organisations.models import Organisation
from core.history.tracking import events_of
from segments.catalogue import queries, reference
from segments.catalogue.models import CareForm, Segment

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    models: tuple[Any, ...] = (Organisation, Segment, CareForm)
    return tuple(number for model in models for number in (model.objects.count(), events_of(model).objects.count()))


def test_loading_again_changes_nothing_and_writes_no_history() -> None:
    before = counts()
    organisations.load()
    reference.load()
    assert counts() == before
    assert before[:2] == (15, 15)


def test_loading_again_mends_what_was_changed_and_says_who_did() -> None:
    row = Segment.objects.order_by("code").first()
    assert row is not None
    Segment.objects.filter(id=row.id).update(what="Iets anders")
    reference.load()
    row.refresh_from_db()
    assert row.what != "Iets anders"
    event = events_of(Segment).objects.filter(pgh_obj_id=row.id).latest("pgh_id")
    assert event.pgh_context["name"] == "Referentiegegevens"


def test_segments_stand_from_top_to_bottom_and_then_across() -> None:
    rows = [(row.place, row.order) for row in queries.segments()]
    assert rows == sorted(rows, key=lambda row: (row[0] != "layer", row[1]))
    assert {row.name for row in queries.segments().filter(in_procurement=True)} == {
        name for _, name in queries.segment_choices()
    }


def test_a_segment_comes_with_its_care_forms_and_the_layers_it_crosses(django_assert_num_queries: Any) -> None:
    slug = Segment.objects.filter(place="across", care_forms__isnull=False).values_list("slug", flat=True).first()
    assert slug is not None
    with django_assert_num_queries(3):
        row = queries.segment(slug)
        assert row is not None
        assert len(row.care_forms.all()) > 0
        assert {layer.place for layer in row.crosses.all()} <= {"layer"}
    assert queries.segment("onbekend") is None


def test_what_is_bought_has_a_body_that_decides() -> None:
    with pytest.raises(IntegrityError, match="segment_bought_has_body"), transaction.atomic():
        Segment.objects.filter(in_procurement=True).update(competent_body="")
