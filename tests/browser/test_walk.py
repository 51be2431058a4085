"""The whole walk in a browser: from signing in to a report, and what others see of it."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from core.reports.models import Report
from procurement.trajectory.models import Evidence
from tests.browser.conftest import A_JOB, PILOT, TRAJECTORY, Visit, Watch, check_address, fill_sign_in

NAME = "Inkoop Jeugdhulp 2025"
DEVIATION = "De tariefonderzoekers zijn alleen nu vrij; wat fase 2 oplevert, komt per besluit na."


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A small real PDF to upload."""
    path = tmp_path / "verslag bestuurlijk overleg.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path)
    return path


def open_trajectory(page: Page) -> None:
    """Through the navigation, as people go."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Trajecten").click()
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()


def stepper(page: Page) -> dict[str, str]:
    """The steps with their notes, as they stand on the page."""
    steps = {}
    for row in page.get_by_role("navigation", name="Fasen").locator(".step").all():
        label, note = row.locator(".step__label").inner_text(), row.locator(".step__note").inner_text()
        steps[" ".join(label.split())] = note.split("\n")[0]
    return steps


def gate(page: Page) -> dict[str, str]:
    """The conditions of the gate with their words."""
    lines = page.locator(".gate__line")
    return {line.locator(".gate__label").inner_text(): line.locator(".gate__word").inner_text() for line in lines.all()}


def finish(page: Page, code: str, reason: str) -> None:
    """Report the check of this page as done; the phase shows it."""
    page.get_by_role("link", name="Gereed melden").click()
    page.get_by_label("Toelichting").fill(reason)
    page.get_by_role("button", name="Gereed melden").click()
    expect(page.locator(f"[id='controlepunt-{code}']")).to_contain_text("gereed")


def take_step(page: Page, link: str, reason: str, button: str = "") -> None:
    """Pass the gate of this page with a reason."""
    page.get_by_role("link", name=link, exact=True).click()
    page.locator("main form textarea").fill(reason)
    page.get_by_role("button", name=button or link, exact=True).click()


def test_from_signing_in_to_a_report(visit: Visit, watch: Watch, paper: Path, celery_worker: None) -> None:
    # Sanne signs in, and Vandaag says what is asked of her.
    sanne = visit()
    sanne.goto("/")
    expect(sanne).to_have_title("Inloggen - Inkoopkompas")
    fill_sign_in(sanne, "sanne")
    expect(sanne.get_by_role("heading", level=1)).to_have_text("Vandaag")
    expect(sanne.get_by_text(re.compile(r"Er wachten \d+ dingen op je\."))).to_be_visible()
    expect(sanne.locator(".page-aside").get_by_text("Anouk Fictief")).to_be_visible()

    # The trajectory with its stepper and lanes.
    open_trajectory(sanne)
    assert list(stepper(sanne)) == [
        "Nulmeting en probleemanalyse",
        "Bestuurlijke opdracht en besluitvorming",
        "Aanbodvorming",
        "Tarievenonderzoek",
        "Inkoopstrategie",
        "Inkooptraject",
        "Implementatie",
    ]
    assert list(stepper(sanne).values()) == ["loopt"] + ["gepland"] * 6
    wide = sanne.locator(".stepper__wide")
    assert wide.locator(".lane__label").all_inner_texts() == [
        "Spoor 6: Beleidsuitgangspunten",
        "Spoor 7: KIT",
        "Spoor 8: Project en organisatie",
    ]
    expect(sanne.locator(".chart__drawing svg")).to_be_visible()

    # Phase 0: the gate is red, and a link leads to what is missing.
    wide.get_by_role("link", name="Nulmeting en probleemanalyse").click()
    assert list(gate(sanne).values()) == ["nog niet", "voldaan", "voldaan"]
    expect(sanne.get_by_role("button", name="Fase afsluiten")).to_have_attribute("aria-disabled", "true")
    sanne.get_by_role("link", name="Naar de controlepunten").click()
    expect(sanne).to_have_url(re.compile(r"/fasen/0/#controlepunten$"))

    # Her two checks: evidence by upload, then done.
    for code, title in (("0.2-c", "Verslag bestuurlijk overleg"), ("0.4-d", "Deelnemerslijst sessie 4")):
        sanne.locator(f"[id='controlepunt-{code}']").get_by_role("link").click()
        expect(sanne.get_by_role("button", name="Gereed melden")).to_have_attribute("aria-disabled", "true")
        sanne.get_by_role("link", name="Bewijs toevoegen").click()
        sanne.get_by_label("Naam van het bewijs").fill(title)
        sanne.locator("input[type=file]").set_input_files(paper)
        expect(sanne.get_by_text(paper.name)).to_be_visible()
        sanne.get_by_role("button", name="Bewijs toevoegen").click()
        expect(sanne.get_by_role("link", name=title, exact=True)).to_be_visible()
        finish(sanne, code, "Besproken en vastgelegd.")

    # The third is Anouk's: she adds a link and is done.
    anouk = visit("anouk")
    anouk.goto("/")
    anouk.get_by_role("link", name="In de gebruikte bestanden staan geen gegevens").click()
    anouk.get_by_role("link", name="Bewijs toevoegen").click()
    anouk.get_by_label("Naam van het bewijs").fill("Bevestiging van de leverancier")
    anouk.get_by_role("radio", name="Link").check()
    anouk.get_by_role("textbox", name="Link").fill("https://almelo.voorbeeld.example/bevestiging")
    anouk.get_by_label("Vertrouwelijk").check()
    anouk.get_by_role("button", name="Bewijs toevoegen").click()
    expect(anouk.get_by_text("Het bewijs is toegevoegd.")).to_be_visible()
    finish(anouk, "0.5-b", "De leverancier bevestigt het schriftelijk.")
    expect(anouk.get_by_role("link", name="Fase afsluiten")).to_have_count(0)

    # Now the gate is green and phase 0 closes with a reason.
    sanne.reload()
    assert list(gate(sanne).values()) == ["voldaan"] * 3
    take_step(sanne, "Fase afsluiten", "Het projectteam ging op 7 februari akkoord.")
    expect(sanne.get_by_text("Fase 0 is afgesloten.")).to_be_visible()
    assert stepper(sanne)["Nulmeting en probleemanalyse"] == "afgesloten"

    # Phase 1 opens; phase 3 is refused, with the reasons.
    sanne.get_by_role("link", name="Fase 1 openen").click()
    take_step(sanne, "Fase openen", "De wethouders vroegen om een strategisch inkoopdocument.")
    expect(sanne.get_by_text("Fase 1 is geopend.")).to_be_visible()
    sanne.goto(f"{TRAJECTORY}fasen/3/")
    assert sorted(gate(sanne).values()) == ["nog niet", "nog niet", "nog niet", "voldaan"]
    expect(sanne.get_by_role("button", name="Fase openen")).to_have_attribute("aria-disabled", "true")
    expect(sanne.locator(".verdict__reason")).to_contain_text("3 voorwaarden")
    sanne.goto(f"{TRAJECTORY}fasen/3/overgang/open/")
    expect(sanne.get_by_text("Dit kan nu niet.")).to_be_visible()
    expect(sanne.locator("main form")).to_have_count(0)
    expect(sanne.get_by_role("link", name="afwijken met motivering")).to_have_count(0)

    # Mila may deviate, with a reason; the mark stays everywhere.
    mila = visit("mila")
    mila.goto(f"{TRAJECTORY}fasen/3/")
    take_step(mila, "Openen: afwijken met motivering", DEVIATION)
    expect(mila.get_by_text("Fase 3 is geopend. De afwijking blijft zichtbaar.")).to_be_visible()
    expect(mila.locator("h1 .badge", has_text="met afwijking")).to_be_visible()
    sanne.goto(TRAJECTORY)
    assert stepper(sanne)["Tarievenonderzoek"] == "met afwijking"
    expect(sanne.get_by_role("row", name=re.compile("^Fase 3"))).to_contain_text("met afwijking")
    expect(sanne.locator(".note--warning")).to_contain_text(DEVIATION)

    # The pyramid of segments, and a segment with the trajectories that buy it.
    sanne.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Segmenten").click()
    drawing = sanne.get_by_role("group", name="Piramide van segmenten")
    assert [name.split(", ")[0] for name in drawing.locator("title").all_text_contents()] == [
        "Landelijk Transitiearrangement",
        "Wonen",
        "Verblijf",
        "Ambulant",
        "Sociale basisinfrastructuur",
        "Crisis",
        "Jeugdbescherming en jeugdreclassering",
        "Consultatie en Diagnostiek",
    ]
    drawing.get_by_role("link", name=re.compile("^Verblijf")).click()
    expect(sanne.get_by_role("heading", level=1)).to_contain_text("Verblijf")
    panel = sanne.get_by_role("region", name="Trajecten waarin dit segment wordt ingekocht")
    expect(panel.get_by_role("link")).to_have_text([NAME, "Voorbeeldpilot logeeropvang"])

    # The progress report: ask, watch the job, open the PDF.
    panel.get_by_role("link", name=NAME).click()
    sanne.get_by_role("link", name="Alle rapporten van dit traject").click()
    sanne.get_by_role("button", name="Voortgangsrapport maken").click()
    expect(sanne).to_have_url(re.compile(r"/taken/[0-9a-f-]{36}/$"))
    expect(sanne.locator(".job .badge")).to_have_text("Klaar", timeout=A_JOB)
    sanne.get_by_role("link", name="Open het rapport").click()
    fingerprint = sanne.locator("code").inner_text()
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint)
    address = sanne.get_by_role("link", name="Open de pdf").get_attribute("href")
    answer = sanne.request.get(str(address))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    check_report(answer.body(), fingerprint)

    # The timeline tells it in sentences, with who and why.
    sanne.goto(f"{TRAJECTORY}tijdlijn/?deel=hoofdlijn")
    told = sanne.locator(".timeline__entry")
    expect(told.first.locator("p")).to_have_text(
        [
            "Opende fase 3 (Tarievenonderzoek) en week daarbij met motivering af.",
            DEVIATION,
            re.compile(r"^7\s+februari\s+2022, 08:3\d · Mila Modelmens$"),
        ]
    )
    sentences = [entry.locator("p").first.inner_text() for entry in told.all()[:6]]
    assert [sentence.split(":")[0] for sentence in sentences[1:]] == [
        "Opende fase 1 (Bestuurlijke opdracht en besluitvorming).",
        "Sloot fase 0 (Nulmeting en probleemanalyse) af.",
        "Meldde controlepunt 0.5-b gereed",
        "Meldde controlepunt 0.4-d gereed",
        "Meldde controlepunt 0.2-c gereed",
    ]

    see_only_what_is_theirs(visit, watch)


def check_report(content: bytes, fingerprint: str) -> None:
    """A tagged Dutch PDF that says on every page of when it is and which one, and on the second how things stand."""
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"
        assert str(document.docinfo["/Title"]) == f"Voortgang {NAME}"
        pages = [text_of(page) for page in document.pages]
    assert len(pages) >= 5
    assert [number for number, text in enumerate(pages, 1) if "7 februari 2022" not in text] == []
    assert [number for number, text in enumerate(pages, 1) if fingerprint[:12] not in text] == []
    summary = Report.objects.get(fingerprint=fingerprint).content["summary"]
    assert len(summary) == 3
    assert [sentence for sentence in summary if sentence not in pages[1]] == []
    early = "Fase 1 (EVA, Bestuurlijke opdracht en besluitvorming) loopt, eerder dan het geplande begin"
    assert summary[0].startswith(early)
    assert "Fase 3 (EVA, Tarievenonderzoek) loopt, met een afwijking; " in summary[0]
    assert summary[2].startswith("Sinds het rapport van 21 januari 2022")
    assert DEVIATION in " ".join(pages[2:])


def text_of(page: pikepdf.Page) -> str:
    """What a page says, by the characters that its fonts name for their glyphs."""
    fonts = {name: characters_of(font) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    words = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            words.append("".join(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2)))
    return " ".join(" ".join(words).replace("\N{NO-BREAK SPACE}", " ").split())


def characters_of(font: pikepdf.Object) -> dict[int, str]:
    """The table from glyphs to characters that makes a text searchable and readable aloud."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block)
    }


