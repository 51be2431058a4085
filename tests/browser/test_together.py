"""Working together: a deputy does a check, a name in a comment gives a notice, a filter is kept, work goes over."""

import re
from datetime import date

from playwright.sync_api import expect

from accounts.deputies.models import Deputyship
from accounts.organisations.models import Organisation
from accounts.people.models import Person
from core.clock.queries import now
from tests.browser.conftest import PEOPLE, TRAJECTORY, Visit, Watch, check_address
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


def test_a_comment_with_a_name_leads_to_a_notice(visit: Visit, watch: Watch) -> None:
    page = visit("sanne")
    page.goto(TRAJECTORY)
    box = page.get_by_label("Je opmerking")
    box.fill("@Piet, weet jij dit?")
    with watch.allows(409):
        page.get_by_role("button", name="Opmerking plaatsen").click()
        expect(page.get_by_text("Wie bedoel je met ‘@Piet’?").first).to_be_visible()
    page.get_by_label("Je opmerking").fill("@Mila, weet jij dit?")
    page.get_by_role("button", name="Opmerking plaatsen").click()
    expect(page.get_by_text("@Mila, weet jij dit?")).to_be_visible()
    other = visit("mila")
    other.goto("/")
    other.get_by_role("button", name=re.compile("noemde je in een opmerking")).click()
    expect(other.get_by_text("@Mila, weet jij dit?")).to_be_visible()
    other.goto("/")
    expect(other.get_by_role("heading", name="Nieuwe berichten")).to_have_count(0)


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


def test_work_goes_to_a_colleague_who_hears_of_it(visit: Visit, watch: Watch) -> None:
    page = visit("mila")
    page.goto(f"/mensen/{person('sanne').id}/")
    page.get_by_role("link", name="Werk overdragen").click()
    page.get_by_label("Aan wie?").select_option(label=f"{PEOPLE['anouk']['name']} (Almelo)")
    page.get_by_label("Waarom?").fill("Voorbeeld: Sanne krijgt ander werk.")
    with watch.allows(409):
        page.get_by_role("button", name="Overdragen").click()
        expect(page.get_by_text("1 ding ging niet. Hieronder staat waarom.")).to_be_visible()
    page.get_by_role("link", name="Kijk wat er nog over is").click()
    page.get_by_label("Aan wie?").select_option(label=f"{PEOPLE['bram']['name']} (OZJT)")
    page.get_by_label("Waarom?").fill("Voorbeeld: Sanne krijgt ander werk.")
    page.get_by_role("button", name="Overdragen").click()
    expect(page.get_by_text("Er is geen werk om over te dragen")).to_be_visible()
    other = visit("bram")
    other.goto("/")
    other.get_by_role("button", name="droeg 1 ding aan je over").click()
    expect(other).to_have_url(re.compile(f"{TRAJECTORY}$"))
