"""Every page with axe, in each state that it can have, and no page wider than a phone.

The pages come from the one list in `desk/example/bench.py`; an address that is missing there fails here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, ViewportSize, expect

from config.bootstrap import ROOT
from core.clock.queries import now
from desk.example.bench import PAGES, forgotten, pages
from tests.browser.conftest import PHONE, PILOT, TRAJECTORY, WIDE, Visit, Watch, check_address, report_job

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run({preload: false, resultTypes: ["violations"], runOnly: {type: "tag", values: tags}}).then(
  found => found.violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(" ")).join(" | ")}`)
)"""
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FILES = {"reports:pdf", "checks:evidence_file", "decisions:paper"}
ALSO_ON_A_PHONE = {
    "account_login",
    "bodies:meeting",
    "bodies:overview",
    "agenda:calculator",
    "catalogue:pyramid",
    "catalogue:segment",
    "gates:pass",
    "jobs:job",
    "mandates:mandate",
    "municipality:list",
    "municipality:municipality",
    "planning:planning",
    "planning:what_if",
    "overview:overview",
    "portal:home",
    "reports:report",
    "handover:handover",
    "today:today",
    "checks:check",
    "checks:list",
    "gates:conditions",
    "checks:evidence",
    "trajectory:phase",
    "trajectory:trajectory",
}
PEOPLE_WITH_PAGES = sorted({person for name, person, _ in PAGES if name not in FILES})
# The pages of one person are divided, so that two processes can share them.
PARTS = [(person, part) for person in PEOPLE_WITH_PAGES for part in range(4 if person == "sanne" else 1)]


@dataclass
class Found:
    """What was wrong, with where."""

    lines: list[str]

    def look(self, page: Page, name: str, *, phone: bool = True) -> None:
        """Axe at the wide window, and at the phone when asked; the width of the page at both small windows."""
        self.axe(page, f"{name} 1280")
        self._resize(page, PHONE)
        self._width(page, f"{name} 390")
        if phone:
            self.axe(page, f"{name} 390")
        self._resize(page, {"width": 320, "height": 700})
        self._width(page, f"{name} 320")
        self._resize(page, WIDE)

    def _resize(self, page: Page, size: ViewportSize) -> None:
        page.set_viewport_size(size)
        page.evaluate(NEXT_FRAME)

    def axe(self, page: Page, where: str) -> None:
        """Axe at the window as it is."""
        self.lines += [f"{where}: {line}" for line in page.evaluate(RUN, RULES)]

    def _width(self, page: Page, where: str) -> None:
        if over := page.evaluate(TOO_WIDE):
            self.lines.append(f"{where}: {over} pixels too wide")


@pytest.fixture
def found() -> Iterable[Found]:
    """Collects over all pages of a test, so that one run tells everything."""
    found = Found([])
    yield found
    assert found.lines == []


def window(visit: Visit, name: str = "") -> Page:
    """A window in which every page carries axe."""
    page = visit(name)
    page.context.add_init_script(path=AXE)
    return page