def see_only_what_is_theirs(visit: Visit, watch: Watch) -> None:
    """An official, a provider and an auditor, after the walk."""
    # Emre of Enschede: this trajectory, not the pilot, and nothing confidential.
    emre = visit("emre")
    emre.goto("/trajecten/")
    with watch.allows(404):
        answer = emre.goto(PILOT)
        assert answer is not None
        assert answer.status == 404
        expect(emre.get_by_role("heading", level=1)).to_have_text("Deze pagina bestaat niet")
    emre.goto(TRAJECTORY)
    expect(emre.get_by_role("heading", level=1)).to_have_text(NAME)
    emre.goto(check_address("0.1-c"))
    expect(emre.get_by_role("heading", level=1)).to_contain_text("Je kunt vertrouwen op de cijfers")
    expect(emre.get_by_text("analyse van aantallen en kosten")).to_have_count(0)
    file = f"/bewijs/{Evidence.objects.get(check_point__code='0.1-c', is_confidential=True).id}/bestand/"
    assert emre.request.get(file).status == 404
    emre.goto(check_address("0.5-b"))
    expect(emre.get_by_text("Bevestiging van de leverancier")).to_have_count(0)
    emre.goto(f"{TRAJECTORY}tijdlijn/")
    expect(emre.get_by_text("Bevestiging van de leverancier")).to_have_count(0)

    # Daan of a provider: only the portal.
    daan = visit("daan")
    daan.goto("/")
    expect(daan).to_have_url(re.compile(r"/portaal/$"))
    links = daan.get_by_role("navigation", name="Hoofdmenu").get_by_role("link")
    expect(links).to_have_text(["Portaal"])
    expect(daan.get_by_role("heading", level=3)).to_have_text(NAME)
    with watch.allows(404):
        for address in (TRAJECTORY, "/trajecten/", "/segmenten/", "/rapporten/", "/mensen/", file):
            answer = daan.goto(address)
            assert answer is not None
            assert answer.status == 404, address

    # Iris the auditor: everything, and nothing to press.
    iris = visit("iris")
    for address in (TRAJECTORY, f"{TRAJECTORY}fasen/1/", check_address("0.1-c"), PILOT, "/mensen/"):
        iris.goto(address)
        expect(iris.get_by_role("heading", level=1)).to_be_visible()
        expect(iris.locator("main .nl-button")).to_have_count(1 if address == "/mensen/" else 0)  # the filter of a list
        expect(iris.locator("main form[method=post]")).to_have_count(0)
    iris.goto(check_address("0.1-c"))
    expect(iris.get_by_text("Voorbeeld: analyse van aantallen en kosten")).to_be_visible()
    with watch.allows(403):
        answer = iris.goto(f"{TRAJECTORY}fasen/1/overgang/close/")
        assert answer is not None
        assert answer.status == 403
        expect(iris.get_by_text("Alleen een inkoper, projectleider of manager van OZJT kan dit.")).to_be_visible()
    iris.goto("/inzage/")
    tried = iris.get_by_role("row", name=re.compile("Emre Oefening"))
    expect(tried).to_contain_text("geweigerd")
