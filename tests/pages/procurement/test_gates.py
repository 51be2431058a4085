"""Passing a gate: refused with the reasons, with a reason, or with an exception that stays visible."""

from collections.abc import Callable

import pytest
from django.test import Client

from procurement.gates.models import GateConfirmation, GatePassage
from procurement.progress.queries import gather
from procurement.trajectory.models import Phase
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.procurement.walking import make_green, phase_of
from tests.pages.reading import Page, links, main, messages, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
FULL = "/trajecten/inkoop-proef-2025/"
MISSING = (
    "Aan 3 voorwaarden is nog niet voldaan: Fase 2: Aanbodvorming is nog niet afgesloten; "
    "Controlepunt 2.1-b is nog open; Controlepunt 2.2-b is nog open."
)


def state_of(walk: Walk, code: str) -> tuple[str, bool]:
    """Where a phase is, and whether it has an exception."""
    row = phase_of(walk.trajectory, code)
    return row.state, row.has_exception


def test_closing_a_phase_and_opening_the_next(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    make_green(cast, phase_of(walk.trajectory, "0"))
    assert Page.of(client.get(f"{FULL}fasen/0/overgang/close/")).filled_in() == {"reason": ""}
    sent = {"reason": "Besproken in de projectgroep van 4 februari."}
    answer = client.post(f"{FULL}fasen/0/overgang/close/", sent, follow=True)
    assert answer.redirect_chain == [(FULL, 302)], "the trajectory shows what comes next"
    assert messages(answer) == "Fase 0 is afgesloten."
    assert said(answer, "De volgende stap").startswith(
        "De volgende stap Fase 1 openen Aan 3 van 3 voorwaarden voldaan."
    )

    answer = client.post(f"{FULL}fasen/1/overgang/open/", {"reason": "Volgens planning."}, follow=True)
    assert answer.redirect_chain == [(f"{FULL}fasen/1/", 302)]
    assert messages(answer) == "Fase 1 is geopend."
    assert words(answer).startswith("Inkoop Proef 2025 Fase 1: Bestuurlijke opdracht en besluitvorming loopt")
    assert [state_of(walk, code) for code in "01"] == [("closed", False), ("open", False)]
    told = words(client.get(f"{FULL}tijdlijn/"))
    assert "Opende fase 1 (Bestuurlijke opdracht en besluitvorming). Volgens planning." in told
    assert "Sloot fase 0 (Nulmeting en probleemanalyse) af. Besproken in de projectgroep van 4 februari." in told
    assert "Afgesloten op 7 februari 2022, 09:30 door Sanne Proef" in words(client.get(f"{FULL}fasen/0/"))


def test_opening_phase_three_now_is_refused_with_the_reasons(walk: Walk, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/3/overgang/open/"
    page = client.get(address)
    assert page.status_code == 200
    assert f"Dit kan nu niet. {MISSING}" in words(page)
    assert "<form" not in main(page)
    assert links(main(page))["Naar fase 2"] == f"{FULL}fasen/2/"
    answer = client.post(address, {"reason": "Toch maar"})
    assert answer.status_code == 409
    assert MISSING in words(answer)
    assert state_of(walk, "3") == ("planned", False)
    assert GatePassage.objects.filter(phase__code="3").count() == 0


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_step_without_a_reason_is_refused_at_the_field(
    walk: Walk, cast: Cast, signed_in: Opener, reason: str
) -> None:
    make_green(cast, phase_of(walk.trajectory, "0"))
    answer = signed_in("sanne").post(f"{FULL}fasen/0/overgang/close/", {"reason": reason})
    assert answer.status_code == 422
    assert Page.of(answer).errors == {"reason": "Schrijf een toelichting op; elke stap in het traject heeft er een."}
    assert 'href="#id_reason"' in main(answer)
    assert state_of(walk, "0") == ("open", False)


def test_deviating_without_a_motivation_is_refused_at_the_field(walk: Walk, signed_in: Opener) -> None:
    answer = signed_in("mila").post(f"{FULL}fasen/3/overgang/open_with_exception/", {"reason": ""})
    assert answer.status_code == 422
    assert Page.of(answer).errors == {"reason": "Schrijf de motivering op; zonder motivering kun je niet afwijken."}
    assert state_of(walk, "3") == ("planned", False)


def test_an_exception_stays_visible_everywhere(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("mila")
    page = client.get(f"{FULL}fasen/3/overgang/open/")
    deviate = links(main(page))["afwijken met motivering"]
    assert deviate == f"{FULL}fasen/3/overgang/open_with_exception/"
    answer = client.post(deviate, {"reason": "Het bureau is al gekozen."}, follow=True)
    assert answer.redirect_chain == [(f"{FULL}fasen/3/", 302)]
    assert messages(answer) == "Fase 3 is geopend. De afwijking blijft zichtbaar."
    assert state_of(walk, "3") == ("open", True)

    phase = words(signed_in("anouk").get(f"{FULL}fasen/3/"))
    assert "Fase 3: Tarievenonderzoek loopt met afwijking" in phase
    assert "door Mila Proef met afwijking Het bureau is al gekozen. Toen nog niet voldaan:" in phase
    assert "De aanbodvorming is afgesloten." in phase

    trajectory = signed_in("anouk").get(FULL)
    assert "Fase 3: Tarievenonderzoek loopt met afwijking" in said(trajectory, "Fasen en sporen")
    assert (
        "Afwijkingen in dit traject Fase 3 (EVA) geopend op 7 februari 2022 door Mila Proef: Het bureau is al gekozen."
        in said(trajectory, "De volgende stap")
    )
    assert "Tarievenonderzoek met afwijking" in words(trajectory), "in the row of steps"

    content = gather("traject:inkoop-proef-2025", TODAY, NOW)
    assert [(row["phase"], row["step"], row["by"], row["reason"]) for row in content["exceptions"]] == [
        ("Fase 3 (EVA): Tarievenonderzoek", "geopend", "Mila Proef", "Het bureau is al gekozen.")
    ]
    assert content["exceptions"][0]["missing"][0] == "De aanbodvorming is afgesloten."
    assert [row["label"] for row in content["phases"] if row["has_exception"]] == ["Fase 3 (EVA)"]


def test_an_officer_cannot_deviate_by_the_address(walk: Walk, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/3/overgang/open_with_exception/"
    reason = "Afwijken van een faseovergang kan alleen een manager."
    assert reason in words(client.get(address))
    assert "afwijken met motivering" not in links(main(client.get(f"{FULL}fasen/3/overgang/open/")))
    answer = client.post(address, {"reason": "Toch maar"})
    assert (answer.status_code, reason in words(answer)) == (409, True)
    assert state_of(walk, "3") == ("planned", False)


def test_nothing_to_deviate_from_when_all_is_met(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    make_green(cast, phase_of(walk.trajectory, "0"))
    answer = signed_in("mila").post(f"{FULL}fasen/0/overgang/close_with_exception/", {"reason": "Toch"})
    assert (answer.status_code, state_of(walk, "0")) == (409, ("open", False))
    assert "Alle voorwaarden zijn voldaan; afwijken is niet nodig." in words(answer)


def test_who_comes_second_is_told(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    make_green(cast, phase_of(walk.trajectory, "0"))
    address = f"{FULL}fasen/0/overgang/close/"
    assert signed_in("sanne").post(address, {"reason": "Eerste"}).status_code == 302
    answer = signed_in("bram").post(address, {"reason": "Tweede"})
    assert answer.status_code == 409
    assert "Dit kan niet meer: de stand is nu 'afgesloten'." in words(answer)
    passages = GatePassage.objects.filter(phase__trajectory=walk.trajectory, step="close")
    assert [row.reason for row in passages] == ["Eerste"]


def test_a_closing_is_undone_the_same_day_only(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/0/overgang/reopen/"
    make_green(cast, phase_of(walk.trajectory, "0"))
    client.post(f"{FULL}fasen/0/overgang/close/", {"reason": "Klaar"})
    assert links(main(client.get(f"{FULL}fasen/0/")))["Afsluiten terugdraaien"] == address
    answer = client.post(address, {"reason": "Te vroeg"}, follow=True)
    assert messages(answer) == "De afsluiting van fase 0 is teruggedraaid."
    assert state_of(walk, "0") == ("open", False)

    client.post(f"{FULL}fasen/0/overgang/close/", {"reason": "Klaar"})
    Phase.objects.filter(trajectory=walk.trajectory, code="0").update(closed_at=NOW.replace(day=6))
    answer = client.post(address, {"reason": "Te laat"})
    assert answer.status_code == 409
    assert "Terugdraaien kan alleen op de dag zelf." in words(answer)


def test_confirming_a_condition_and_taking_it_back(walk: Walk, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/5/voorwaarden/5-open-systems-frozen/"
    empty = client.post(address, {"reason": ""})
    assert (empty.status_code, Page.of(empty).errors) == (422, {"reason": "Schrijf op waar dit uit blijkt."})
    answer = client.post(address, {"reason": "Brief van 3 februari"}, follow=True)
    assert messages(answer) == "De voorwaarde is bevestigd."
    assert answer.redirect_chain == [(f"{FULL}fasen/5/#faseovergang", 302)]
    assert links(main(answer))["Bevestiging bekijken"] == address

    page = client.get(address)
    assert "Bevestigd door Sanne Proef op 7 februari 2022, 09:30: Brief van 3 februari" in words(page)
    again = client.post(address, {"reason": "Nog een keer op de knop"})
    assert (again.status_code, GateConfirmation.objects.count()) == (409, 1)
    answer = client.post(address, {"reason": "De leverancier wijzigde toch iets", "doel": "intrekken"}, follow=True)
    assert messages(answer) == "De bevestiging is ingetrokken."
    assert GateConfirmation.objects.count() == 0
    told = words(client.get(f"{FULL}tijdlijn/"))
    line = "de voorwaarde: Met de beheerders van de systemen is een rustperiode afgesproken."
    assert f"Bevestigde {line}" in told
    assert f"Trok de bevestiging in van {line} De leverancier wijzigde toch iets" in told


@pytest.mark.parametrize(
    "address",
    [
        "fasen/0/overgang/weg/",
        "fasen/0/overgang/phase_opened/",
        "fasen/5/voorwaarden/bestaat-niet/",
        "fasen/5/voorwaarden/5-open-previous/",  # computed, not confirmed by hand
        "fasen/5/voorwaarden/5-open-documents-decided/",  # follows from the decisions
        "fasen/0/voorwaarden/5-open-systems-frozen/",  # of another phase
    ],
)
def test_steps_and_conditions_that_do_not_exist(walk: Walk, signed_in: Opener, address: str) -> None:
    client = signed_in("mila")
    assert client.get(FULL + address).status_code == 404
    assert client.post(FULL + address, {"reason": "x"}).status_code == 404
