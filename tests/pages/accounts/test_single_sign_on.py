"""Single sign-on, against a provider that runs on this machine for the test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import LazySettings
from django.test import Client

from accounts.factors.models import SignInNote
from accounts.people.models import Person
from config.bootstrap import ROOT
from core.outbox.models import OutboxMessage
from tests.conftest import NOW, PASSWORD, Cast
from tests.factors import code_now, equip
from tests.oidc import NAME, Provider, running
from tests.pages.reading import source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
SIGN_IN, START = "/account/login/", "/account/oidc/organisatie/login/"
CALLBACK = "/account/oidc/organisatie/login/callback/"


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[Provider]:
    """A provider that the settings name."""
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings()
        yield provider


def through(client: Client, **sent: str) -> Any:
    """Press the button, let the provider answer, and come back with that."""
    there = client.post(START, sent)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get("/").status_code == 200


def test_the_button_is_there_only_with_a_provider(client: Client, provider: Provider, settings: LazySettings) -> None:
    page = client.get(SIGN_IN)
    assert f"Inloggen met {NAME}" in words(page)
    assert f'action="{START}"' in source(page)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Inloggen met" not in words(client.get(SIGN_IN))
    assert client.post(START).status_code == 404
    assert client.get(CALLBACK).status_code == 404


def test_looking_at_the_address_asks_first(client: Client, provider: Provider) -> None:
    page = client.get(START)
    assert words(page).startswith(f"Inloggen met {NAME} Het inloggen gaat verder bij")
    assert provider.asked == []


def test_a_known_person_comes_in_and_is_tied_once(client: Client, cast: Cast, provider: Provider) -> None:
    provider.claims["email"] = "Sanne@Voorbeeld.example"
    answer = through(client, next="/trajecten/")
    assert answer.request["PATH_INFO"] == "/trajecten/"
    assert "Sanne Proef" in source(answer)
    account = SocialAccount.objects.get()
    assert (account.user_id, account.uid, account.extra_data) == (cast.sanne.id, "1", {})
    assert not SocialToken.objects.exists()
    assert [note.sentence for note in SignInNote.objects.all()] == [f"Gekoppeld aan {NAME}."]
    assert f"Gekoppeld aan {NAME}." in OutboxMessage.objects.get().payload["body"]
    provider.claims["email"] = "anders@voorbeeld.example"
    other = Client()
    through(other)
    assert is_in(other), "the second time the provider's own id is enough"
    assert SignInNote.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}
    assert "/keys" in provider.asked, "the signature is checked"
    cast.sanne.refresh_from_db()
    assert cast.sanne.email == "sanne@voorbeeld.example"
    assert cast.sanne.check_password(PASSWORD), "the password stays"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"email_verified": False}, f"{NAME} gaf geen gecontroleerd e-mailadres door."),
        ({"email_verified": None}, f"{NAME} gaf geen gecontroleerd e-mailadres door."),
        ({"email": None}, f"{NAME} gaf geen gecontroleerd e-mailadres door."),
        ({"email": "niemand@voorbeeld.example"}, "Dit e-mailadres is hier niet bekend."),
    ],
)
def test_who_is_not_known_is_told_why(
    client: Client, cast: Cast, provider: Provider, claims: dict[str, Any], reason: str
) -> None:
    provider.claims |= claims
    people = Person.objects.count()
    answer = through(client)
    assert answer.status_code == 403
    assert reason in words(answer)
    assert "Terug naar inloggen" in words(answer)
    assert not is_in(client)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0), "nobody is made"


@pytest.mark.parametrize("was_tied", [False, True])
def test_who_may_not_sign_in_is_told_so(client: Client, cast: Cast, provider: Provider, was_tied: bool) -> None:
    if was_tied:
        through(Client())
    cast.sanne.is_active = False
    cast.sanne.save()
    answer = through(client)
    assert "Met dit account kan niemand meer inloggen." in words(answer)
    assert not is_in(client)
    assert SocialAccount.objects.count() == was_tied


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("state", "Het inloggen lukte niet. Begin opnieuw"),
        ("cancel", "Het inloggen is afgebroken."),
        ("signature", "De inlogdienst gaf geen bruikbaar antwoord."),
        ("issuer", "De inlogdienst gaf geen bruikbaar antwoord."),
        ("audience", "De inlogdienst gaf geen bruikbaar antwoord."),
        ("expired", "De inlogdienst gaf geen bruikbaar antwoord."),
        ("userinfo", "De inlogdienst gaf geen bruikbaar antwoord."),
    ],
)
def test_a_wrong_answer_lets_nobody_in(client: Client, cast: Cast, provider: Provider, spoil: str, says: str) -> None:
    provider.spoil.add(spoil)
    answer = through(client)
    assert says in words(answer)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_an_answer_of_another_browser_lets_nobody_in(client: Client, cast: Cast, provider: Provider) -> None:
    there = Client().post(START)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"].removeprefix("http://testserver")
    assert "Het inloggen lukte niet." in words(client.get(back))
    assert not is_in(client)


def test_an_answer_counts_once(client: Client, cast: Cast, provider: Provider) -> None:
    there = client.post(START)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"].removeprefix("http://testserver")
    assert client.get(back).status_code == 302
    client.post("/account/logout/")
    assert "Het inloggen lukte niet." in words(client.get(back))
    assert not is_in(client)


def test_a_provider_that_is_away_is_told(client: Client, cast: Cast, provider: Provider) -> None:
    provider.spoil.add("away")
    answer = client.post(START)
    assert answer.status_code in {403, 502}
    assert "De inlogdienst gaf geen bruikbaar antwoord." in words(answer)


def test_next_to_another_host_is_not_followed(client: Client, cast: Cast, provider: Provider) -> None:
    assert through(client, next="https://kwaad.example/").request["PATH_INFO"] == "/"


@pytest.mark.parametrize("asked", [False, True])
def test_a_second_factor_after_it_is_a_setting(
    client: Client, cast: Cast, provider: Provider, settings: LazySettings, asked: bool
) -> None:
    settings.OIDC_SECOND_FACTOR = asked
    equip(cast.sanne, now=NOW)
    answer = through(client)
    assert is_in(client) is not asked
    if asked:
        assert words(answer).startswith("Nog één stap")
        assert client.post("/account/login/code/", {"code": code_now()})["Location"] == "/"
    by_password = Client()
    sent = {"login": "sanne@voorbeeld.example", "password": PASSWORD}
    assert by_password.post(SIGN_IN, sent)["Location"] == "/account/login/code/", "a password always asks it"


@pytest.mark.parametrize("asked", [False, True])
def test_who_must_have_one_may_lean_on_the_provider(
    client: Client, cast: Cast, provider: Provider, settings: LazySettings, asked: bool
) -> None:
    settings.MFA_REQUIRED_ROLES, settings.OIDC_SECOND_FACTOR = ["procurement_officer"], asked
    through(client)
    assert is_in(client) is not asked
    assert not Authenticator.objects.exists()


def test_the_policy_lets_the_form_lead_to_the_provider() -> None:
    """The settings themselves, read with and without a provider."""
    code = "from config import settings as s; print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    given = {
        "OIDC_NAME": "OZJT", "OIDC_CLIENT_ID": "x", "OIDC_SECRET": "y",
        "OIDC_SERVER_URL": "https://login.voorbeeld.example/huis/v2.0", "OIDC_ORIGINS": "https://adfs.voorbeeld.example",
    }  # fmt: skip

    def origins(**different: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | different,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert origins() == "'self'"
    assert origins(**given) == "'self' https://login.voorbeeld.example https://adfs.voorbeeld.example"
    assert origins(**given | {"OIDC_SECRET": ""}) == "'self'", "half a provider is none"
