"""The list, the start and the page of a trajectory; announcing and milestones."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from procurement.checks import services as checking
from procurement.trajectory.models import Check, Milestone, Phase, Trajectory
from segments.catalogue.models import Segment
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.reading import Page, links, main, messages, said, section, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
FULL, PILOT = "/trajecten/inkoop-proef-2025/", "/trajecten/proefpilot/"


def listed(client: Client, **query: str) -> list[str]:
    """The names of the trajectories on the list."""
    return [
        name
        for name in links(section_of_table(client.get("/trajecten/", query)))
        if name.startswith(("Inkoop", "Proef"))
    ]


def section_of_table(answer: object) -> str:
    """The table of a list."""
    return main(answer).partition("<tbody>")[2]


def plan(cast: Cast) -> dict[str, object]:
    """What starts a trajectory."""
    return {
        "name": "Herinkoop Wonen",
        "summary": "Alleen wonen.",
        "contract_start": "1 januari 2026",
        "max_term_years": "4",
        "value_full_term": "1000000",
        "owner": str(cast.sanne.id),
        "phase_model": "eva",
        "profile": "lot",
        "municipalities": [str(row.pk) for row in Trajectory.objects.get(slug="proefpilot").municipalities.all()],
        "segments": [str(Segment.objects.get(slug="wonen").id)],
    }


# --- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_shows_where_trajectories_stand(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    assert listed(client) == ["Inkoop Proef 2025", "Proefpilot"]
    page = words(client.get("/trajecten/"))
    assert "Inkoop Proef 2025 Nulmeting en probleemanalyse 0 122 1 januari 2025 € 1.800.000.000 Sanne Proef" in page
    assert "Proefpilot geen fase geopend 0 122 1 januari 2025 — Sanne Proef" in page
    assert "Nieuw traject" in page


def test_the_list_of_an_official_holds_only_own_trajectories(walk: Walk, signed_in: Opener) -> None:
    assert listed(signed_in("anouk")) == ["Inkoop Proef 2025", "Proefpilot"]
    assert listed(signed_in("emre")) == ["Inkoop Proef 2025"]
    assert "Nieuw traject" not in words(signed_in("emre").get("/trajecten/"))


def test_the_list_filters_by_name_and_kind(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("mila")
    assert listed(client, naam="pilot") == ["Proefpilot"]
    assert listed(client, soort="full") == ["Inkoop Proef 2025"]
    assert listed(client, sort="-name") == ["Proefpilot", "Inkoop Proef 2025"]


# --- Starting ---------------------------------------------------------------------------------------------------------
def test_starting_a_trajectory(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    form = Page.of(client.get("/trajecten/nieuw/"))
    assert len(form.values["municipalities"]) == 14, "all take part unless told otherwise"
    assert form.values["owner"] == [str(cast.sanne.id)]
    assert form.values["profile"] == ["full"]

    answer = client.post("/trajecten/nieuw/", plan(cast), follow=True)
    assert answer.redirect_chain == [("/trajecten/herinkoop-wonen/", 302)]
    assert messages(answer) == "Het traject is gestart. Plan nu de fasen en verdeel de controlepunten."
    about = said(answer, "Over dit traject")
    assert "Alleen wonen. Eigenaar Sanne Proef Soort herinkoop van één subtender" in about
    assert "Segmenten Wonen Gemeenten Almelo, Borne, Hengelo" in about
    assert "weten nog niet van dit traject" in about
    row = Trajectory.objects.get(slug="herinkoop-wonen")
    assert (row.phases.count(), Check.objects.filter(phase__trajectory=row).count()) == (10, 122)


def test_two_trajectories_of_one_name_have_two_addresses(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    for address in ("/trajecten/nieuw-2/", "/trajecten/nieuw-3/"):
        answer = client.post("/trajecten/nieuw/", plan(cast) | {"name": "Nieuw"})
        assert answer["Location"] == address
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Vul ‘Naam’ in."),
        ("contract_start", "31-02-2026", "Vul de datum in als 31-12-2027."),
        ("contract_start", "", "Vul de datum in als 31-12-2027."),
        ("max_term_years", "0", "Vul een getal in van 1 of hoger."),
        ("max_term_years", "lang", "Vul een heel getal in, bijvoorbeeld 12."),
        ("value_full_term", "-1", "Vul een getal in van 0 of hoger."),
        ("owner", "", "Kies een antwoord bij ‘Eigenaar’."),
        ("municipalities", [], "Kies minstens één antwoord bij ‘Gemeenten die meedoen’."),
        ("segments", [], "Kies minstens één antwoord bij ‘Segmenten die worden ingekocht’."),
        ("name", "x" * 121, "Zorg dat deze waarde niet meer dan 120 tekens bevat (het zijn er nu 121)."),
    ],
)
def test_what_is_wrong_with_a_start_stands_at_its_field(
    walk: Walk, cast: Cast, signed_in: Opener, field: str, value: object, message: str
) -> None:
    answer = signed_in("sanne").post("/trajecten/nieuw/", plan(cast) | {field: value})
    assert answer.status_code == 422
    assert Page.of(answer).errors == {field: message}
    assert f'href="#id_{field}' in section(answer, "Nog niet opgeslagen")
    assert Trajectory.objects.count() == 2


def test_an_owner_or_segment_that_cannot_be_chosen_is_refused(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    outside = Segment.objects.filter(in_procurement=False).first()
    assert outside is not None
    for field, value in (("owner", str(cast.anouk.id)), ("segments", [str(outside.id)]), ("municipalities", ["x"])):
        answer = signed_in("sanne").post("/trajecten/nieuw/", plan(cast) | {field: value})
        assert answer.status_code == 422
        assert list(Page.of(answer).errors) == [field]


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_of_a_trajectory(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(FULL)
    said_all = words(page)
    assert "Inkoop Proef 2025 Nu: Fase 0: Nulmeting en probleemanalyse." in said_all
    assert "Stap 1 van 7: Nulmeting en probleemanalyse" in said_all
    following = said(page, "De volgende stap")
    assert following.startswith("De volgende stap Fase 0 afsluiten Aan 0 van 3 voorwaarden voldaan. Nog nodig:")
    assert "De lijst van knelpunten is als eindproduct vastgelegd." in following
    table = said(page, "Fasen en sporen")
    first = (
        "Fase 0: Nulmeting en probleemanalyse loopt 1 november 2021 geopend 10 november 2021, "
        "9 dagen later dan gepland 1 maart 2022 Sanne Proef 0 van 16"
    )
    assert first in table
    assert "Spoor 7: KIT" in table
    assert "Implementatie gepland" in table
    assert said(page, "Rapporten").endswith("Er is nog geen rapport van dit traject. Maak een voortgangsrapport")
    assert "€ 1.800.000.000" in said(page, "Over dit traject")


def test_the_steps_lead_to_their_phases(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(FULL)
    steps = [address for address in links(main(page)).values() if "/fasen/" in address]
    for phase in ("0", "1", "2", "3", "4", "5", "implementatie", "6", "7", "8"):
        assert f"{FULL}fasen/{phase}/" in steps


def test_the_planning_is_drawn_and_can_be_read_as_a_table(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(FULL)
    assert "Nulmeting en probleemanalyse" in said(page, "Planning")
    assert "Cijfers als tabel" in said(page, "Planning")


def test_buttons_of_those_who_steer_are_for_them(walk: Walk, signed_in: Opener) -> None:
    steering = {"Traject bewerken", "Mijlpaal toevoegen", "Bekendmaken"}
    assert set(links(main(signed_in("mila").get(FULL)))) >= steering
    for name in ("anouk", "iris", "teun"):
        assert not set(links(main(signed_in(name).get(FULL)))) & steering


def test_only_who_watches_sees_the_looks(walk: Walk, signed_in: Opener) -> None:
    title = "Inzage in vertrouwelijke stukken"
    assert [
        name for name in ("sanne", "mila", "iris", "teun", "anouk") if title in words(signed_in(name).get(FULL))
    ] == [
        "mila",
        "iris",
    ]


def test_asks_of_another_trajectory_stay_there(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    Trajectory.objects.filter(slug="proefpilot").update(name="Inkoop Proef 2025 bis")
    row = Check.objects.get(phase__trajectory__slug="proefpilot", code="0.1-a")
    Phase.objects.filter(id=row.phase_id).update(state="open", opened_at=NOW)
    checking.assign_check(check_id=row.id, owner_id=cast.anouk.id, who=cast.who("sanne"), today=TODAY)
    client = signed_in("anouk")
    assert row.text in said(client.get(PILOT), "Wat wordt van je gevraagd")
    assert "In dit traject wordt nu niets van je gevraagd." in said(client.get(FULL), "Wat wordt van je gevraagd")


# --- Editing, announcing, milestones ----------------------------------------------------------------------------------
def test_editing_a_trajectory(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    form = Page.of(client.get(f"{FULL}bewerken/")).filled_in()
    assert form["contract_start"] == "01-01-2025"
    answer = client.post(f"{FULL}bewerken/", form | {"name": "Inkoop Anders", "summary": "Kort."}, follow=True)
    assert answer.redirect_chain == [(FULL, 302)], "the address stays"
    assert messages(answer) == "De wijziging is opgeslagen."
    assert words(answer).startswith("Inkoop Anders")
    told = words(client.get(f"{FULL}tijdlijn/"))
    assert "Wijzigde de naam van 'Inkoop Proef 2025' naar 'Inkoop Anders' en de samenvatting van" in told


def test_contracts_cannot_start_before_a_phase_ends(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    form = Page.of(client.get(f"{FULL}bewerken/")).filled_in()
    answer = client.post(f"{FULL}bewerken/", form | {"contract_start": "1-2-2022"})
    assert answer.status_code == 409
    assert (
        "Fase 0 loopt volgens planning tot 01-03-2022. De contracten kunnen pas daarna starten; "
        "verplaats eerst die fase." in words(answer)
    )
    assert Page.of(answer).filled_in()["contract_start"] == "1-2-2022", "what was typed is still there"
    assert Trajectory.objects.get(slug="inkoop-proef-2025").contract_start == date(2025, 1, 1)


def test_announcing(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("sanne")
    empty = client.post(f"{PILOT}bekendmaken/", {"text": "   "})
    assert (empty.status_code, Page.of(empty).errors) == (422, {"text": "Vul ‘Bericht aan aanbieders’ in."})
    answer = client.post(f"{PILOT}bekendmaken/", {"text": "Wij kopen in.\nTot snel."}, follow=True)
    assert messages(answer) == "Aanbieders zien dit bericht nu in hun portaal."
    assert "weten ervan sinds 7 februari 2022 Bericht aanpassen" in said(answer, "Over dit traject")
    again = client.get(f"{PILOT}bekendmaken/")
    assert Page.of(again).filled_in() == {"text": "Wij kopen in.\nTot snel."}
    assert "Er zijn nog geen openbare mijlpalen." in said(again, "Dit zien aanbieders ook")


def test_milestones_come_and_go(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("sanne")
    sent = {"date": "1 mrt 2022", "what": "Publicatie", "is_public": "on"}
    answer = client.post(f"{PILOT}mijlpalen/nieuw/", sent, follow=True)
    assert answer.redirect_chain == [(f"{PILOT}#mijlpalen", 302)]
    assert "1 maart 2022 Publicatie ook aanbieders" in said(answer, "Mijlpalen")
    assert "9 maart 2022 Besluit intern" in said(answer, "Mijlpalen")

    address = f"{PILOT}mijlpalen/{house.milestone.id}/vervalt/"
    refused = client.post(address, {"reason": " "})
    assert (refused.status_code, Page.of(refused).errors) == (
        422,
        {"reason": "Vul ‘Waarom vervalt deze mijlpaal?’ in."},
    )
    assert Milestone.objects.filter(id=house.milestone.id).exists()
    answer = client.post(address, {"reason": "Het bestuur besluit later"}, follow=True)
    assert "Besluit intern" not in said(answer, "Mijlpalen")
    told = words(client.get(f"{PILOT}tijdlijn/"))
    assert "Haalde de mijlpaal 'Besluit' op 9 maart 2022 weg. Het bestuur besluit later" in told
    assert client.get(address).status_code == 404


def test_a_milestone_of_the_past_says_so(house: Furnished, signed_in: Opener) -> None:
    Milestone.objects.filter(id=house.milestone.id).update(date=TODAY - timedelta(days=1))
    assert "6 februari 2022 geweest Besluit" in said(signed_in("anouk").get(PILOT), "Mijlpalen")


# --- Timeline and checks ----------------------------------------------------------------------------------------------
def test_the_timeline_tells_who_and_why(walk: Walk, signed_in: Opener) -> None:
    page = words(signed_in("anouk").get(f"{FULL}tijdlijn/"))
    assert (
        "Opende fase 0 (Nulmeting en probleemanalyse). Volgens planning. 7 februari 2022, 09:30 · Sanne Proef" in page
    )
    assert page.endswith("Startte het traject Inkoop Proef 2025. 7 februari 2022, 09:30 · Sanne Proef")


def test_the_timeline_of_an_official_keeps_what_is_confidential(house: Furnished, signed_in: Opener) -> None:
    checking.add_evidence(
        phase_id=house.phase.id,
        check_id=house.check.id,
        title="Geheim stuk",
        url="https://voorbeeld.example/geheim",
        is_confidential=True,
        who=house.cast.who("sanne"),
        now=NOW,
    )
    assert "Geheim stuk" in source(signed_in("iris").get(f"{PILOT}tijdlijn/"))
    assert "Geheim stuk" not in source(signed_in("anouk").get(f"{PILOT}tijdlijn/"))
    assert "Verslag" in source(signed_in("anouk").get(f"{PILOT}tijdlijn/"))


def test_all_checks_in_one_list(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("anouk")
    answer = client.get(f"{PILOT}controlepunten/", {"eigenaar": "ik"})
    assert (answer.context["count"], house.check.text in words(answer)) == (1, True)
    assert client.get(f"{PILOT}controlepunten/").context["count"] == 122
    assert client.get(f"{PILOT}controlepunten/", {"eigenaar": "geen"}).context["count"] == 121
    assert client.get(f"{PILOT}controlepunten/", {"fase": "0", "aspect": "inhoud"}).context["count"] == 5
