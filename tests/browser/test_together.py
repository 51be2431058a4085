"""Working together: a deputy does a check, a comment with a name leads to a notice, a filter is kept."""

import re
from datetime import date

from playwright.sync_api import expect

from accounts.deputies.models import Deputyship
from accounts.organisations.models import Organisation
from accounts.people.models import Person
from core.clock.queries import now
from tests.browser.conftest import PEOPLE, TRAJECTORY, Visit, check_address
from tests.browser.conftest import check_of as check


def person(name: str) -> Person:
    return Person.objects.get(email=PEOPLE[name]["email"])


def test_a_deputy_does_a_check_in_the_name_of_who_is_away(visit: Visit) -> None:
    row = check("0.4-d")
    owner = row.owner
    assert owner is not None
    assert owner != person("bram")
    Deputyship.objects.create(
        person=owner, deputy=person("bram"), organisation=Organisation.objects.get(slug="ozjt"),
        first_day=date(2022, 2, 1), last_day=date(2022, 2, 18), reason="Voorbeeld: verlof", arranged_at=now(),
        arranged_by_name=owner.name,
    )  # fmt: skip
    page = visit("bram")
    page.goto("/")
    expect(page.get_by_text(f"Je vervangt {owner.name}")).to_be_visible()
    expect(page.get_by_text(f"Namens {owner.name}").first).to_be_visible()
    page.goto(check_address("0.4-d"))
    page.get_by_role("link", name="Niet van toepassing").click()
    page.get_by_label("Waarom geldt dit hier niet?").fill("Voorbeeld: dit geldt hier niet.")
    page.get_by_role("button", name="Niet van toepassing").click()
    page.goto(f"{TRAJECTORY}tijdlijn/")
    expect(page.get_by_text(f"{PEOPLE['bram']['name']}, namens {owner.name}").first).to_be_visible()


def test_a_comment_with_a_name_leads_to_a_notice(visit: Visit) -> None:
    page = visit("sanne")
    page.goto(TRAJECTORY)
    box = page.get_by_label("Je opmerking")
    box.fill("@Piet, weet jij dit?")
    page.get_by_role("button", name="Opmerking plaatsen").click()
    expect(page.get_by_text("Wie bedoel je met ‘@Piet’?").first).to_be_visible()
    page.get_by_label("Je opmerking").fill("@Mila, weet jij dit?")
    page.get_by_role("button", name="Opmerking plaatsen").click()
    expect(page.get_by_text("@Mila, weet jij dit?")).to_be_visible()
    other = visit("mila")
    other.goto("/")
    other.get_by_role("link", name=re.compile("Berichten: 1 nieuw|Berichten")).first.click()
    other.get_by_role("button", name=re.compile("noemde je in een opmerking")).first.click()
    expect(other.get_by_text("@Mila, weet jij dit?")).to_be_visible()


def test_a_filter_is_saved_and_opened_again(visit: Visit) -> None:
    page = visit("mila")
    page.goto(f"{TRAJECTORY}controlepunten/?stand=open")
    page.get_by_text("Bewaar dit filter").click()
    page.get_by_label("Naam van dit filter").fill("Wat open staat")
    page.get_by_role("button", name="Filter bewaren").click()
    expect(page.get_by_text("Je filter is bewaard.")).to_be_visible()
    page.goto(f"{TRAJECTORY}controlepunten/")
    page.get_by_role("link", name="Wat open staat").click()
    expect(page).to_have_url(re.compile(r"stand=open"))
