"""Pages for what went wrong: plain Dutch, and what to do now."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.conftest import Cast, Walk
from tests.pages.reading import links, main, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def test_a_request_that_is_not_understood(cast: Cast, client: Client, settings: LazySettings) -> None:
    answer = client.get("/", headers={"Host": "kwaad.example"})
    assert answer.status_code == 400
    assert words(answer).startswith("Fout 400 Wij begrijpen dit verzoek niet")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client.post("/account/login/", {f"veld{number}": "x" for number in range(5)})
    assert (answer.status_code, words(answer)[:8]) == (400, "Fout 400")


def test_a_refusal_gives_its_reason_and_who_is_signed_in(walk: Walk, client: Client, cast: Cast) -> None:
    client.force_login(cast.anouk)
    answer = client.get("/trajecten/inkoop-proef-2025/bewerken/")
    assert answer.status_code == 403
    text = words(answer)
    assert text.startswith(
        "Fout 403 Dit is niet toegestaan Alleen een inkoper, projectleider of manager van OZJT kan dit. Wat nu?"
    )
    assert "Ingelogd is Anouk Proef." in text
    assert links(main(answer)) == {"terug naar de eerste pagina": "/"}


def test_a_page_that_does_not_exist(cast: Cast, signed_in: Opener, client: Client) -> None:
    for browser in (client, signed_in("sanne"), signed_in("daan")):
        answer = browser.get("/bestaat/niet/")
        assert answer.status_code == 404
        assert words(answer).startswith("Fout 404 Deze pagina bestaat niet")
    assert "Trajecten" not in source(client.get("/bestaat/niet/")), "a stranger learns nothing"


def test_a_mistake_of_ours_is_told_without_details(cast: Cast, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.pages.core.broken_urls"
    client = Client(raise_request_exception=False)
    client.force_login(cast.sanne)
    answer = client.get("/kapot/")
    assert answer.status_code == 500
    assert words(answer).startswith("Fout 500 Er ging bij ons iets mis")
    assert "secret" not in source(answer)
    assert "RuntimeError" not in source(answer)


def test_a_form_from_elsewhere_or_open_too_long(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sanne)
    answer = client.post("/trajecten/nieuw/", {"name": "Van elders"})
    assert answer.status_code == 403
    assert (
        "Het formulier was te lang open of kwam niet van deze site. "
        "Ga terug, ververs de pagina en probeer het opnieuw." in words(answer)
    )


@pytest.mark.parametrize("address", ["/trajecten/a%00b/", "/mensen/?naam=%00", "/trajecten/?naam=a%00b"])
def test_a_zero_byte_is_no_mistake_of_ours(walk: Walk, client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.teun)
    assert client.get(address).status_code in {200, 400, 404}


def test_a_zero_byte_in_a_form_stands_at_its_field(walk: Walk, client: Client, cast: Cast) -> None:
    client.force_login(cast.sanne)
    answer = client.post("/trajecten/proefpilot/bekendmaken/", {"text": "a\x00b"})
    assert answer.status_code == 422


def test_other_ways_of_asking_are_refused(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    assert client.put("/trajecten/").status_code == 405
    assert client.delete("/trajecten/").status_code == 405
    assert client.head("/trajecten/").status_code == 200