def opened(page: Page, address: str, status: int = 200) -> Page:
    """Go there and get that answer."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, address
    return page


# --- Every page -------------------------------------------------------------------------------------------------------
def test_every_address_is_in_the_list_of_pages() -> None:
    assert forgotten() == set()


def test_axe_looks(visit: Visit) -> None:
    page = opened(window(visit), "/account/login/")
    assert page.evaluate(RUN, RULES) == []
    page.locator("h1").evaluate("heading => heading.after(new Image())")
    page.locator("h1").evaluate("heading => { heading.style.color = '#ccc'; }")
    assert [line.split(":")[0] for line in page.evaluate(RUN, RULES)] == ["color-contrast", "image-alt"]


@pytest.mark.parametrize(("person", "part"), PARTS)
def test_every_page(visit: Visit, found: Found, person: str, part: int) -> None:
    page = window(visit, person)
    parts = sum(other == person for other, _ in PARTS)
    own = [row for row in pages() if row.person == person and row.name not in FILES]
    for row in own[part::parts]:
        opened(page, row.address)
        if page.locator("[data-chart]").count():
            expect(page.locator(".chart__drawing svg")).to_be_visible()
        found.look(page, f"{row.name} ({person or 'stranger'})", phone=row.name in ALSO_ON_A_PHONE)


# --- States -----------------------------------------------------------------------------------------------------------
def wrong(page: Page, address: str, values: dict[str, str], button: str, status: int = 422) -> None:
    """Send a form with these values, and get the answer that they deserve."""
    page.goto(address)
    for label, value in values.items():
        page.get_by_label(label).first.fill(value)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name=button, exact=True).click()
    assert answer.value.status == status, address
    expect(page.get_by_role("alert").first).to_be_visible()


def test_forms_with_errors(visit: Visit, watch: Watch, found: Found) -> None:
    page = window(visit, "sanne")
    check = check_address("0.4-d")
    with watch.allows(409, 422):
        for address, values, button, status in (
            (f"{TRAJECTORY}fasen/1/planning/", {"Begindatum": "gisteren"}, "Opslaan", 422),
            (
                f"{TRAJECTORY}fasen/1/planning/",
                {"Begindatum": "1-3-2023", "Einddatum": "1-3-2022", "Waarom": "Te vroeg"},
                "Opslaan",
                409,
            ),
            (f"{TRAJECTORY}bewerken/", {"Naam": "", "Start van de contracten": ""}, "Opslaan", 422),
            (f"{TRAJECTORY}mijlpalen/nieuw/", {}, "Mijlpaal toevoegen", 422),
            (f"{check}bewijs/", {}, "Bewijs toevoegen", 422),
            (f"{check}stand/skip/", {}, "Niet van toepassing", 422),
            (f"{TRAJECTORY}fasen/8/overgang/close/", {}, "Spoor afsluiten", 422),
            ("/trajecten/nieuw/", {}, "Traject starten", 422),
        ):
            wrong(page, address, values, button, status)
            found.look(page, f"{address} with errors", phone=button in {"Bewijs toevoegen", "Opslaan"})


def test_signing_in_and_inviting_with_errors(visit: Visit, watch: Watch, found: Found) -> None:
    page = window(visit)
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill("sanne@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill("niet dit")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    found.look(page, "account_login with errors")

    page = window(visit, "teun")
    with watch.allows(422):
        wrong(page, "/mensen/uitnodigen/", {"E-mailadres": "geen adres"}, "Uitnodigen")
        found.look(page, "people:invite with errors", phone=False)
    page.goto("/rapporten/?vanaf=gisteren")
    expect(page.get_by_text("Vul de datum in als 31-12-2027.").first).to_be_visible()
    found.look(page, "a filter with errors", phone=False)


def test_the_conflict_page(visit: Visit, watch: Watch, found: Found) -> None:
    page = window(visit, "sanne")
    page.goto(f"{TRAJECTORY}bewerken/")
    page.locator("input[name=version]").evaluate("field => { field.value = '0'; }")
    page.get_by_label("Samenvatting").fill("Een andere samenvatting.")
    with watch.allows(409):
        page.get_by_role("button", name="Opslaan").click()
        expect(page.get_by_role("heading", name="Twee mensen, één tekst")).to_be_visible()
    found.look(page, "conflict")


def test_empty_lists_and_folds_that_are_open(visit: Visit, found: Found) -> None:
    page = window(visit, "emre")
    opened(page, "/taken/")
    expect(page.get_by_text("Je hebt nog geen taken")).to_be_visible()
    found.look(page, "empty list")
    opened(page, "/trajecten/?naam=bestaat-niet")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    found.look(page, "list without hits", phone=False)
    opened(page, "/gemeenten/enschede/")
    found.look(page, "municipality without work", phone=False)

    page = window(visit, "sanne")
    opened(page, f"{PILOT}rapporten/")
    expect(page.get_by_text("Nog geen rapport")).to_be_visible()
    found.look(page, "no reports", phone=False)
    opened(page, TRAJECTORY)
    page.get_by_text("Cijfers als tabel").click()
    found.look(page, "chart with its table")
    page.set_viewport_size(PHONE)
    page.locator(".stepper__narrow > summary").click()
    page.locator("details.menu > summary").click()
    found.axe(page, "menu and stepper open 390")


def test_refusals_and_errors(visit: Visit, watch: Watch, found: Found) -> None:
    with watch.allows(400, 403, 404, 429, 500):
        found.look(opened(window(visit, "iris"), "/trajecten/nieuw/", 403), "403")
        found.look(opened(window(visit, "emre"), PILOT, 404), "404")
        found.look(opened(window(visit, "daan"), TRAJECTORY, 404), "404 for a provider", phone=False)
        page = window(visit)
        found.look(opened(page, "/bestaat-niet/", 404), "404 for a stranger", phone=False)
        for status in (400, 429, 500):
            found.look(shown_error(page, status), str(status))


def shown_error(page: Page, status: int) -> Page:
    """An error that cannot be asked for, as it would be sent."""
    body = render_to_string(f"{status}.html")

    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    page.route(f"**/fout-{status}/", answer)
    return opened(page, f"/fout-{status}/", status)


STATES = {
    "queued": {},
    "running": {"progress": 40, "step": "Grafieken tekenen"},
    "done": {"progress": 100, "result": {"url": "/rapporten/", "label": "Open het rapport"}},
    "failed": {"error": "Het is niet gelukt. Probeer het opnieuw."},
    "cancelled": {"cancel_asked": True},
}


def test_a_job_in_each_state(visit: Visit, found: Found) -> None:
    page = window(visit, "sanne")
    for state, values in STATES.items():
        ended = now() if state in {"done", "failed", "cancelled"} else None
        job = report_job("sanne", state=state, finished_at=ended, **values)
        found.look(opened(page, f"/taken/{job.id}/"), f"job {state}", phone=state == "running")
    opened(page, "/")
    expect(page.get_by_text("Waar het systeem voor je mee bezig is")).to_be_visible()
    found.look(page, "today with work of the system", phone=False)


def test_a_closed_phase_and_a_deviation(visit: Visit, found: Found) -> None:
    page = window(visit, "mila")
    opened(page, f"{TRAJECTORY}fasen/3/overgang/open_with_exception/")
    page.locator("main textarea").fill("De onderzoekers zijn alleen nu vrij.")
    page.get_by_role("button", name="Openen: afwijken met motivering").click()
    expect(page.get_by_text("Fase 3 is geopend.")).to_be_visible()
    found.look(page, "phase with a deviation", phone=False)
    opened(page, f"{TRAJECTORY}fasen/8/overgang/close/")
    page.locator("main textarea").fill("Het spoor is klaar.")
    page.get_by_role("button", name="Spoor afsluiten").click()
    found.look(page, "trajectory with a deviation")
    opened(page, f"{TRAJECTORY}fasen/8/")
    found.look(page, "closed phase", phone=False)
