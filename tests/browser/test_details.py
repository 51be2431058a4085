"""The keyboard, no script, two people at once, a session that ends, a phone, a job that is stopped."""

import re
from pathlib import Path

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from core.clock.queries import now
from core.history.tracking import events_of
from core.jobs.models import Job
from procurement.trajectory.models import Check
from tests.browser.conftest import (
    A_JOB,
    PEOPLE,
    PHONE,
    TRAJECTORY,
    Visit,
    Watch,
    check_address,
    check_of,
    fill_sign_in,
    report_job,
)

# Where the focus is drawn: on the element itself, or on the card, box or block around it.
FOCUS_IS_SEEN = """element => {
  for (let place = element; place && place !== document.body; place = place.parentElement) {
    const style = getComputedStyle(place);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
    const block = place.matches("a.pyramid__block") && getComputedStyle(place.querySelector("polygon"));
    if (block && parseFloat(block.strokeWidth) >= 4) return true;
  }
  return false;
}"""


def test_a_breach_of_the_policy_is_heard(visit: Visit, watch: Watch) -> None:
    page = visit()
    page.goto("/account/login/")
    with page.expect_console_message() as message:
        page.locator("body").evaluate(
            "body => body.append(Object.assign(document.createElement('script'), {textContent: 'window.done = true'}))"
        )
    assert "Content Security Policy" in message.value.text
    assert page.evaluate("window.done") is None
    assert len(watch.complaints) == 1
    watch.complaints.clear()


