"""The pages of 'Mijn account': factors, recovery codes and sessions."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.factors import services
from accounts.factors.queries import factors_of
from tests.conftest import NOW, PASSWORD, Cast
from tests.factors import CHROME, SECRET, SoftKey, code_now, elsewhere, equip
from tests.pages.reading import Page, links, main, messages, said, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
SIGN_IN, STEP = "/account/login/", "/account/login/code/"


def password(client: Client, name: str = "sanne") -> Any:
    """The first step."""
    return client.post(SIGN_IN, {"login": f"{name}@voorbeeld.example", "password": PASSWORD})


def stale(client: Client) -> Client:
    """Make it long ago that somebody proved who they are."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    return client


# --- Mijn account -----------------------------------------------------------------------------------------------------
def test_the_account_of_a_beginner(cast: Cast, signed_in: Opener) -> None:
    page = signed_in("sanne").get("/account/")
    assert "Sanne Proef" in said(page, "Gegevens")
    assert "inkoper OZJT" in said(page, "Gegevens")
    assert said(page, "Inloggen in twee stappen").startswith("Inloggen in twee stappen staat uit")
    assert links(main(page))["Authenticator-app instellen"] == "/account/app/"
    assert links(main(page))["Wachtwoord wijzigen"] == "/account/password/change/"


