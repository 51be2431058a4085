"""The calculator, the agenda and the page that connects it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from desk.agenda.models import AgendaFeed
from procurement.trajectory.services import add_milestone
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.reading import links, main, said, section, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
EIGHT_WEEKS = {"van": "7-3-2026", "lengte": "8", "eenheid": "weeks", "opschuiven": "law"}


@pytest.fixture
def asked(on_the_day: None, signed_in: Opener) -> Callable[..., Any]:
    """The calculator with an address."""
    client = signed_in("anouk")
    return lambda **query: client.get("/termijn-uitrekenen/", query)


Asked = Callable[..., Any]


# --- The calculator ---------------------------------------------------------------------------------------------------
def test_the_empty_form_has_no_answer_and_no_errors(asked: Asked) -> None:
    page = asked()
    assert page.status_code == 200
    assert "Stap voor stap" not in words(page)
    assert "aria-invalid" not in main(page)


def test_the_answer_stands_with_its_steps_and_articles(asked: Asked) -> None:
    page = asked(**EIGHT_WEEKS, aanbieder="on")
    answer = said(page, "De laatste dag")
    assert answer.startswith("De laatste dag maandag 4 mei 2026 Dat is over")
    assert "Op tijd is tot en met 4 mei 2026, 23:59." in answer
    assert "In deze termijn valt de meivakantie" in answer
    steps = said(page, "Stap voor stap")
    assert "Na 8 weken is het zaterdag 2 mei 2026." in steps
    assert "Algemene termijnenwet, artikel 1, eerste lid" in steps


def test_the_answer_has_an_address_to_share(asked: Asked, signed_in: Opener) -> None:
    address = links(section(asked(**EIGHT_WEEKS), "Stap voor stap"))["Link naar dit antwoord"]
    assert "van=7-3-2026" in address
    assert "maandag 4 mei 2026" in words(signed_in("sanne").get(address))


def test_a_named_term_says_from_which_day_it_counts(asked: Asked) -> None:
    page = asked(van="27-3-2026", termijn="awb-6-7")
    assert "vrijdag 8 mei 2026" in said(page, "De laatste dag")
    steps = said(page, "Stap voor stap")
    assert steps.startswith("Stap voor stap Bezwaar maken (Awb 6:7).")
    assert "De termijn telt vanaf: de dag waarop het besluit bekend is gemaakt." in steps


def test_how_old_a_document_may_be_has_its_own_words(asked: Asked) -> None:
    page = asked(van="9-3-2026", termijn="aw-2-89-1")
    assert said(page, "De oudste datum die telt").startswith("De oudste datum die telt dinsdag 9 september 2025")


def test_a_term_that_stood_still_and_was_extended(asked: Asked) -> None:
    page = asked(**EIGHT_WEEKS, gevraagd="16-3-2026", aangevuld="30-3-2026", verlengen="4")
    assert "vrijdag 12 juni 2026" in said(page, "De laatste dag")
    assert "Awb 4:15, eerste lid" in said(page, "Stap voor stap")


def test_counting_back(asked: Asked) -> None:
    page = asked(van="5-1-2027", lengte="10", eenheid="days", richting="terug")
    assert "zaterdag 26 december 2026" in said(page, "De laatste dag")
    assert "donderdag 24 december 2026" in said(page, "De laatste dag")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"van": ""}, "Vul de dag in waarmee de termijn begint, zoals 31-12-2027."),
        ({"van": "29-2-2026"}, "Vul de datum in als 31-12-2027."),
        ({"van": "1-1-1950"}, "Kies een datum vanaf 01-01-2000."),
        ({"lengte": ""}, "Kies hierboven een termijn, of vul hier een lengte in, zoals 8."),
        ({"lengte": "acht"}, "Vul een heel getal in, bijvoorbeeld 12."),
        ({"lengte": "9999"}, "De lengte is een heel getal van 1 tot en met 520."),
        ({"termijn": "awb-6-7"}, "Kies een termijn uit wet of regeling, of vul een lengte in. Niet allebei."),
        ({"gevraagd": "16-3-2026"}, "Vul bij een opschorting beide dagen in."),
        ({"gevraagd": "16-3-2026", "aangevuld": "16-3-2026"}, "Een opschorting eindigt na de dag"),
        ({"verlengen": "9999"}, "Verleng met 1 week of meer"),
        ({"richting": "terug", "verlengen": "1"}, "kun je niet opschorten of verlengen"),
        ({"van": "1-1-2099", "lengte": "100"}, "Reken met dagen van 2000 tot en met 2099."),
    ],
)
def test_a_mistake_says_what_to_do_and_keeps_what_was_typed(
    asked: Asked, change: dict[str, str], sentence: str
) -> None:
    page = asked(**EIGHT_WEEKS | change)
    assert page.status_code == 422
    assert sentence in words(page)
    assert said(page, "Nog geen antwoord: kijk dit na")
    assert "Nog niet opgeslagen" not in words(page)
    assert "Stap voor stap" not in words(page)


@pytest.mark.parametrize(
    "query", ["?x=1", "?van=%00", "?eenheid=eeuwen&van=7-3-2026&lengte=1", "?termijn=awb-99&van=7-3-2026"]
)
def test_an_address_that_was_made_up_gives_the_form(on_the_day: None, signed_in: Opener, query: str) -> None:
    assert signed_in("sanne").get(f"/termijn-uitrekenen/{query}").status_code == 422


def test_the_calculator_is_on_vandaag(walk: Walk, signed_in: Opener) -> None:
    found = links(main(signed_in("sanne").get("/")))
    assert found["Termijn uitrekenen"] == "/termijn-uitrekenen/"
    assert found["Agenda"] == "/agenda/"


# --- The agenda -------------------------------------------------------------------------------------------------------
def test_the_agenda_shows_what_is_coming(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    who: Any = cast.who("sanne")
    trajectory: Any = walk.trajectory
    for what, days in (("Gisteren", -1), ("Vandaag besloten", 0), ("Over drie jaar", 1100)):
        day = TODAY + timedelta(days=days)
        add_milestone(trajectory_id=trajectory.id, date=day, what=what, is_public=False, who=who, now=NOW)
    page = signed_in("emre").get("/agenda/")
    assert "Vandaag besloten" in words(page)
    assert "7 februari 2022 maandag" in words(page).replace("\N{NO-BREAK SPACE}", " ")
    assert "Gisteren" not in words(page)
    assert "Over drie jaar" not in words(page)
    assert "Einde van fase 0: Nulmeting" in words(page)
    assert "Proefpilot" not in words(page)
    assert links(main(page))["Vandaag besloten"] == "/trajecten/inkoop-proef-2025/"


def test_the_agenda_is_filtered_by_kind_and_period(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    who: Any = cast.who("sanne")
    trajectory: Any = walk.trajectory
    for what, days in (("Dichtbij", 5), ("Verder", 200)):
        day = TODAY + timedelta(days=days)
        add_milestone(trajectory_id=trajectory.id, date=day, what=what, is_public=False, who=who, now=NOW)
    client = signed_in("emre")
    page = words(client.get("/agenda/", {"soort": "mijlpaal"}))
    assert "Dichtbij" in page
    assert "Verder" in page
    assert "Nulmeting" not in page
    assert "Verder" not in words(client.get("/agenda/", {"soort": "mijlpaal", "periode": "28"}))


# --- Connecting -------------------------------------------------------------------------------------------------------
def test_the_address_is_shown_once(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("anouk")
    assert "Je agenda is nog niet gekoppeld." in words(client.get("/agenda/koppelen/"))
    page = client.post("/agenda/koppelen/", follow=True)
    found = re.search(r"/agenda/[A-Za-z0-9_-]{43}\.ics", main(page))
    assert found
    assert Client().get(found[0]).status_code == 200
    again = words(client.get("/agenda/koppelen/"))
    assert ".ics" not in again
    assert "Je agenda is gekoppeld sinds 7 februari 2022" in again.replace("\N{NO-BREAK SPACE}", " ")
    client.post("/agenda/koppelen/")
    assert Client().get(found[0]).status_code == 404


def test_the_connection_is_ended(cast: Cast, on_the_day: None, signed_in: Opener) -> None:
    client = signed_in("anouk")
    client.post("/agenda/koppelen/")
    page = client.post("/agenda/koppelen/beeindigen/", follow=True)
    assert "Je agenda is nog niet gekoppeld." in words(page)
    assert AgendaFeed.objects.get().ended_at is not None
    assert client.post("/agenda/koppelen/beeindigen/").status_code == 409
