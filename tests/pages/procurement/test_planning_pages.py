"""The pages of the planning: conflicts first, what-ifs, frozen plans, and the file."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from procurement.planning.models import PlanBaseline, PlanScenario
from procurement.planning.queries import situation_of
from procurement.planning.services import freeze_plan, keep_scenario
from procurement.planning.what_if import Change, stand_of
from procurement.trajectory.models import Phase, Trajectory
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.reading import links, main, messages, said, section, words

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
FULL = "/trajecten/inkoop-proef-2025/"
PLANNING = f"{FULL}planning/"


def stand(walk: Walk) -> str:
    row = Trajectory.objects.get(id=walk.trajectory.id)  # type: ignore[attr-defined]
    return stand_of(situation_of(row, TODAY))


def frozen(cast: Cast, walk: Walk, name: str = "Bij de start") -> PlanBaseline:
    return freeze_plan(
        trajectory_id=walk.trajectory.id,  # type: ignore[attr-defined]
        name=name,
        reason="Besproken.",
        who=cast.who("sanne"),
        now=NOW,
    )


def kept(cast: Cast, walk: Walk, change: Change) -> PlanScenario:
    return keep_scenario(
        trajectory_id=walk.trajectory.id,  # type: ignore[attr-defined]
        name="Vier weken later",
        change=change,
        who=cast.who("sanne"),
        now=NOW,
    )


def test_conflicts_stand_first_with_why_how_source_and_where_to_mend_them(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(PLANNING)
    told = said(page, "Conflicten")
    assert "Het tarievenonderzoek loopt van 30 oktober 2022 tot en met 27 februari 2023: 4 maanden." in told
    assert "Er zijn 12 maanden nodig: 6 maanden onderzoek en 6 maanden verdieping en uitwerking." in told
    assert "Bron: EVA 3.2" in told
    addresses = links(section(page, "Conflicten")).values()
    assert f"{FULL}fasen/3/planning/" in addresses
    assert f"{FULL}fasen/7/planning/" in addresses


def test_who_does_not_plan_is_led_to_the_phase_and_sees_no_buttons(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("anouk").get(PLANNING)
    assert f"{FULL}fasen/3/" in links(section(page, "Conflicten")).values()
    assert "Planning vastleggen" not in words(page)
    assert "Teruggerekende planning overnemen" not in words(page)


def test_every_part_stands_beside_its_latest_dates(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(PLANNING)
    told = said(page, "Fasen en sporen naast de uiterste data")
    assert (
        "Implementatie gepland 28 oktober 2023 tot en met 25 februari 2024 1 juli 2024 tot en met 31 december 2024"
        in told
    )
    assert "Spoor 8" in told
    assert "loopt mee" in told


def test_every_date_is_explained(walk: Walk, signed_in: Opener) -> None:
    told = said(signed_in("sanne").get(PLANNING), "Hoe we terugrekenen")
    assert "Tarieven: onderzoek: 19 januari 2023 tot en met 18 juli 2023" in told
    assert "Bron: eigen aanname" in told
    assert "Terug vanaf de start van de contracten op 1 januari 2025: 6 maanden eerder is 1 juli 2024." in told


def test_the_panel_on_the_trajectory_tells_it_at_a_glance(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("sanne").get(FULL)
    told = said(page, "Planning en speling")
    assert "2 conflicten Minste speling: fase 0, 6 weken." in told
    assert links(section(page, "Planning en speling"))["Naar de planning"] == PLANNING


def test_vandaag_asks_to_solve_the_conflicts(walk: Walk, signed_in: Opener) -> None:
    assert "De planning heeft 2 conflicten" in words(signed_in("sanne").get("/"))
    assert "De planning heeft" not in words(signed_in("bram").get("/"))


# --- What-ifs ---------------------------------------------------------------------------------------------------------
def test_a_what_if_shows_differences_and_conflicts_and_changes_nothing(walk: Walk, signed_in: Opener) -> None:
    before = stand(walk)
    page = signed_in("sanne").get(f"{PLANNING}wat-als/?fase=3&weken=4")
    told = said(page, "Wat er dan verandert")
    assert "Fase 3: Tarievenonderzoek 30 oktober 2022 27 november 2022 27 februari 2023 27 maart 2023" in told
    assert "Er komen geen conflicten bij." in told
    assert "Conflicten die blijven" in told
    assert stand(walk) == before
    assert f"{PLANNING}wat-als/doorvoeren/?fase=3&weken=4" in links(main(page)).values()


def test_a_later_start_solves_what_it_can(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("anouk").get(f"{PLANNING}wat-als/?start=1-7-2030")
    assert "De contracten starten op 1 juli 2030 in plaats van op 1 januari 2025." in words(page)
    assert "Doorvoeren" not in links(main(page))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("start=gisteren", "Vul de datum in als 31-12-2027."),
        ("start=1-1-2020", "De start van de contracten ligt niet in de toekomst."),
        ("fase=3", "Vul een andere start van de contracten in, of een fase en een aantal weken."),
        ("fase=3&weken=400", "104"),
        ("weken=vier", "Vul een heel getal in, bijvoorbeeld 12."),
        ("bekijken=1", "Vul een andere start van de contracten in, of een fase en een aantal weken."),
        ("fase=9&weken=2", "Fase of spoor die verschuift"),
    ],
)
def test_a_what_if_that_cannot_be_worked_out_says_why(walk: Walk, signed_in: Opener, query: str, reason: str) -> None:
    page = signed_in("sanne").get(f"{PLANNING}wat-als/?{query}")
    assert page.status_code == 200
    assert reason in words(page)
    assert "Wat er dan verandert" not in words(page)


def test_a_what_if_is_applied_from_its_effects(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    address = f"{PLANNING}wat-als/doorvoeren/"
    values = {"fase": "3", "weken": "4", "gezien": stand(walk), "reden": "Het onderzoek loopt uit."}
    answer = client.post(address, values, follow=True)
    assert messages(answer) == "De planning is gewijzigd."
    phase = Phase.objects.get(trajectory_id=walk.trajectory.id, code="3")  # type: ignore[attr-defined]
    assert str(phase.planned_start) == "2022-11-27"
    again = client.post(address, values)
    assert again.status_code == 409
    assert "De planning is intussen gewijzigd. Bekijk de gevolgen opnieuw" in words(again)


def test_a_kept_what_if_is_shown_edited_applied_and_then_lies_fixed(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    answer = client.post(f"{PLANNING}wat-als/bewaren/", {"naam": "Uitloop", "fase": "3", "weken": "4"}, follow=True)
    assert "Het scenario is bewaard." in messages(answer)
    row = PlanScenario.objects.get()
    here = f"{PLANNING}scenario/{row.id}/"
    assert "Fase 3: Tarievenonderzoek: 4 weken" in words(client.get(here))
    client.post(f"{here}bewerken/", {"naam": "Uitloop", "fase": "3", "weken": "2", "version": "1"})
    stale = client.post(f"{here}bewerken/", {"naam": "Anders", "fase": "3", "weken": "9", "version": "1"})
    assert stale.status_code == 409
    assert "Twee mensen, één tekst" in words(stale)
    client.post(f"{here}doorvoeren/", {"reden": "Besloten.", "gezien": stand(walk)})
    page = words(client.get(here))
    assert "Sanne Proef voerde dit scenario door" in page
    assert "Weggooien" not in page
    assert "Dit scenario is al doorgevoerd en ligt vast." in words(
        client.post(f"{here}weggooien/", {"reden": "Toch niet"})
    )


def test_a_kept_what_if_of_a_closed_phase_says_that_it_cannot_be_worked_out(
    walk: Walk, cast: Cast, signed_in: Opener
) -> None:
    row = kept(cast, walk, Change(part="3", weeks=4))
    Phase.objects.filter(trajectory_id=walk.trajectory.id, code="3").update(  # type: ignore[attr-defined]
        state="closed", opened_at=NOW, closed_at=NOW
    )
    page = words(signed_in("sanne").get(f"{PLANNING}scenario/{row.id}/"))
    assert "Fase 3 is al afgesloten en kan niet meer schuiven." in page


# --- Frozen plans and the file ----------------------------------------------------------------------------------------
def test_freezing_and_comparing(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    answer = client.post(f"{PLANNING}vastleggen/", {"naam": "Bij de start", "reden": "Besproken."}, follow=True)
    assert "De planning is vastgelegd." in messages(answer)
    values = {"fase": "4", "weken": "4", "gezien": stand(walk), "reden": "Loopt uit."}
    client.post(f"{PLANNING}wat-als/doorvoeren/", values)
    told = said(client.get(PLANNING), "Fasen en sporen naast de uiterste data")
    assert "4 weken later" in told
    assert "gelijk" in told
    twice = client.post(f"{PLANNING}vastleggen/", {"naam": "Bij de start", "reden": "Nog eens."})
    assert twice.status_code == 409


def test_another_frozen_plan_is_chosen_by_address(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    first = frozen(cast, walk)
    frozen(cast, walk, "Later")
    page = signed_in("anouk").get(f"{PLANNING}?vergelijk={first.id}")
    assert "vergelijken met Bij de start" in words(page)
    assert signed_in("anouk").get(f"{PLANNING}?vergelijk=onzin").status_code == 200


def test_the_planning_as_a_file(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    frozen(cast, walk)
    answer = signed_in("anouk").get(f"{PLANNING}?formaat=xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet: Any = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Fase of spoor"
    three = next(row for row in rows if str(row[0]).startswith("Fase 3"))
    assert str(three[3])[:10] == "2023-02-27"
    assert isinstance(three[6], int)
    assert three[11] == 0


def test_an_auditor_asks_for_no_report(walk: Walk, signed_in: Opener) -> None:
    assert signed_in("iris").post(PLANNING).status_code == 403
    assert signed_in("daan").get(PLANNING).status_code == 404
