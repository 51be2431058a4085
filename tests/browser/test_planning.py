"""A planning conflict in the browser: seen, tried out, solved."""

from playwright.sync_api import expect

from accounts.organisations.queries import who_is
from accounts.people.models import Person
from core.clock.queries import now
from desk.example.planning import play_conflict
from tests.browser.conftest import PEOPLE, TRAJECTORY, Visit


def test_a_conflict_is_seen_tried_out_and_solved(visit: Visit) -> None:
    sanne = visit("sanne")
    person = Person.objects.get(email=PEOPLE["sanne"]["email"])
    moment = now()
    play_conflict(who=who_is(person_id=person.id, name=person.name, today=moment.date()), now=moment)

    sanne.goto("/")
    sanne.get_by_role("link", name="De planning heeft 2 conflicten").click()
    sentence = "De gunning is rond op 15 juli 2024; dat moet uiterlijk op 1 juli 2024."
    expect(sanne.get_by_role("heading", name=sentence)).to_be_visible()
    expect(sanne.get_by_text("2 weken te laat").first).to_be_visible()

    sanne.get_by_label("Fase of spoor die verschuift").select_option("5")
    sanne.get_by_label("Aantal weken later").fill("-2")
    sanne.get_by_role("button", name="Gevolgen bekijken").click()
    solved = sanne.locator("section", has=sanne.get_by_role("heading", name="Wat er dan verandert"))
    expect(solved.get_by_text("Er komen geen conflicten bij.")).to_be_visible()
    expect(solved.get_by_role("list").get_by_text("De gunning is rond op 15 juli 2024")).to_be_visible()

    sanne.get_by_role("link", name="Doorvoeren").click()
    sanne.get_by_label("Waarom wijzig je de planning?").fill("We halen de tijd in.")
    sanne.get_by_role("button", name="Doorvoeren").click()
    expect(sanne.get_by_text("De planning is gewijzigd.")).to_be_visible()
    expect(sanne.get_by_text("De planning past: er zijn geen conflicten.")).to_be_visible()
    sanne.goto(TRAJECTORY)
    expect(sanne.get_by_text("geen conflicten").first).to_be_visible()
