"""Signing in in two steps in a real browser: an app, a recovery code, a key that the browser plays, a session ended."""

import re
from collections.abc import Iterable

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from accounts.factors.queries import factors_of
from accounts.people.models import Person
from core.clock.queries import now
from tests.browser.conftest import PEOPLE, Visit, Watch, fill_sign_in
from tests.browser.test_accessibility import Found, window
from tests.factors import code_now, equip

TODAY = "Vandaag"


@pytest.fixture
def looks() -> Iterable[Found]:
    """Axe and widths over all pages of a test."""
    found = Found([])
    yield found
    assert found.lines == []


def person(name: str) -> Person:
    """Somebody of the example world."""
    return Person.objects.get(email=PEOPLE[name]["email"])


def play_a_key(page: Page) -> None:
    """Give the browser a security key that answers by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def first_step(page: Page, name: str) -> None:
    """E-mail and password."""
    page.goto("/account/login/")
    fill_sign_in(page, name)


def click(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, words: str) -> None:
    """Where we are."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible()


def test_an_app_from_setting_up_to_signing_in(visit: Visit, watch: Watch, looks: Found) -> None:
    page = window(visit)
    first_step(page, "sanne")
    page.get_by_role("link", name="Mijn account").first.click()
    page.get_by_role("link", name="Authenticator-app instellen").click()
    picture = page.get_by_role("img", name="QR-code")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0, "the policy lets it in"
    secret = page.locator(".secret__code").inner_text().replace(" ", "")
    page.get_by_label("Code uit de app").fill("12")
    with watch.allows(422):
        click(page, "Authenticator-app instellen")
        expect(page.get_by_role("alert").first).to_be_visible()
    looks.look(page, "app with an error")
    page.get_by_label("Code uit de app").fill(code_now(secret))
    click(page, "Authenticator-app instellen")
    expect(page.get_by_role("heading", name="Bewaar deze 10 codes nu")).to_be_visible()
    looks.look(page, "recovery codes")
    with page.expect_download() as download:
        page.get_by_role("link", name="Downloaden als tekst").click()
    recovery = download.value.path().read_text(encoding="utf-8").splitlines()[4]
    click(page, "Ik heb ze bewaard")
    looks.look(page, "account with an app")

    other = window(visit)
    first_step(other, "sanne")
    heading(other, "Nog één stap")
    other.get_by_label("Code").fill("000000")
    click(other, "Verder")
    expect(other.get_by_role("alert").first).to_be_visible()
    looks.look(other, "second step with an error")
    other.get_by_label("Code").fill(code_now(secret))
    other.get_by_label("Code").press("Enter")
    heading(other, TODAY)

    third = window(visit)
    first_step(third, "sanne")
    third.get_by_label("Code").fill(recovery)
    click(third, "Verder")
    heading(third, TODAY)
    third.goto("/account/")
    expect(third.get_by_text("Nog 9 over.")).to_be_visible()
    expect(third.get_by_text("Ingelogd met een herstelcode.")).to_be_visible()


def test_a_key_from_adding_to_signing_in(visit: Visit, looks: Found) -> None:
    page = window(visit)
    play_a_key(page)
    first_step(page, "mila")
    page.goto("/account/sleutels/nieuw/")
    looks.look(page, "new key")
    page.get_by_label("Naam van de sleutel").fill("Sleutelbos")
    click(page, "Sleutel toevoegen")
    click(page, "Ik heb ze bewaard")
    expect(page.get_by_text("Sleutel: Sleutelbos")).to_be_visible()
    page.get_by_role("link", name=re.compile("Naam wijzigen")).click()
    looks.look(page, "name of a key", phone=False)
    page.get_by_label("Naam van de sleutel").fill("Laptop")
    click(page, "Opslaan")
    expect(page.get_by_text("Sleutel: Laptop")).to_be_visible()
    page.get_by_role("link", name=re.compile("Verwijderen")).click()
    looks.look(page, "removing a key", phone=False)
    page.goto("/account/reauthenticate/key/")
    looks.look(page, "a key once more")

    page.goto("/")
    click(page, "Uitloggen")
    first_step(page, "mila")
    heading(page, "Nog één stap")
    looks.look(page, "second step with a key")
    click(page, "Sleutel gebruiken")
    heading(page, TODAY)
    assert factors_of(person("mila").id).keys[0].used_at is not None


def test_a_key_that_does_not_answer_is_told(visit: Visit, looks: Found) -> None:
    equip(person("mila"), now=now())
    page = window(visit)
    play_a_key(page)  # another one than she added
    first_step(page, "mila")
    click(page, "Sleutel gebruiken")
    expect(page.get_by_text("Er kwam geen antwoord van de sleutel")).to_be_visible()
    looks.look(page, "a key without an answer")


def test_a_session_that_is_ended_elsewhere(visit: Visit) -> None:
    windows: list[Page] = [visit(), visit()]
    for page in windows:
        first_step(page, "sanne")
        heading(page, TODAY)
    here, there = windows
    here.goto("/account/")
    expect(here.get_by_text("dit apparaat")).to_have_count(1)
    here.get_by_role("button", name=re.compile("Uitloggen.*Chrome op Linux")).first.click()
    expect(here.get_by_text("Uitgelogd: Chrome op Linux.")).to_be_visible()
    there.goto("/trajecten/")
    heading(there, "Inloggen")


def test_who_must_have_a_factor_and_a_reset(visit: Visit, looks: Found, settings: LazySettings) -> None:
    settings.MFA_REQUIRED_ROLES = ["procurement_officer"]
    page = window(visit)
    first_step(page, "sanne")
    heading(page, "Stel eerst een tweede stap in")
    looks.look(page, "a factor is owed")
    page.goto("/trajecten/")
    heading(page, "Stel eerst een tweede stap in")
    equip(person("sanne"), now=now())
    page.goto("/trajecten/")
    heading(page, "Trajecten")
    page.goto("/account/app/verwijderen/")
    looks.look(page, "removing an app", phone=False)
    page.goto("/account/reauthenticate/code/")
    looks.look(page, "a code once more")

    admin = window(visit, "teun")
    admin.goto(f"/mensen/{person('sanne').id}/")
    looks.look(admin, "a person with factors")
    admin.get_by_role("link", name="Tweede stap wissen").click()
    looks.look(admin, "reset")
    admin.get_by_label("Waarom?").fill("Telefoon kwijt, teruggebeld op het vaste nummer.")
    click(admin, "Tweede stap wissen")
    expect(admin.get_by_text("De tweede stap van Sanne Voorbeeld is gewist.")).to_be_visible()
    page.goto("/")
    heading(page, "Inloggen")
