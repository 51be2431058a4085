"""Signing in in two steps, and who cannot work without."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.factors.models import SignInNote
from accounts.factors.queries import factors_of
from tests.conftest import NOW, PASSWORD, Cast
from tests.factors import SoftKey, code_now, equip
from tests.pages.reading import Page, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
SIGN_IN, STEP = "/account/login/", "/account/login/code/"


def password(client: Client, name: str = "sanne") -> Any:
    """The first step."""
    return client.post(SIGN_IN, {"login": f"{name}@voorbeeld.example", "password": PASSWORD})


# --- The second step --------------------------------------------------------------------------------------------------
def test_without_a_factor_a_password_is_enough(client: Client, cast: Cast) -> None:
    assert password(client)["Location"] == "/"


def test_with_an_app_a_code_is_asked(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    assert password(client)["Location"] == STEP
    assert client.get("/").status_code == 302, "not in yet"
    page = client.get(STEP)
    assert words(page).startswith("Nog één stap Het wachtwoord klopt.")
    assert "Sleutel gebruiken" in words(page)
    before = client.session.session_key
    answer = client.post(STEP, {"code": code_now()})
    assert answer["Location"] == "/"
    assert client.session.session_key != before, "a new key at sign-in"
    assert client.get("/").status_code == 200
    assert factors_of(cast.sanne.id).app.last_used_at.date() == NOW.date()


def test_next_is_kept_over_the_second_step(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    client.post(
        f"{SIGN_IN}?next=/trajecten/",
        {"login": "sanne@voorbeeld.example", "password": PASSWORD, "next": "/trajecten/"},
    )
    assert client.post(STEP, {"code": code_now()})["Location"] == "/trajecten/"


def test_a_wrong_code_says_what_to_do_and_a_used_one_too(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    password(client)
    wrong = "Deze code klopt niet of is al gebruikt. Wacht op een nieuwe code en probeer het opnieuw."
    assert Page.of(client.post(STEP, {"code": "000000"})).errors == {"code": wrong}
    assert Page.of(client.post(STEP, {"code": ""})).errors == {"code": "Vul de code in."}
    code = code_now()
    assert client.post(STEP, {"code": code}).status_code == 302
    other = Client()
    password(other)
    assert Page.of(other.post(STEP, {"code": code})).errors == {"code": wrong}


def test_guessing_codes_is_stopped_also_with_the_right_one(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    equip(cast.bram, now=NOW)
    password(client)
    for number in range(5):
        client.post(STEP, {"code": f"00000{number}"})
    answer = client.post(STEP, {"code": code_now()})
    assert Page.of(answer).errors == {"code": "Te veel pogingen. Wacht vijf minuten en probeer het dan opnieuw."}
    assert client.get("/").status_code == 302
    other = Client(REMOTE_ADDR="192.0.2.7")
    password(other)
    assert "Te veel pogingen" in words(other.post(STEP, {"code": code_now()})), "from elsewhere too"
    another = Client(REMOTE_ADDR="192.0.2.8")
    password(another, "bram")
    assert another.post(STEP, {"code": code_now()}).status_code == 302, "others are not stopped"


def test_a_recovery_code_lets_in_once_and_is_told(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    code = factors_of(cast.sanne.id).codes.wrap().get_unused_codes()[0]
    password(client)
    assert client.post(STEP, {"code": f"{code[:4]} {code[4:]}"})["Location"] == "/"
    assert SignInNote.objects.filter(person=cast.sanne, kind="code_used").count() == 1
    page = client.get("/account/")
    assert "Nog 9 over." in said(page, "Herstelcodes")
    assert "Ingelogd met een herstelcode." in said(page, "Laatste wijzigingen")
    other = Client()
    password(other)
    assert other.post(STEP, {"code": code}).status_code == 200


def test_a_key_lets_in(client: Client, cast: Cast) -> None:
    key = SoftKey()
    equip(cast.sanne, now=NOW, key=key)
    password(client)
    client.get(STEP)
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    strange = client.post(STEP, {"credential": json.dumps(SoftKey().get(challenge))})
    assert strange.status_code == 200
    assert "De sleutel gaf geen bruikbaar antwoord." in words(strange)
    client.get(STEP)
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    assert client.post(STEP, {"credential": json.dumps(key.get(challenge))})["Location"] == "/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("answer", ["", "geen json", "[]", "{}", '{"id": "x"}', '{"rawId": 1, "response": {}}'])
def test_a_key_that_answers_nonsense_is_refused_in_words(client: Client, cast: Cast, answer: str) -> None:
    equip(cast.sanne, now=NOW)
    password(client)
    client.get(STEP)
    page = client.post(STEP, {"credential": answer})
    assert page.status_code == 200
    assert "De sleutel gaf geen bruikbaar antwoord." in words(page)
    assert client.get("/").status_code == 302


def test_who_was_blocked_between_the_steps_does_not_get_in(client: Client, cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    password(client)
    cast.sanne.is_active = False
    cast.sanne.save()
    client.post(STEP, {"code": code_now()})
    assert client.get("/").status_code == 302


# --- Who must ---------------------------------------------------------------------------------------------------------
def test_who_must_have_a_factor_can_do_nothing_else(client: Client, cast: Cast, settings: LazySettings) -> None:
    settings.MFA_REQUIRED_ROLES = ["procurement_officer"]
    answer = client.post(
        SIGN_IN, {"login": "sanne@voorbeeld.example", "password": PASSWORD, "next": "/trajecten/"}, follow=True
    )
    assert words(answer).startswith("Stel eerst een tweede stap in")
    for address in ("/", "/trajecten/", "/account/", "/rapporten/", "/account/password/change/"):
        assert client.get(address)["Location"] == "/account/tweede-stap/", address
    assert client.post("/bijgelezen/")["Location"] == "/account/tweede-stap/"
    assert client.get("/gezond/").status_code == 200
    page = client.get("/account/app/")
    assert page.status_code == 200, "no second question for the password, minutes after signing in"
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/app/", {"code": code_now(secret)}, follow=True)
    assert answer.redirect_chain == [("/account/herstelcodes/", 302)]
    client.post("/account/herstelcodes/bewaard/")
    assert client.get("/").status_code == 200
    assert client.get("/account/tweede-stap/")["Location"] == "/"


def test_who_must_can_still_leave(client: Client, cast: Cast, settings: LazySettings) -> None:
    settings.MFA_REQUIRED_ROLES = ["procurement_officer"]
    password(client)
    assert client.post("/account/logout/").status_code == 302
    assert client.get("/")["Location"].startswith(SIGN_IN)


def test_others_are_not_asked(cast: Cast, signed_in: Opener, settings: LazySettings) -> None:
    settings.MFA_REQUIRED_ROLES = ["procurement_officer"]
    assert signed_in("mila").get("/").status_code == 200
    assert signed_in("daan").get("/portaal/").status_code == 200
