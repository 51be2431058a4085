"""Saved filters above a list."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.filters.models import SavedFilter
from tests.conftest import NOW, Cast, Walk

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
LIST = "/trajecten/"
SENT = {"path": LIST, "query": "naam=pilot", "name": "Pilots"}


def saved(cast: Cast, **other: object) -> SavedFilter:
    values = {"person": cast.sanne, "list_name": "trajectory:list", "path": LIST, "name": "Pilots"}
    return SavedFilter.objects.create(**values | {"query": "naam=pilot", "saved_at": NOW} | other)


def test_what_a_list_shows_is_saved_and_stands_above_it(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    assert "Bewaar dit filter" not in client.get(LIST).content.decode()
    page = client.get(LIST, {"naam": "pilot", "page": "1"}).content.decode()
    assert "Bewaar dit filter" in page
    assert 'name="query" value="naam=pilot"' in page
    answer = client.post("/filters/bewaren/", SENT)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?naam=pilot")
    page = client.get(LIST).content.decode()
    assert f'<a href="{LIST}?naam=pilot">Pilots</a>' in page
    shown = client.get(LIST, {"naam": "pilot"}).content.decode()
    assert 'aria-current="true">Pilots</a>' in shown
    assert "Bewaar dit filter" not in shown
    assert "Pilots</a>" not in signed_in("mila").get(LIST).content.decode()


def test_a_name_that_is_missing_or_taken_loses_nothing(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    saved(cast)
    client = signed_in("sanne")
    answer = client.post("/filters/bewaren/", SENT | {"name": ""})
    assert answer.status_code == 422
    assert 'value="naam=pilot"' in answer.content.decode()
    answer = client.post("/filters/bewaren/", SENT | {"name": "pilots"})
    assert answer.status_code == 409
    assert "Je hebt al een filter" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/bestaat/niet/", "https://elders.example/trajecten/", "//elders.example/"])
def test_only_a_list_of_this_site_is_saved(cast: Cast, signed_in: Opener, path: str) -> None:
    assert signed_in("sanne").post("/filters/bewaren/", SENT | {"path": path}).status_code == 404
    assert not SavedFilter.objects.exists()


def test_a_default_opens_the_list_and_can_be_left(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    saved(cast, is_default=True)
    client = signed_in("sanne")
    answer = client.get(LIST)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?naam=pilot")
    page = client.get(LIST, {"naam": "pilot"}).content.decode()
    assert f'href="{LIST}?filter=geen"' in page
    everything = client.get(LIST, {"filter": "geen"})
    assert everything.status_code == 200
    assert "Inkoop Proef 2025" in everything.content.decode()
    assert client.get(LIST, {"formaat": "csv"}).status_code == 200
    assert signed_in("mila").get(LIST).status_code == 200


def test_an_old_filter_is_harmless(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    saved(cast, query="bestaat_niet_meer=1&naam=pilot&stand=weg")
    page = signed_in("sanne").get(f"{LIST}?bestaat_niet_meer=1&naam=pilot&stand=weg")
    assert page.status_code == 200


def test_a_filter_is_renamed_and_removed(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    row = saved(cast)
    client = signed_in("sanne")
    assert 'value="Pilots"' in client.get(f"/filters/{row.id}/").content.decode()
    client.post(f"/filters/{row.id}/", {"name": "Proeven", "is_default": "on"})
    row.refresh_from_db()
    assert (row.name, row.is_default) == ("Proeven", True)
    assert signed_in("mila").get(f"/filters/{row.id}/").status_code == 404
    answer = client.post(f"/filters/{row.id}/verwijderen/")
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert not SavedFilter.objects.exists()