def test_setting_up_an_app(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    page = client.get("/account/app/")
    assert "JBSW Y3DP EHPK 3PXP" in words(page)
    picture = client.get("/account/app/plaatje.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "private, no-store"
    assert b"<path" in picture.content
    wrong = client.post("/account/app/", {"code": "123"})
    assert Page.of(wrong).errors == {
        "code": "Deze code past niet bij de app. Kijk of de klok van de telefoon goed staat."
    }
    assert "JBSW Y3DP EHPK 3PXP" in words(wrong), "the same secret, so that the app need not be set up again"
    answer = client.post("/account/app/", {"code": f" {code_now()[:3]} {code_now()[3:]} "}, follow=True)
    assert "De authenticator-app is ingesteld." in messages(answer)
    codes = factors_of(cast.sanne.id).codes.wrap().get_unused_codes()
    assert "Bewaar deze 10 codes nu" in words(answer)
    assert f"{codes[0][:4]} {codes[0][4:]}" in words(answer)
    assert client.get("/account/app/", follow=True).redirect_chain == [("/account/", 302)]


def test_codes_are_shown_once(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    client.post("/account/app/", {"code": code_now()})
    code = factors_of(cast.sanne.id).codes.wrap().get_unused_codes()[0]
    file = client.get("/account/herstelcodes/herstelcodes.txt")
    assert 'filename="herstelcodes-inkoopkompas.txt"' in file["Content-Disposition"]
    assert f"{code[:4]} {code[4:]}\r\n" in file.content.decode()
    assert "sanne@voorbeeld.example" in file.content.decode()
    client.post("/account/herstelcodes/bewaard/")
    page = client.get("/account/herstelcodes/")
    assert code[:4] not in main(page)
    assert "Nog 10 over" in words(page)
    assert client.get("/account/herstelcodes/herstelcodes.txt")["Location"] == "/account/herstelcodes/"
    again = client.post("/account/herstelcodes/", follow=True)
    assert "Bewaar deze 10 codes nu" in words(again)
    assert code[:4] not in words(again)
    other = signed_in("sanne").get("/account/herstelcodes/")
    assert "Bewaar deze" not in words(other), "another session does not show them"


def test_a_key_is_added_named_and_removed(cast: Cast, signed_in: Opener) -> None:
    client, key = signed_in("sanne"), SoftKey()
    page = client.get("/account/sleutels/nieuw/")
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    assert challenge in source(page)
    nonsense = client.post("/account/sleutels/nieuw/", {"name": "Laptop", "credential": '{"id": 1}'})
    assert nonsense.status_code == 422
    assert "De sleutel gaf geen bruikbaar antwoord." in words(nonsense)
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    late = client.post("/account/sleutels/nieuw/", {"name": "Laptop", "credential": json.dumps(key.create())})
    assert late.status_code == 422, "an answer to an old question"
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    sent = {"name": " Mijn  laptop ", "credential": json.dumps(key.create(challenge))}
    assert client.post("/account/sleutels/nieuw/", sent)["Location"] == "/account/herstelcodes/"
    (found,) = factors_of(cast.sanne.id).keys
    assert found.name == "Mijn laptop"
    assert client.get(f"/account/sleutels/{found.id}/naam/").status_code == 200
    client.post(f"/account/sleutels/{found.id}/naam/", {"name": "Werk"})
    page = client.get("/account/")
    assert "Sleutel: Werk" in said(page, "Inloggen in twee stappen")
    assert "vervallen ook de herstelcodes" in words(client.get(f"/account/sleutels/{found.id}/verwijderen/"))
    client.post(f"/account/sleutels/{found.id}/verwijderen/")
    assert not factors_of(cast.sanne.id)
    assert signed_in("bram").get(f"/account/sleutels/{found.id}/naam/").status_code == 404


CHANGING = [
    "/account/app/", "/account/app/plaatje.svg", "/account/sleutels/nieuw/", "/account/herstelcodes/",
    "/account/herstelcodes/herstelcodes.txt",
]  # fmt: skip


@pytest.mark.parametrize("address", CHANGING)
def test_changing_asks_for_the_password_again_after_a_while(cast: Cast, signed_in: Opener, address: str) -> None:
    client = stale(signed_in("bram"))
    assert client.get(address)["Location"] == f"/account/reauthenticate/?next={address.replace('/', '%2F')}"


def test_the_password_again_and_back(cast: Cast, signed_in: Opener) -> None:
    equip(cast.sanne, now=NOW)
    client = stale(signed_in("sanne"))
    answer = client.post("/account/app/verwijderen/", follow=True)
    assert "Bevestig eerst wie je bent" in messages(answer)
    assert factors_of(cast.sanne.id).app, "nothing happened yet"
    ways = links(main(answer))
    assert set(ways) >= {"met een code uit de app", "met een sleutel"}
    back = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/app/verwijderen/"})
    assert back["Location"] == "/account/app/verwijderen/"
    client.post("/account/app/verwijderen/")
    assert factors_of(cast.sanne.id).app is None


def test_a_code_will_do_as_well(cast: Cast, signed_in: Opener) -> None:
    equip(cast.sanne, now=NOW)
    client = stale(signed_in("sanne"))
    way = "/account/reauthenticate/code/"
    assert words(client.get(way)).startswith("Bevestigen met een code")
    assert Page.of(client.post(way, {"code": "000000"})).errors["code"].startswith("Deze code klopt niet")
    assert client.post(way, {"code": code_now(), "next": "/account/herstelcodes/"}).status_code == 302
    assert client.get("/account/herstelcodes/").status_code == 200


def test_a_key_will_do_as_well(cast: Cast, signed_in: Opener) -> None:
    key = SoftKey()
    equip(cast.sanne, now=NOW, key=key)
    client = stale(signed_in("sanne"))
    way = "/account/reauthenticate/key/"
    assert words(client.get(way)).startswith("Bevestigen met een sleutel")
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    sent = {"credential": json.dumps(key.get(challenge)), "next": "/account/herstelcodes/"}
    assert client.post(way, sent)["Location"] == "/account/herstelcodes/"
    assert client.get("/account/herstelcodes/").status_code == 200


# --- Sessions ---------------------------------------------------------------------------------------------------------
def test_where_somebody_is_signed_in(client: Client, cast: Cast) -> None:
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Version/17 Safari/604.1"})
    laptop = Client(headers={"user-agent": CHROME})
    assert password(phone).status_code == 302
    assert password(laptop).status_code == 302
    listed = said(laptop.get("/account/"), "Waar er is ingelogd")
    assert "Chrome op Windows 7 februari 2022, 09:30" in listed.replace("\N{NO-BREAK SPACE}", " ")
    assert "Safari op een iPhone" in listed
    address = next(part for part in source(laptop.get("/account/")).split('"') if part.startswith("/account/sessies/"))
    assert "Uitgelogd: Safari op een iPhone." in messages(laptop.post(address, follow=True))
    assert phone.get("/").status_code == 302, "at once"
    assert laptop.get("/").status_code == 200
    assert "Dit apparaat was al uitgelogd." in messages(laptop.post(address, follow=True))


def test_out_everywhere_else(client: Client, cast: Cast) -> None:
    others = [Client(), Client()]
    for other in [client, *others]:
        password(other)
    answer = client.post("/account/sessies/beeindigen/", follow=True)
    assert "Je bent nu alleen nog hier ingelogd." in messages(answer)
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert client.get("/").status_code == 200


def test_a_new_password_ends_the_others(client: Client, cast: Cast) -> None:
    other = Client()
    for browser in (client, other):
        password(browser)
    new = "een-heel-ander-wachtwoord"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert other.get("/").status_code == 302
    page = client.get("/account/")
    assert page.status_code == 200
    assert "Overal elders uitloggen" not in words(page)


def test_leaving_forgets_the_session(client: Client, cast: Cast) -> None:
    password(client)
    key = client.session.session_key
    client.post("/account/logout/")
    assert client.session.session_key != key
    assert not UserSession.objects.filter(session_key=client.session.session_key).exists()


def test_last_seen_is_written_now_and_then(client: Client, cast: Cast) -> None:
    password(client)
    key = client.session.session_key

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        return sum("usersessions_usersession" in row["sql"] and "UPDATE" in row["sql"] for row in queries)

    assert (asked(), asked()) == (0, 0)
    session = client.session
    session["factors.active"] = time.time() - 301
    session.save()
    UserSession.objects.filter(session_key=key).update(last_seen_at=NOW.replace(year=2020))
    assert (asked(), asked()) == (1, 0)
    assert UserSession.objects.get(session_key=key).last_seen_at.date() == NOW.date()


# --- What others see --------------------------------------------------------------------------------------------------
def test_an_administrator_sees_and_resets(cast: Cast, signed_in: Opener) -> None:
    equip(cast.sanne, now=NOW)
    client, person = signed_in("teun"), f"/mensen/{cast.sanne.id}/"
    page = client.get(person)
    assert "Authenticator-app en 1 sleutel. Nog 10 herstelcodes over." in said(page, "Inloggen in twee stappen")
    form = links(main(page))["Tweede stap wissen"]
    assert Page.of(client.post(form, {})).errors == {"reason": "Vul ‘Waarom?’ in."}
    answer = client.post(form, {"reason": "Telefoon kwijt"}, follow=True)
    assert "De tweede stap van Sanne Proef is gewist." in messages(answer)
    assert "Telefoon kwijt" in said(answer, "Inloggen in twee stappen")
    assert not factors_of(cast.sanne.id)
    own = client.get(f"/mensen/{cast.teun.id}/tweede-stap/")
    assert own.status_code == 403
    assert "wijzig je bij ‘Mijn account’" in words(own)


def test_a_manager_does_not_read_along(cast: Cast, signed_in: Opener) -> None:
    equip(cast.sanne, now=NOW)
    assert "Inloggen in twee stappen" not in words(signed_in("mila").get(f"/mensen/{cast.sanne.id}/"))


def test_the_account_takes_the_same_queries_for_one_and_three(cast: Cast, signed_in: Opener) -> None:
    client, who = signed_in("sanne"), cast.who("sanne")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/account/").status_code == 200
        return len(queries)

    equip(cast.sanne, now=NOW)
    elsewhere(cast.sanne, now=NOW)
    one = asked()
    for number in range(2):
        services.add_key(who=who, name=f"Sleutel {number}", credential=SoftKey().create(), now=NOW)
        elsewhere(cast.sanne, now=NOW)
    assert (one, asked()) == (12, 12)


def test_secrets_stay_out_of_every_page(cast: Cast, signed_in: Opener) -> None:
    equip(cast.sanne, now=NOW)
    sealed = factors_of(cast.sanne.id).app.data["secret"]
    for name, address in (("sanne", "/account/"), ("teun", f"/mensen/{cast.sanne.id}/")):
        page = source(signed_in(name).get(address))
        assert SECRET not in page
        assert sealed not in page