# --- The keyboard -----------------------------------------------------------------------------------------------------
def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Go there with Tab (or back with Shift+Tab); wherever the focus comes on the way, it can be seen."""
    expect(target).to_be_visible()
    for _ in range(80):
        page.keyboard.press(key)
        focused = page.locator(":focus")
        if focused.count():
            assert focused.evaluate(FOCUS_IS_SEEN), focused.evaluate("element => element.outerHTML.slice(0, 200)")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def skip_to_content(page: Page) -> None:
    """The first stop of every page leads past the navigation."""
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Naar de inhoud")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def enter(page: Page) -> None:
    """Press what has the focus, and be on the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_and_closing_a_phase_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    skip_to_content(page)
    tab_to(page, page.get_by_label("E-mailadres"))
    page.keyboard.type(PEOPLE["sanne"]["email"])
    tab_to(page, page.get_by_label("Wachtwoord"))
    page.keyboard.type(PEOPLE["sanne"]["password"])
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")

    tab_to(page, page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Trajecten"))
    enter(page)
    skip_to_content(page)
    tab_to(page, page.get_by_role("link", name="Inkoop Jeugdhulp 2025"))
    enter(page)
    tab_to(page, page.locator(".stepper__wide").get_by_role("link", name="Spoor 8"))
    enter(page)

    skip_to_content(page)
    reason = page.get_by_text("Voorbeeld: volgens planning begonnen.")
    passages = page.locator("details.folded").filter(has=reason)
    tab_to(page, passages.locator("summary"))
    page.keyboard.press("Enter")
    expect(passages.get_by_text("Voorbeeld: volgens planning begonnen.")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Spoor afsluiten"), key="Shift+Tab")
    enter(page)

    skip_to_content(page)
    tab_to(page, page.locator("main textarea"))
    page.keyboard.type("Het spoor is klaar.")
    tab_to(page, page.get_by_role("button", name="Spoor afsluiten"))
    enter(page)
    expect(page.get_by_text("Spoor 8 is afgesloten.")).to_be_visible()


@pytest.mark.parametrize("address", ["/segmenten/", "/trajecten/", f"{TRAJECTORY}fasen/0/eindproduct/"])
def test_the_focus_is_seen_on_every_stop(visit: Visit, address: str) -> None:
    page = visit("sanne")
    page.goto(address)
    tab_to(page, page.locator("main :is(a, button, input, select)").last)


# --- Forms ------------------------------------------------------------------------------------------------------------
def test_an_error_gets_the_focus_and_leads_to_its_field(visit: Visit, watch: Watch) -> None:
    page = visit("sanne")
    page.goto(f"{TRAJECTORY}fasen/1/planning/")
    page.get_by_label("Einddatum").fill("31-02-2022")
    with watch.allows(422):
        page.get_by_role("button", name="Opslaan").click()
        summary = page.get_by_role("alert")
        expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        ["Einddatum: Vul de datum in als 31-12-2027.", re.compile("^Vul ‘Waarom wijzig je dit\\?’ in|^Waarom")]
    )
    summary.get_by_role("link").first.click()
    field = page.get_by_label("Einddatum")
    expect(field).to_be_focused()
    expect(field).to_have_value("31-02-2022")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_file_of_the_wrong_kind_is_refused_in_words(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    page = visit("sanne")
    page.goto(f"{check_address('0.4-d')}bewijs/")
    page.get_by_label("Naam van het bewijs").fill("Een tekst")
    text = tmp_path / "verslag.pdf"
    text.write_text("Dit is geen pdf.")
    page.locator("input[type=file]").set_input_files(text)
    with watch.allows(409):
        page.get_by_role("button", name="Bewijs toevoegen").click()
        expect(page.get_by_role("alert")).to_contain_text("pdf")
    expect(page.get_by_label("Naam van het bewijs")).to_have_value("Een tekst")
    assert not check_of("0.4-d").evidence.exists()


def test_two_people_at_one_text_lose_neither(visit: Visit, watch: Watch) -> None:
    address = check_address("0.4-d")
    sanne, bram = visit("sanne"), visit("bram")
    for page in (sanne, bram):
        page.goto(f"{address}toelichting/")
    sanne.get_by_label("Toelichting").fill("Sanne: de lijst is er.")
    sanne.get_by_role("button", name="Toelichting opslaan").click()
    expect(sanne.get_by_text("De toelichting is opgeslagen.")).to_be_visible()

    bram.get_by_label("Toelichting").fill("Bram: de lijst komt morgen.")
    with watch.allows(409):
        bram.get_by_role("button", name="Toelichting opslaan").click()
        expect(bram.get_by_role("heading", name="Twee mensen, één tekst")).to_be_visible()
    expect(bram.locator(".conflict__text")).to_have_text(["Bram: de lijst komt morgen.", "Sanne: de lijst is er."])
    assert check_of("0.4-d").remark == "Sanne: de lijst is er."

    text = bram.get_by_role("textbox", name="Toelichting")
    expect(text).to_have_value("Bram: de lijst komt morgen.")
    text.fill("De lijst is er; Bram voegt hem morgen toe.")
    bram.get_by_role("button", name="Toelichting opslaan").click()
    expect(bram.get_by_text("De lijst is er; Bram voegt hem morgen toe.")).to_be_visible()
    expect(bram.locator(".kept")).to_have_count(0)
    kept = events_of(Check).objects.filter(pgh_obj_id=check_of("0.4-d").id).order_by("pgh_id")
    assert [row.remark for row in kept][-2:] == ["Sanne: de lijst is er.", "De lijst is er; Bram voegt hem morgen toe."]


def test_an_ended_session_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("sanne")
    address = f"{check_address('0.4-d')}toelichting/"
    page.goto(address)
    page.get_by_label("Toelichting").fill("Een lange tekst, en toen was de sessie voorbij.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Toelichting opslaan").click()
    expect(page).to_have_title("Inloggen - Inkoopkompas")
    fill_sign_in(page, "sanne")

    expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
    expect(page.get_by_label("Toelichting")).to_have_value("Een lange tekst, en toen was de sessie voorbij.")
    expect(page.locator(".kept")).to_contain_text("is teruggezet")
    page.get_by_role("button", name="Toelichting opslaan").click()
    expect(page.get_by_text("De toelichting is opgeslagen.")).to_be_visible()
    page.goto(address)
    expect(page.locator(".kept")).to_have_count(0)


def test_what_one_person_typed_is_not_shown_to_the_next(visit: Visit, world: str) -> None:
    page = visit("sanne")
    address = f"{check_address('0.4-d')}toelichting/"
    page.goto(address)
    page.get_by_label("Toelichting").press_sequentially("Alleen van Sanne.")
    page.get_by_label("Toelichting").blur()
    page.get_by_role("button", name="Uitloggen").first.click()
    page.goto(address)
    fill_sign_in(page, "bram")
    expect(page.get_by_label("Toelichting")).to_have_value("Voorbeeld: de deelnemerslijst van sessie 4 ontbreekt nog.")
    expect(page.locator(".kept")).to_have_count(0)


# --- Without script ---------------------------------------------------------------------------------------------------
def test_everything_can_be_done_without_script(visit: Visit, celery_worker: None, tmp_path: Path) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/")
    fill_sign_in(page, "sanne")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")

    page.get_by_role("link", name="Contractmanagers van OZJT").click()
    page.get_by_role("link", name="Bewijs toevoegen").click()
    page.get_by_label("Naam van het bewijs").fill("Deelnemerslijst")
    paper = tmp_path / "lijst.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(paper)
    page.locator("input[type=file]").set_input_files(paper)
    page.get_by_role("button", name="Bewijs toevoegen").click()
    expect(page.get_by_role("link", name="Deelnemerslijst", exact=True)).to_be_visible()

    page.goto(f"{TRAJECTORY}rapporten/")
    page.get_by_role("button", name="Voortgangsrapport maken").click()
    state = page.locator(".job .badge")
    for _ in range(A_JOB // 500):
        if state.inner_text() not in {"Wacht op de beurt", "Bezig"}:
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Ververs").click()
    expect(state).to_have_text("Klaar")
    page.get_by_role("link", name="Open het rapport").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voortgang Inkoop Jeugdhulp 2025")


# --- With script ------------------------------------------------------------------------------------------------------
def test_a_filter_shows_its_results_at_once_and_the_way_back_works(visit: Visit) -> None:
    page = visit("sanne")
    page.goto(f"{TRAJECTORY}controlepunten/")
    count = page.locator(".list-head__count")
    expect(count).to_have_text("122 controlepunten, pagina 1 van 5")
    page.get_by_label("Woord in de tekst").fill("focussessies")
    page.get_by_role("button", name="Filteren").click()
    expect(count).to_have_text("2 controlepunten")
    assert "focussessies" in page.url
    page.go_back()
    expect(count).to_have_text("122 controlepunten, pagina 1 van 5")


def test_a_job_is_followed_and_stopped(visit: Visit) -> None:
    page = visit("sanne")
    waiting = report_job("sanne")
    page.goto(f"/taken/{waiting.id}/")
    expect(page.locator(".job .badge")).to_have_text("Wacht op de beurt")
    page.get_by_role("button", name="Stop deze taak").click()
    expect(page.locator(".job .badge")).to_have_text("Gestopt")
    expect(page.get_by_role("button", name="Stop deze taak")).to_have_count(0)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.cancel_asked) == ("cancelled", True)

    moment = now()
    running = report_job("sanne", state="running", progress=40, step="Grafieken tekenen", started_at=moment, attempt=1)
    page.goto(f"/taken/{running.id}/")
    expect(page.locator(".job__line")).to_have_text(re.compile(r"Grafieken tekenen\s*40%"))
    Job.objects.filter(id=running.id).update(progress=70, step="Pagina's opmaken")
    expect(page.locator(".job__line")).to_have_text(re.compile(r"Pagina's opmaken\s*70%"))
    page.get_by_role("button", name="Stop deze taak").click()
    expect(page.locator(".job__line")).to_contain_text("De taak stopt bij de volgende stap.")


# --- A phone ----------------------------------------------------------------------------------------------------------
def test_on_a_phone_the_stepper_folds_and_the_menu_opens(visit: Visit) -> None:
    page = visit("sanne", viewport=PHONE, has_touch=True)
    page.goto(TRAJECTORY)
    expect(page.locator(".stepper__wide")).to_be_hidden()
    folded = page.locator(".stepper__narrow")
    expect(folded.locator("summary")).to_have_text("Stap 1 van 7: Nulmeting en probleemanalyse")
    expect(folded.locator(".step")).to_have_count(7)
    expect(folded.locator(".step").last).to_be_hidden()
    folded.locator("summary").tap()
    expect(folded.locator(".step").last).to_be_visible()
    folded.get_by_role("link", name="Tarievenonderzoek").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fase 3: Tarievenonderzoek")

    menu = page.locator("details.menu")
    expect(page.get_by_role("link", name="Segmenten")).to_have_count(0)
    menu.locator("summary").tap()
    expect(menu.get_by_text("Sanne Voorbeeld")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Segmenten")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").tap()
    menu.get_by_role("link", name="Segmenten").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Segmenten")
    expect(page.get_by_role("heading", name="Van zwaar naar licht")).to_be_visible()


def test_on_a_phone_a_wide_drawing_scrolls_by_itself(visit: Visit) -> None:
    page = visit("sanne", viewport=PHONE)
    page.goto(TRAJECTORY)
    drawing = page.locator(".chart__drawing")
    expect(drawing.locator("svg")).to_be_visible()
    expect(drawing).to_have_attribute("tabindex", "0")
    inner, outer = drawing.evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert inner > outer
    page.get_by_text("Cijfers als tabel").click()
    expect(page.get_by_role("region", name="Cijfers bij Planning")).to_be_visible()
