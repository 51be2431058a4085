"""The calculator of terms and the address of an agenda, in a real browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit, Watch


def test_a_term_is_worked_out_and_shared(visit: Visit, watch: Watch) -> None:
    page = visit("anouk")
    page.goto("/")
    page.get_by_role("link", name="Termijn uitrekenen").click()
    page.get_by_label("Dag van de gebeurtenis").fill("7 maart 2026")
    page.get_by_label("Lengte").fill("8")
    page.get_by_label("Een aanbieder moet de termijn halen").check()
    page.get_by_role("button", name="Uitrekenen").click()
    expect(page.locator(".term__due")).to_have_text("maandag 4 mei 2026")
    expect(page.get_by_text("In deze termijn valt de meivakantie")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Algemene termijnenwet, artikel 1")).to_be_visible()
    expect(page.get_by_label("Lengte")).to_have_value("8")
    address = page.get_by_role("link", name="Link naar dit antwoord").get_attribute("href")
    assert address
    other = visit("sanne")
    other.goto(address)
    expect(other.locator(".term__due")).to_have_text("maandag 4 mei 2026")
    other.get_by_label("Om aanvulling gevraagd op").fill("16-3-2026")
    with watch.allows(422):
        other.get_by_role("button", name="Uitrekenen").click()
        expect(other.get_by_role("link", name="Vul bij een opschorting beide dagen in.")).to_be_visible()
    other.get_by_label("Aangevuld op").fill("30-3-2026")
    other.get_by_role("button", name="Uitrekenen").click()
    expect(other.locator(".term__due")).to_have_text("vrijdag 15 mei 2026")


def test_an_agenda_is_connected_and_read_without_signing_in(visit: Visit, watch: Watch) -> None:
    page = visit("emre")
    page.goto("/agenda/")
    page.get_by_role("link", name="Koppel aan je eigen agenda").click()
    page.get_by_role("button", name="Maak een adres").click()
    shown = page.locator(".feed-address").inner_text()
    address = shown[shown.index("/agenda/") :]
    stranger = visit()
    answer = stranger.request.get(address)
    assert answer.status == 200
    assert answer.text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("link", name="Koppeling beëindigen").click()
    page.get_by_role("button", name="Beëindig de koppeling").click()
    assert stranger.request.get(address).status == 404
