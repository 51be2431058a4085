"""The page of a phase, its planning and dividing its work."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from procurement.checks import services as checking
from procurement.trajectory.models import Check, Phase
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.procurement.walking import LINK, make_green, phase_of, settle
from tests.pages.reading import Page, links, main, messages, said, section, text_of, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
FULL, PILOT = "/trajecten/inkoop-proef-2025/", "/trajecten/proefpilot/"


def gate_lines(answer: Any) -> dict[str, tuple[str, str, dict[str, str]]]:
    """The conditions of the gate: text → green or red word, why, and the links under it."""
    found = {}
    for line in re.findall(r'<li class="gate__line.*?</li>', main(answer), re.DOTALL):
        parts = {
            name: text_of(text)
            for name, text in re.findall(r'class="gate__(label|reason|word)"[^>]*>(.*?)</(?:p|strong)>', line)
        }
        found[parts["label"]] = (parts["word"], parts.get("reason", ""), links(line))
    return found


# --- The gate ---------------------------------------------------------------------------------------------------------
def test_a_gate_shows_what_is_missing_first_with_a_link_to_mend_it(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(f"{FULL}fasen/0/")
    mirrored = Check.objects.get(phase__trajectory=walk.trajectory, code="0.2-b")
    assert gate_lines(page) == {
        "Alle verplichte controlepunten van de nulmeting zijn afgerond.": (
            "nog niet",
            "Er staan nog 15 verplichte controlepunten open.",
            {"Naar de controlepunten": f"{FULL}fasen/0/#controlepunten"},
        ),
        "De lijst van knelpunten is als eindproduct vastgelegd.": (
            "nog niet",
            "Er is nog geen eindproduct vastgelegd.",
            {"Naar het eindproduct": f"{FULL}fasen/0/#eindproduct"},
        ),
        "Ambtenaren en aanbieders hebben op de uitkomst gereageerd.": (
            "nog niet",
            "Controlepunt 0.2-b is nog open.",
            {"Naar controlepunt 0.2-b": f"{FULL}controlepunten/{mirrored.id}/"},
        ),
    }
    assert "0 van 3 voldaan nog niet klaar" in words(page)
    assert 'id="controlepunten"' in main(page)
    assert 'id="eindproduct"' in main(page)


def test_a_gate_turns_green_line_by_line(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client, phase = signed_in("sanne"), phase_of(walk.trajectory, "0")
    settle(cast, Check.objects.get(phase=phase, code="0.2-b"))
    page = client.get(f"{FULL}fasen/0/")
    lines = gate_lines(page)
    assert [word for word, _, _ in lines.values()] == ["nog niet", "nog niet", "voldaan"]
    assert lines["Ambtenaren en aanbieders hebben op de uitkomst gereageerd."] == (
        "voldaan", "Controlepunt 0.2-b is afgerond.", {},
    )  # fmt: skip
    make_green(cast, phase)
    page = client.get(f"{FULL}fasen/0/")
    assert {word for word, _, _ in gate_lines(page).values()} == {"voldaan"}
    assert "3 van 3 voldaan klaar" in words(page)


def test_the_gate_of_a_planned_phase_asks_what_opening_needs(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(f"{FULL}fasen/1/")
    lines = gate_lines(page)
    assert lines["De nulmeting is afgesloten."] == (
        "nog niet",
        "Fase 0: Nulmeting en probleemanalyse is nog niet afgesloten.",
        {"Naar fase 0": f"{FULL}fasen/0/"},
    )
    assert lines["De bestuurlijke opdracht heeft een eigenaar, een begindatum en een einddatum."][0] == "voldaan"
    assert "Startvoorwaarden" in words(page)


def test_a_condition_confirmed_by_hand_leads_to_its_page(walk: Walk, signed_in: Opener) -> None:
    line = "Met de beheerders van de systemen is een rustperiode afgesproken."
    address = f"{FULL}fasen/5/voorwaarden/5-open-systems-frozen/"
    assert gate_lines(signed_in("sanne").get(f"{FULL}fasen/5/"))[line] == (
        "nog niet",
        "Iemand moet dit nog bevestigen, met onderbouwing.",
        {"Bevestigen": address},
    )
    assert gate_lines(signed_in("anouk").get(f"{FULL}fasen/5/"))[line][2] == {}


def test_conditions_of_decisions_and_planning_lead_to_where_they_are_met(walk: Walk, signed_in: Opener) -> None:
    lines = gate_lines(signed_in("anouk").get(f"{FULL}fasen/5/"))
    assert lines["De bevoegde organen hebben over de inkoopdocumenten besloten."] == (
        "nog niet",
        "Hierover is nog geen besluit genomen.",
        {"Naar de besluiten": f"{FULL}besluiten/"},
    )
    fits = "De planning tot de start van de contracten is haalbaar: er staat geen onopgelost conflict in."
    word, why, led = lines[fits]
    assert (word, led) == ("nog niet", {"Naar de planning": f"{FULL}planning/#conflicten"})
    assert re.match(r"De planning heeft \d+ conflict", why)
    award = gate_lines(signed_in("anouk").get(f"{FULL}fasen/I/"))[
        "De gunning is rond, een half jaar voordat de contracten starten."
    ]
    assert award[1] == (
        "De gunning is nog niet rond: fase 5 is nog niet afgesloten. "
        "De gunning moet uiterlijk op 1 juli 2024 rond zijn."
    )


def test_a_track_knows_no_gate(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(f"{FULL}fasen/8/")
    assert "Een spoor loopt naast de fasen en kent geen startvoorwaarden." in words(page)
    assert links(main(page))["Spoor afsluiten"] == f"{FULL}fasen/8/overgang/close/"


# --- Buttons ----------------------------------------------------------------------------------------------------------
def test_a_button_that_may_not_be_used_gives_the_reason(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(f"{FULL}fasen/0/")
    assert "Fase afsluiten" not in links(main(page))
    button = re.search(r'<div class="verdict">.*?</div>', main(page), re.DOTALL)
    assert button
    assert 'aria-disabled="true"' in button[0]
    assert text_of(button[0]) == (
        "Fase afsluiten Aan 3 voorwaarden is nog niet voldaan: "
        "Er staan nog 15 verplichte controlepunten open; Er is nog geen eindproduct vastgelegd; "
        "Controlepunt 0.2-b is nog open."
    )
    assert "afwijken met motivering" not in words(page), "an officer may not deviate"


def test_a_manager_may_deviate_and_nobody_else_is_offered_a_step(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("mila").get(f"{FULL}fasen/0/")
    assert links(main(page))["Afsluiten: afwijken met motivering"] == f"{FULL}fasen/0/overgang/close_with_exception/"
    for name in ("teun", "iris", "anouk"):
        assert '<div class="verdict">' not in main(signed_in(name).get(f"{FULL}fasen/0/"))


def test_a_green_gate_offers_its_step(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    make_green(cast, phase_of(walk.trajectory, "0"))
    page = signed_in("mila").get(f"{FULL}fasen/0/")
    assert links(main(page))["Fase afsluiten"] == f"{FULL}fasen/0/overgang/close/"
    assert "afwijken met motivering" not in words(page), "there is nothing to deviate from"


# --- Checks and end product -------------------------------------------------------------------------------------------
def test_checks_stand_under_their_aspect_in_order(walk: Walk, signed_in: Opener) -> None:
    page = section(signed_in("anouk").get(f"{FULL}fasen/0/"), "Controlepunten")
    aspects = [text_of(part) for part in re.findall(r"<h3\b[^>]*>(.*?)</h3>", page, re.DOTALL)]
    assert aspects == ["Inhoud", "Processen", "Werkstructuren", "Organisatie", "Systemen"]
    codes = re.findall(r'id="controlepunt-([^"]+)"', page)
    assert codes == list(
        Check.objects.filter(phase__trajectory=walk.trajectory, phase__code="0")
        .order_by("order")
        .values_list("code", flat=True)
    )
    assert "0 van 16 afgerond; van de 15 verplichte staan er nog 15 open." in text_of(page)


def test_a_line_tells_owner_evidence_and_source(house: Furnished, signed_in: Opener) -> None:
    page = section(signed_in("anouk").get(f"{PILOT}fasen/0/"), "Controlepunten")
    line = re.search(r'<li [^>]*id="controlepunt-0.1-b".*?</li>', page, re.DOTALL)
    assert line
    assert text_of(line[0]) == f"{house.check.text} 0.1-b Anouk Proef 1 bewijsstuk EVA 0.1 open"
    optional = re.search(r'<li [^>]*id="controlepunt-0.1-e".*?</li>', page, re.DOTALL)
    assert optional
    assert "nog geen eigenaar niet verplicht eigen aanvulling" in text_of(optional[0])


def test_what_waits_for_the_reader_stands_apart(house: Furnished, signed_in: Opener) -> None:
    assert house.check.text in said(signed_in("anouk").get(f"{PILOT}fasen/0/"), "Dit wacht op jou")
    assert "Dit wacht op jou" not in words(signed_in("sanne").get(f"{PILOT}fasen/0/"))


def test_the_end_product_of_a_phase(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    address = f"{FULL}fasen/0/eindproduct/"
    assert links(main(client.get(f"{FULL}fasen/0/")))["Eindproduct vastleggen"] == address
    answer = client.post(address, {"title": "Lijst van knelpunten", "kind": "link", "url": LINK}, follow=True)
    assert answer.redirect_chain == [(f"{FULL}fasen/0/#eindproduct", 302)]
    assert messages(answer) == "Het eindproduct is vastgelegd."
    product = section(answer, "Eindproduct")
    assert links(product)["Lijst van knelpunten"] == LINK
    assert "Sanne Proef (OZJT), 7 februari 2022" in text_of(product)


# --- Planning ---------------------------------------------------------------------------------------------------------
def test_planning_a_phase(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/0/planning/"
    form = Page.of(client.get(address)).filled_in()
    assert (form["start"], form["end"], form["owner"]) == ("01-11-2021", "01-03-2022", str(cast.sanne.id))
    sent = form | {"end": "15 maart 2022", "owner": str(cast.anouk.id), "reason": "De gemeenten vroegen uitstel"}
    answer = client.post(address, sent, follow=True)
    assert messages(answer) == "De planning is opgeslagen."
    planning = said(answer, "Planning")
    assert "Einde 15 maart 2022 Eigenaar Anouk Proef" in planning
    told = words(client.get(f"{FULL}tijdlijn/"))
    assert (
        "Wijzigde van fase 0 (Nulmeting en probleemanalyse) de einddatum van 1 maart 2022 naar 15 maart 2022 en de "
        "eigenaar. De gemeenten vroegen uitstel" in told
    )


@pytest.mark.parametrize(
    ("phase", "start", "end", "refusal"),
    [
        ("0", "1-3-2022", "1-2-2022", "De einddatum (1-2-2022) ligt voor de begindatum (1-3-2022)."),
        ("8", "1-3-2022", "1-2-2022", "De einddatum (1-2-2022) ligt voor de begindatum (1-3-2022)."),
        (
            "5",
            "1-9-2023",
            "1-1-2025",
            "De einddatum (1-1-2025) moet voor de start van de contracten (1-1-2025) liggen.",
        ),
        ("1", "1-10-2021", "1-6-2022", "De begindatum (1-10-2021) ligt voor het begin van de vorige fase (1-11-2021)."),
        ("1", "1-12-2022", "1-1-2023", "De begindatum (1-12-2022) ligt na het begin van de volgende fase (1-7-2022)."),
    ],
)
def test_dates_that_contradict_are_refused_and_kept_in_the_form(
    walk: Walk, signed_in: Opener, phase: str, start: str, end: str, refusal: str
) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/{phase}/planning/"
    form = Page.of(client.get(address)).filled_in()
    answer = client.post(address, form | {"start": start, "end": end, "reason": "Proef"})
    assert answer.status_code == 409
    assert said(answer, "Dit kan zo niet").startswith(f"Dit kan zo niet {refusal}")
    assert Page.of(answer).filled_in()["end"] == end
    row = phase_of(walk.trajectory, phase)
    assert f"{row.planned_start:%d-%m-%Y} {row.planned_end:%d-%m-%Y}" == f"{form['start']} {form['end']}"


def test_a_date_that_is_none_and_a_missing_reason_stand_at_their_fields(walk: Walk, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/0/planning/"
    form = Page.of(client.get(address)).filled_in()
    answer = client.post(address, form | {"start": "gisteren", "reason": ""})
    assert answer.status_code == 422
    assert Page.of(answer).errors == {
        "start": "Vul de datum in als 31-12-2027.",
        "reason": "Vul ‘Waarom wijzig je dit?’ in.",
    }


def test_a_phase_that_should_have_ended_says_so(walk: Walk, signed_in: Opener) -> None:
    Phase.objects.filter(trajectory=walk.trajectory, code="0").update(planned_end=TODAY - timedelta(days=1))
    assert "Volgens de planning was deze fase klaar op 6 februari 2022." in words(
        signed_in("anouk").get(f"{FULL}fasen/0/")
    )
    Phase.objects.filter(trajectory=walk.trajectory, code="0").update(planned_end=TODAY)
    assert "Volgens de planning was deze fase klaar" not in words(signed_in("anouk").get(f"{FULL}fasen/0/"))


def test_only_people_of_the_trajectory_can_own_its_phases(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    page = words(signed_in("sanne").get(f"{PILOT}fasen/0/planning/"))
    assert "Anouk Proef (Almelo)" in page
    for outsider in ("Emre", "Daan", "Teun", "Iris"):
        assert outsider not in page


# --- Dividing ---------------------------------------------------------------------------------------------------------
def test_dividing_the_work_in_one_go(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client, phase = signed_in("sanne"), phase_of(walk.trajectory, "0")
    first = Check.objects.get(phase=phase, code="0.1-a")
    checking.assign_check(check_id=first.id, owner_id=cast.anouk.id, who=cast.who("sanne"), today=TODAY)
    page = client.get(f"{FULL}fasen/0/")
    assert links(main(page))["Werk verdelen (15 zonder eigenaar)"] == f"{FULL}fasen/0/verdelen/"
    answer = client.post(f"{FULL}fasen/0/verdelen/", {"owner": str(cast.bram.id)}, follow=True)
    assert messages(answer) == "Het werk is verdeeld."
    owners = list(Check.objects.filter(phase=phase).order_by("owner__name").values_list("owner__name", flat=True))
    assert owners == ["Anouk Proef", *["Bram Proef"] * 15]
    assert "Werk verdelen" not in words(answer)


def test_a_closed_phase_is_fixed(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    phase = phase_of(walk.trajectory, "0")
    make_green(cast, phase)
    Phase.objects.filter(id=phase.id).update(state="closed", closed_at=NOW)
    page = signed_in("sanne").get(f"{FULL}fasen/0/")
    assert "Deze fase is afgesloten." in words(page)
    assert {"Eindproduct vastleggen", "Intrekken : Lijst van knelpunten"}.isdisjoint(links(main(page)))
    assert gate_lines(page) == {}
    check = Check.objects.get(phase=phase, code="0.1-a")
    answer = signed_in("sanne").post(f"{FULL}controlepunten/{check.id}/stand/reopen/", {"reason": "Toch niet"})
    assert answer.status_code == 409
    assert "De fase is afgesloten; het controlepunt ligt vast." in words(answer)
    answer = signed_in("sanne").post(f"{FULL}fasen/0/eindproduct/", {"title": "Later", "kind": "link", "url": LINK})
    assert answer.status_code == 409
    assert "De fase is afgesloten; er kan geen bewijs meer bij." in words(answer)
    assert phase.evidence.count() == 1


def test_where_a_phase_is_in_the_walk(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("anouk").get(f"{FULL}fasen/implementatie/")
    assert "Implementatie gepland" in words(page)
    assert phase_of(walk.trajectory, "I").planned_start == date(2023, 10, 28)
    assert signed_in("anouk").get(f"{FULL}fasen/9/").status_code == 404
