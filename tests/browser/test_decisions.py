"""A decision from its text to what the colleges said, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TRAJECTORY, Visit

TITLE = "Proef: afspraken over ambulante hulp"
WORDS = {
    "Voorstel": "1. De afspraken over ambulante hulp vast te stellen.",
    "Inleiding": "De colleges vroegen om één lijn.",
    "Beoogd effect": "Aanbieders krijgen overal dezelfde vraag.",
    "Argumenten": "1.1 Eén lijn scheelt werk.",
    "Kanttekeningen": "1.1 Een college kan afwijken.",
    "Kosten, baten en dekking": "Dit kost niets.",
    "Vervolg": "De afspraken gaan mee in het inkoopdocument.",
}


def take(page: Page, name: str) -> None:
    """Make a step of the decision on this page."""
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name=name, exact=True).click()


def record(page: Page, outcome: str, *, conditions: str = "") -> None:
    """Fill in what a college said; the fields for conditions come with the outcome that needs them."""
    expect(page.locator("textarea[name=conditions]")).to_be_hidden()
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Datum van de vergadering").fill("7-2-2022")
    if conditions:
        page.locator("textarea[name=conditions]").fill(conditions)
    page.get_by_role("button", name="Uitkomst vastleggen").click()


def test_from_text_to_who_has_not_decided(visit: Visit) -> None:
    # Sanne prepares a decision about Ambulant only, from its phase, and writes the text.
    sanne = visit("sanne")
    sanne.goto(f"{TRAJECTORY}fasen/1/")
    sanne.get_by_role("link", name="Besluit voorbereiden").click()
    sanne.get_by_label("Titel").fill(TITLE)
    sanne.get_by_label("Waarover gaat het besluit?").select_option(label="Kaders")
    for segment in ("Wonen", "Verblijf", "Crisis", "Consultatie en Diagnostiek"):
        sanne.get_by_label(segment, exact=True).uncheck()
    sanne.get_by_role("button", name="Besluit voorbereiden").click()
    decision = sanne.url
    sanne.get_by_role("link", name="Tekst schrijven").click()
    for label, text in WORDS.items():
        sanne.get_by_label(label, exact=True).fill(text)
    sanne.get_by_role("button", name="Versie bewaren").click()
    take(sanne, "Voorleggen aan een tweede paar ogen")
    expect(sanne.get_by_text("Jij schreef deze versie.")).to_be_visible()

    # Mila reads and agrees; a step is still without a day, and Sanne plans it.
    mila = visit("mila")
    mila.goto(decision)
    take(mila, "Tekst akkoord")
    expect(mila.get_by_text("De tekst is akkoord. Het voorstel kan op route.")).to_be_visible()
    sanne.goto(decision)
    sanne.get_by_role("link", name="Route en data invullen").click()
    sanne.get_by_role("link", name=re.compile("Plannen.*Colleges")).click()
    sanne.get_by_label("Uiterlijk op").fill("1-4-2022")
    sanne.get_by_role("button", name="Stap bewaren").click()
    sanne.goto(decision)
    take(sanne, "Op route sturen")
    expect(sanne.get_by_text("Wacht op 14 organen of gemeenten.")).to_be_visible()

    # Anouk keeps the result of Almelo on her phone, Sanne that of Borne.
    anouk = visit("anouk", viewport=PHONE)
    anouk.goto(decision)
    anouk.get_by_role("link", name=re.compile("Vastleggen.*Almelo")).click()
    record(anouk, "Akkoord met voorwaarden", conditions="Eerst inzicht in het geld")
    expect(anouk.get_by_role("region", name="Tabel van voorwaarden")).to_contain_text("Eerst inzicht in het geld")
    sanne.goto(decision)
    sanne.get_by_role("link", name=re.compile("Vastleggen.*Borne")).click()
    record(sanne, "Akkoord")
    expect(sanne.get_by_text("Wacht op 12 organen of gemeenten.").first).to_be_visible()

    # Who has not decided is one list.
    sanne.goto("/besluiten/wie-nog-niet/?besluit=Proef")
    expect(sanne.get_by_text("12 organen en gemeenten")).to_be_visible()
    expect(sanne.locator("main tbody")).to_contain_text("College van Enschede")
    expect(sanne.locator("main tbody")).not_to_contain_text("College van Almelo")
