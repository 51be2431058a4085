"""The calendar of meetings and the mandate register, in a real browser."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, Watch


def test_a_meeting_is_planned_and_moved_after_its_papers_were_sent(visit: Visit, watch: Watch) -> None:
    page = visit("sanne")
    page.goto("/bestuur/")
    page.get_by_role("link", name="Vergadering plannen").click()
    page.get_by_label("Orgaan").select_option(label="Algemeen bestuur SamenTwente")
    page.get_by_label("Datum van de vergadering").fill("13-4-2022")
    page.get_by_role("button", name="Vergadering plannen").click()
    expect(page.get_by_role("heading", name="Vergadering van 13 april 2022")).to_be_visible()
    page.get_by_role("button", name="Stukken zijn verzonden").click()
    page.get_by_role("link", name="Verplaatsen").click()
    expect(page.get_by_text("De stukken zijn al verzonden")).to_be_visible()
    page.get_by_label("Nieuwe datum").fill("20-4-2022")
    with watch.allows(422):
        page.get_by_role("button", name="Vergadering verplaatsen").click()
        page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Waarom verschuift de vergadering?")).to_be_focused()
    page.get_by_label("Waarom verschuift de vergadering?").fill("De zaal is bezet.")
    page.get_by_role("button", name="Vergadering verplaatsen").click()
    expect(page.get_by_text("nadat de stukken waren verzonden.").first).to_be_visible()
    other = visit("anouk")
    other.goto(page.url)
    expect(other.get_by_text("De zaal is bezet.").first).to_be_visible()
    expect(other.get_by_text("Jij hoeft hier niets te doen.")).to_be_visible()


def test_who_may_do_something_is_looked_up(visit: Visit) -> None:
    page = visit("anouk")
    page.goto("/mandaten/")
    page.get_by_role("link", name="Wie mag dit vandaag?").click()
    expect(page.get_by_label("Almelo", exact=True)).to_be_checked()
    page.get_by_label("Welke handeling?").select_option(label="Gunningsbericht")
    page.get_by_role("button", name="Opzoeken").click()
    answer = page.get_by_role("status").filter(has_text="mag dit op")
    expect(answer).to_contain_text("Wim Bedacht")
    page.get_by_label("Op welke dag?").fill("1-1-2023")
    page.get_by_role("button", name="Opzoeken").click()
    expect(page.get_by_text(re.compile("liep tot en met 31.december 2022"))).to_be_visible()
