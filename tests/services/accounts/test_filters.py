"""Saved filters: saved, renamed, removed, and one's own."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.filters import services
from accounts.filters.models import SavedFilter
from accounts.filters.queries import filters_of, saved_filter
from accounts.filters.rules import MOST_FILTERS
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from tests.conftest import NOW, Cast
from tests.services.together import at_once

pytestmark = pytest.mark.django_db


def save(
    cast: Cast, name: str = "Mijn zorg", query: str = "naam=zorg&page=2", by: str = "sanne", **other: Any
) -> SavedFilter:
    arguments: dict[str, Any] = {"list_name": "trajectory:list", "path": "/trajecten/", "is_default": False, "now": NOW}
    return services.save_filter(name=name, query=query, who=cast.who(by), **arguments | other)


def reason_of(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.verdict.reason


def test_a_filter_is_kept_without_its_page_for_one_person_and_list(cast: Cast) -> None:
    row = save(cast, "  Mijn   zorg ")
    assert (row.name, row.query) == ("Mijn zorg", "naam=zorg")
    assert list(filters_of(cast.who("sanne"), "trajectory:list")) == [row]
    assert not filters_of(cast.who("sanne"), "library:reports").exists()
    assert not filters_of(cast.who("bram"), "trajectory:list").exists()
    assert saved_filter(cast.who("bram"), row.id) is None
    save(cast, by="bram")  # the same name, another person


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"name": " "}, "Geef het filter een naam."),
        ({"name": "x" * 61}, "Kies een kortere naam"),
        ({"name": "mijn ZORG"}, "Je hebt al een filter"),
        ({"query": "page=3"}, "nog niets gefilterd"),
        ({"query": f"naam={'x' * 1000}"}, "te lang"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, different: dict[str, str], said: str) -> None:
    save(cast)
    assert said in reason_of(lambda: save(cast, **different))
    assert SavedFilter.objects.count() == 1


def test_there_is_an_end_to_how_many(cast: Cast) -> None:
    for number in range(MOST_FILTERS):
        save(cast, f"Nummer {number}")
    assert f"al {MOST_FILTERS} filters" in reason_of(lambda: save(cast, "Nog een"))


def test_one_filter_opens_the_list(cast: Cast) -> None:
    first = save(cast, "Een", is_default=True)
    second = save(cast, "Twee", is_default=True)
    first.refresh_from_db()
    assert (first.is_default, second.is_default) == (False, True)
    services.change_filter(filter_id=first.id, name="Een", is_default=True, who=cast.who("sanne"))
    second.refresh_from_db()
    assert second.is_default is False
    with pytest.raises(IntegrityError, match="saved_filter_one_default"), transaction.atomic():
        SavedFilter.objects.filter(id=second.id).update(is_default=True)


def test_a_filter_is_renamed_and_removed_by_its_owner(cast: Cast) -> None:
    row = save(cast)
    other = save(cast, "Ander")
    change: dict[str, Any] = {"is_default": False, "who": cast.who("sanne")}
    assert services.change_filter(filter_id=row.id, name="Nieuw", **change).name == "Nieuw"
    assert "al een filter" in reason_of(lambda: services.change_filter(filter_id=row.id, name="ander", **change))
    with pytest.raises(Refused) as refusal:
        services.remove_filter(filter_id=row.id, who=cast.who("mila"))
    assert refusal.value.verdict.secret
    services.remove_filter(filter_id=row.id, who=cast.who("sanne"))
    assert [one.id for one in SavedFilter.objects.all()] == [other.id]
    assert events_of(SavedFilter).objects.filter(pgh_obj_id=row.id, pgh_label="delete").exists()
    with pytest.raises(Refused):
        services.remove_filter(filter_id=row.id, who=cast.who("sanne"))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_save_one(cast: Cast) -> None:
    outcomes = at_once(lambda: save(cast), lambda: save(cast))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "SavedFilter"]
