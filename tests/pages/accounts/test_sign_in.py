"""Signing in, the password, and who is sent where."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import PASSWORD, Cast
from tests.pages.reading import Page, links, main, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
SIGN_IN = "/account/login/"


def typed(name: str = "sanne", password: str = PASSWORD) -> dict[str, str]:
    """What somebody types."""
    return {"login": f"{name}@voorbeeld.example", "password": password}


def test_the_page_to_sign_in_is_ours(client: Client) -> None:
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    assert words(page).startswith("Inloggen Vul het e-mailadres en het wachtwoord van het account in. E-mailadres")
    assert '<html lang="nl"' in source(page)
    assert "Inkoopkompas" in source(page)
    assert "/account/password/reset/" in links(main(page)).values()
    assert "signup" not in source(page)


def test_signing_in_leads_to_vandaag_and_out_again(client: Client, cast: Cast) -> None:
    answer = client.post(SIGN_IN, typed(), follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert words(answer).startswith("Vandaag")
    assert "Sanne Proef" in source(answer)
    assert "inkoper OZJT" in source(answer)
    client.post("/account/logout/")
    assert client.get("/").status_code == 302


def test_an_address_may_be_typed_in_capitals(client: Client, cast: Cast) -> None:
    assert client.post(SIGN_IN, {"login": "SANNE@Voorbeeld.example", "password": PASSWORD}).status_code == 302


def test_next_leads_back_to_the_page(client: Client, cast: Cast) -> None:
    page = client.get("/trajecten/?naam=zorg")["Location"]
    assert Page.of(client.get(page)).values["next"] == ["/trajecten/?naam=zorg"]
    assert client.post(page, typed() | {"next": "/trajecten/?naam=zorg"})["Location"] == "/trajecten/?naam=zorg"


@pytest.mark.parametrize(
    "address",
    ["https://kwaad.example/", "//kwaad.example/", "https:kwaad.example", "javascript:alert(1)", "\\\\kwaad.example"],
)
def test_next_to_another_host_is_not_followed(client: Client, cast: Cast, address: str) -> None:
    assert client.post(SIGN_IN, typed() | {"next": address})["Location"] == "/"
    client.logout()
    assert client.post(f"{SIGN_IN}?next={address}", typed())["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("sanne", "verkeerd"), ("niemand", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_sound_the_same(
    client: Client, cast: Cast, name: str, password: str
) -> None:
    answer = client.post(SIGN_IN, typed(name, password))
    assert answer.status_code == 200
    assert "Het e-mailadres of het wachtwoord klopt niet. Probeer het opnieuw." in words(answer)
    assert Page.of(answer).values["login"] == [f"{name}@voorbeeld.example"]
    assert PASSWORD not in source(answer)


def test_empty_fields_say_what_to_do(client: Client, cast: Cast) -> None:
    answer = client.post(SIGN_IN, {})
    assert Page.of(answer).errors == {"login": "Vul je e-mailadres in.", "password": "Vul je wachtwoord in."}


def test_who_was_blocked_cannot_sign_in(client: Client, cast: Cast) -> None:
    cast.sanne.is_active = False
    cast.sanne.save()
    client.post(SIGN_IN, typed())
    assert client.get("/").status_code == 302


def test_trying_too_often_is_stopped_also_with_the_right_password(client: Client, cast: Cast) -> None:
    for _ in range(5):
        client.post(SIGN_IN, typed(password="verkeerd"))
    answer = client.post(SIGN_IN, typed())
    assert answer.status_code == 200
    assert "Te veel pogingen. Wacht vijf minuten en probeer het dan opnieuw." in words(answer)
    assert client.get("/").status_code == 302
    assert client.post(SIGN_IN, typed("bram")).status_code == 302, "others are not stopped"


def test_a_flood_from_one_place_gets_a_page_in_dutch(client: Client, cast: Cast) -> None:
    answers = [
        client.post("/account/password/reset/", {"email": f"{number}@voorbeeld.example"}) for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert words(answers[-1]).startswith("Fout 429 Dit ging te vaak achter elkaar")


def test_a_new_password_by_mail(client: Client, cast: Cast) -> None:
    page = client.get("/account/password/reset/")
    assert words(page).startswith("Wachtwoord vergeten Vul het e-mailadres van het account in.")
    answer = client.post("/account/password/reset/", {"email": "sanne@voorbeeld.example"}, follow=True)
    assert words(answer).startswith("Kijk in de mailbox")
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["sanne@voorbeeld.example"], "Kies een nieuw wachtwoord")
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", str(letter.body))
    assert link
    page = client.get(link[1], follow=True)
    form = page.request["PATH_INFO"]
    short = client.post(form, {"password1": "kort", "password2": "kort"})
    assert "password1" in Page.of(short).errors or "password2" in Page.of(short).errors
    new = "een-heel-ander-wachtwoord"
    answer = client.post(form, {"password1": new, "password2": new}, follow=True)
    assert words(answer).startswith("Het wachtwoord is gewijzigd")
    assert client.post(SIGN_IN, typed(password=new)).status_code == 302
    again = Client().get(link[1], follow=True)
    assert words(again).startswith("Deze link werkt niet meer")


def test_asking_for_an_unknown_address_tells_nothing(client: Client, cast: Cast) -> None:
    known = client.post("/account/password/reset/", {"email": "sanne@voorbeeld.example"}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "niemand@voorbeeld.example"}, follow=True)
    assert words(known) == words(unknown)
    assert "Bij dit e-mailadres hoort geen account." in str(mail.outbox[1].body)


def test_changing_the_own_password(cast: Cast, signed_in: Opener) -> None:
    client, new = signed_in("sanne"), "een-heel-ander-wachtwoord"
    page = client.get("/account/password/change/")
    assert words(page).startswith("Wachtwoord wijzigen")
    wrong = client.post("/account/password/change/", {"oldpassword": "x", "password1": new, "password2": new})
    assert list(Page.of(wrong).errors) == ["oldpassword"]
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", sent).status_code == 302
    assert client.get("/").status_code == 200, "the session goes on"
    assert Client().post(SIGN_IN, typed(password=new)).status_code == 302


def test_signing_up_is_closed(client: Client) -> None:
    page = client.get("/account/signup/")
    assert words(page).startswith("Zelf aanmelden kan niet De functioneel beheerder van OZJT nodigt mensen uit.")
    assert "<form" not in main(page)


@pytest.mark.parametrize("name", ["sanne", "daan"])
def test_everybody_finds_the_way_out(cast: Cast, signed_in: Opener, name: str) -> None:
    page = signed_in(name).get("/", follow=True)
    assert 'action="/account/logout/"' in source(page)
    assert "/account/" in links(source(page)).values()
