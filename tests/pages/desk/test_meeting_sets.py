"""The pages of meeting sets."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.jobs.models import Job
from desk.meeting_sets.models import MeetingSet
from tests.access.sets import kept_set
from tests.access.table import Furnished, kept_report
from tests.pages.reading import Page, links, main, messages, section, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def order_of(answer: object) -> list[str]:
    """The documents as the page shows them."""
    part = section(answer, "Documenten")
    return [label for label, url in links(part).items() if url.startswith("/rapporten/") and "Voortgang" in label]


def test_a_manager_makes_orders_and_asks_for_a_set(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("mila")
    later = kept_report(house.cast, house.walk.trajectory, number=2)
    assert links(main(client.get("/rapporten/")))["Vergadersets"] == "/rapporten/vergadersets/"
    answer = client.post(
        "/rapporten/vergadersets/nieuw/",
        {"title": "Stukken mei", "meeting": "", "date": "9 mei 2022", "reports": [str(house.report.id), str(later.id)]},
    )
    row = MeetingSet.objects.get(title="Stukken mei")
    address = f"/rapporten/vergadersets/{row.id}/"
    assert answer["Location"] == address
    page = client.get(address)
    first, second = house.report.title, later.title
    assert order_of(page) == [first, second]
    assert "Voor 9 mei 2022" in words(page)
    document = row.documents.get(order=2)
    answer = client.post(f"{address}documenten/{document.id}/omhoog/")
    assert answer["Location"] == f"{address}#documenten"
    assert order_of(client.get(address)) == [second, first]
    assert client.post(f"{address}documenten/{document.id}/zijwaarts/").status_code == 404
    answer = client.post(f"{address}maken/freeze/")
    job = Job.objects.get(kind="meeting_sets.bind")
    assert answer["Location"] == f"/taken/{job.id}/"
    assert (job.parameters["step"], job.parameters["back_url"]) == ("freeze", address)
    assert client.get(f"{address}maken/zomaar/").status_code == 404


def test_an_empty_set_says_what_to_do(house: Furnished, signed_in: Opener) -> None:
    row = house.sets.empty
    page = signed_in("mila").get(f"/rapporten/vergadersets/{row.id}/")
    assert "Kies eerst minstens één document." in words(page)
    answer = signed_in("mila").post(f"/rapporten/vergadersets/{row.id}/maken/freeze/")
    assert answer.status_code == 409
    assert "Kies eerst minstens één document." in words(answer)


def test_bad_input_is_named_at_its_field(house: Furnished, signed_in: Opener) -> None:
    answer = signed_in("mila").post(
        "/rapporten/vergadersets/nieuw/", {"title": "", "date": "31-02-2022", "meeting": "x", "reports": ["y"]}
    )
    assert answer.status_code == 422
    assert set(Page.of(answer).errors) >= {"title", "date", "meeting"}
    assert not MeetingSet.objects.filter(title="").exists()


def test_a_frozen_set_only_offers_what_still_can(house: Furnished, signed_in: Opener) -> None:
    address = f"/rapporten/vergadersets/{house.sets.frozen.id}/"
    page = signed_in("mila").get(address)
    assert "vastgesteld" in words(page)
    assert "Omhoog" not in source(page)
    document = house.sets.frozen.documents.get()
    answer = signed_in("mila").post(f"{address}documenten/{document.id}/weg/", follow=True)
    assert "Deze set is vastgesteld en verandert niet meer." in messages(answer)
    following = signed_in("mila").post(f"{address}volgende/")
    page = signed_in("mila").get(following["Location"])
    assert "Volgt op" in words(page)
    assert "Er is een volgende versie" in words(signed_in("mila").get(address))
    assert "Volgende versie" not in words(signed_in("sanne").get(address)).replace("Er is een volgende versie", "")


def test_newer_figures_stand_beside_a_document(house: Furnished, signed_in: Opener) -> None:
    address = f"/rapporten/vergadersets/{house.sets.frozen.id}/"
    assert "Nieuwere cijfers" not in words(signed_in("sanne").get(address))
    later = kept_report(house.cast, house.phase.trajectory, number=0)
    page = signed_in("sanne").get(address)
    assert "Nieuwere cijfers bestaan" in words(page)
    assert f"/rapporten/{later.id}/" in links(main(page)).values()


def test_a_set_is_found_by_who_may_read_it(house: Furnished, signed_in: Opener) -> None:
    for name, number in (("mila", 3), ("sanne", 1), ("anouk", 1), ("emre", 0)):
        found = links(main(signed_in(name).get("/zoeken/", {"q": "stukken", "soort": "meeting_set"})))
        assert sum("/vergadersets/" in url for url in found.values()) == number, name


def test_the_same_queries_for_one_document_and_for_three(house: Furnished, signed_in: Opener) -> None:
    numbers = []
    for amount in (1, 3):
        reports = [kept_report(house.cast, house.phase.trajectory, number=amount * 10 + each) for each in range(amount)]
        row = kept_set(house.cast, f"Set {amount}", *reports)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in("mila").get(f"/rapporten/vergadersets/{row.id}/").status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_the_offered_documents_can_be_filtered(house: Furnished, signed_in: Opener) -> None:
    other = kept_report(house.cast, house.walk.trajectory, number=2)
    client, add = signed_in("mila"), f"/rapporten/vergadersets/{house.sets.empty.id}/toevoegen/"
    for address in ("/rapporten/vergadersets/nieuw/", add):
        page = source(client.get(f"{address}?over=proefpilot&soort={house.report.kind}"))
        assert str(house.report.id) in page
        assert str(other.id) not in page
        assert "geen rapporten die bij dit filter passen" in words(client.get(f"{address}?over=nergens"))
    answer = client.post(f"{add}?over=proefpilot", {"report": str(house.report.id)})
    assert answer.status_code == 302
    assert house.sets.empty.documents.get().report_id == house.report.id
