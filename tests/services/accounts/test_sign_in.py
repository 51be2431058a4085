"""Signing in through the real page: throttled, and silent about who has an account."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "sanne@voorbeeld.example", "niemand@voorbeeld.example"


def attempt(email: str, password: str = "verkeerd", client: Client | None = None, address: str = "192.0.2.1") -> Any:
    return (client or Client()).post(
        reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address
    )


def text_of(response: Any) -> str:
    """What the page says, without the address that was typed and without the tokens of the session."""
    page = re.sub(r"\b[A-Za-z0-9]{64}\b", "token", response.content.decode())
    return page.replace(KNOWN, "…").replace(UNKNOWN, "…")


def test_the_right_password_opens_the_house(cast: Cast) -> None:
    client = Client()
    response = attempt(KNOWN, PASSWORD, client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.sanne.id)


def test_the_address_may_be_typed_in_capitals(cast: Cast) -> None:
    assert attempt(KNOWN.upper(), PASSWORD).status_code == 302


def test_a_session_gets_a_new_key_at_sign_in(cast: Cast) -> None:
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    attempt(KNOWN, PASSWORD, client)
    assert client.session.session_key != before


def test_an_unknown_account_gets_the_same_answer_as_a_wrong_password(cast: Cast) -> None:
    known, unknown = attempt(KNOWN), attempt(UNKNOWN)
    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_after_five_wrong_passwords_the_right_one_is_refused_as_well(cast: Cast, email: str) -> None:
    answers = [text_of(attempt(email)) for _ in range(5)]
    assert len(set(answers)) == 1
    client = Client()
    sixth = attempt(email, PASSWORD, client)
    assert sixth.status_code in {200, 429}
    assert text_of(sixth) != answers[0]
    assert "_auth_user_id" not in client.session


def test_a_throttled_account_says_the_same_whether_it_exists(cast: Cast) -> None:
    for _ in range(5):
        attempt(KNOWN, address="192.0.2.2")
        attempt(UNKNOWN, address="192.0.2.3")
    assert text_of(attempt(KNOWN, PASSWORD)) == text_of(attempt(UNKNOWN, PASSWORD))


def test_throttling_one_account_leaves_others_alone(cast: Cast) -> None:
    for _ in range(5):
        attempt(KNOWN)
    assert attempt("bram@voorbeeld.example", PASSWORD).status_code == 302


def test_throttling_an_account_holds_from_every_address(cast: Cast) -> None:
    for number in range(5):
        attempt(KNOWN, address=f"192.0.2.{number + 10}")
    client = Client()
    attempt(KNOWN, PASSWORD, client, address="198.51.100.7")
    assert "_auth_user_id" not in client.session


def test_who_is_kept_out_does_not_come_in(cast: Cast) -> None:
    cast.sanne.is_active = False
    cast.sanne.save()
    client = Client()
    attempt(KNOWN, PASSWORD, client)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    response = Client().post(
        reverse("account_signup"),
        {"email": UNKNOWN, "password1": "lang-wachtwoord-1", "password2": "lang-wachtwoord-1"},
    )
    assert response.status_code == 200
    assert not type(cast.sanne).objects.filter(email=UNKNOWN).exists()


def test_after_signing_in_nobody_is_led_to_another_site(cast: Cast) -> None:
    response = Client().post(
        f"{reverse('account_login')}?next=https://kwaad.example/",
        {"login": KNOWN, "password": PASSWORD, "next": "https://kwaad.example/"},
    )
    assert (response.status_code, response["Location"]) == (302, "/")


def test_behind_a_proxy_one_visitor_does_not_lock_out_another(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through_the_proxy(email: str, password: str, visitor: str) -> Any:
        # What stands before the last address is what the visitor sent; only the proxy's own word counts.
        headers = {"x-forwarded-for": f"203.0.113.9, {visitor}"}
        return Client(headers=headers).post(reverse("account_login"), {"login": email, "password": password})

    for number in range(12):
        through_the_proxy(f"niemand{number}@voorbeeld.example", "verkeerd", "198.51.100.7")
    assert through_the_proxy(KNOWN, PASSWORD, "198.51.100.7").status_code != 302
    assert through_the_proxy(KNOWN, PASSWORD, "198.51.100.8").status_code == 302
