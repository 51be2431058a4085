"""The page over all trajectories."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.history.services import recorded
from governance.bodies.models import Body, Meeting
from procurement.checks import services as checking
from procurement.trajectory import services
from procurement.trajectory.models import Check, Phase
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY, Cast
from tests.pages.list_cases import trajectory
from tests.pages.reading import Page, links, main, section, text_of, words
from tests.services.governance.deciding import dated, moved, written
from tests.services.procurement.test_resolutions import prepared

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
PAGE = "/overzicht/"


def held(slug: str, day: date) -> None:
    """A meeting that took place."""
    Meeting.objects.create(body=Body.objects.get(slug=slug), date=day, submit_by=day, state="held")


def row_of(page: Any, slug: str) -> Any:
    """The row of a trajectory."""
    return next(row.record for row in page.context["table"].rows if row.record.slug == slug)


def test_where_every_trajectory_stands(house: Furnished, signed_in: Opener) -> None:
    walk: Any = house.walk.trajectory
    with recorded(house.cast.who("sanne")):
        Phase.objects.filter(trajectory=walk, code="0").update(
            planned_end=TODAY - timedelta(days=12), has_exception=True, exceptions=1
        )
    page = signed_in("mila").get(PAGE)
    row = row_of(page, walk.slug)
    obligatory = Check.objects.filter(phase__trajectory=walk, is_obligatory=True).count()
    assert (row.phase_now, row.days_late, row.exceptions) == ("Fase 0: Nulmeting en probleemanalyse", 12, 1)
    assert (row.obligatory, row.obligatory_settled) == (obligatory, 0)
    assert row.red > 0
    assert row_of(page, "proefpilot").next_what == "Besluit"
    assert "9 maart 2022 Besluit" in words(page)
    assert words(page).startswith("Overzicht van de trajecten 2 trajecten: ")
    assert links(main(page))[str(row.red)] == f"/trajecten/{walk.slug}/voorwaarden/?stand=not_yet"
    conditions = signed_in("mila").get(f"/trajecten/{walk.slug}/voorwaarden/?stand=not_yet")
    assert conditions.status_code == 200
    assert "1 traject " in words(signed_in("mila").get(f"{PAGE}?aandacht=te-laat&soort=full"))


def test_what_changed_since_the_last_board(house: Furnished, signed_in: Opener) -> None:
    held("ab-samentwente", TODAY - timedelta(days=100))
    body = Body.objects.filter(kind="aldermen").first()
    assert body is not None
    held(body.slug, TODAY - timedelta(days=3))
    who = house.cast.who("sanne")
    checking.settle_check(check_id=house.check.id, transition="skip", reason="Niet nodig", who=who, now=NOW)
    services.add_milestone(
        trajectory_id=house.phase.trajectory_id, date=TODAY, what="Aftrap", is_public=False, who=who, now=NOW
    )
    page = signed_in("mila").get(PAGE)
    changed = section(page, "Wat veranderde sinds het BO van 4 februari 2022")
    assert "Voegde de mijlpaal 'Aftrap' op 7 februari 2022 toe." in text_of(changed)
    assert links(changed)["Proefpilot"] == "/trajecten/proefpilot/"
    board = signed_in("mila").get(f"{PAGE}?sinds=ab-samentwente")
    assert "Wat veranderde sinds het AB van 30 oktober 2021" in words(board)
    later = signed_in("iris").get(f"{PAGE}?datum=8-2-2022")
    assert "Wat veranderde sinds 7 februari 2022" in words(later)  # not later than today


def test_a_meeting_that_is_only_planned_or_did_not_take_place_does_not_count(
    house: Furnished, signed_in: Opener
) -> None:
    body = Body.objects.get(slug="ab-samentwente")
    for day, state, reason in ((TODAY - timedelta(days=5), "cancelled", "Ziek"), (TODAY, "planned", "")):
        Meeting.objects.create(body=body, date=day, submit_by=day, state=state, cancel_reason=reason)
    assert "Wat veranderde sinds 8 januari 2022" in words(signed_in("mila").get(PAGE))


def test_a_date_that_cannot_be_read_says_how(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("mila").get(f"{PAGE}?datum=gisteren")
    assert Page.of(page).error("datum") == "Vul de datum in als 31-12-2027."
    assert "Wat veranderde sinds 8 januari 2022" in words(page)


def test_confidential_evidence_is_told_only_to_who_may_see_it(house: Furnished, signed_in: Opener) -> None:
    checking.add_evidence(
        phase_id=house.phase.id,
        check_id=None,
        title="Geheim verslag",
        url="https://voorbeeld.example/geheim",
        is_confidential=True,
        who=house.cast.who("sanne"),
        now=NOW,
    )
    assert "Geheim verslag" in words(signed_in("mila").get(PAGE))


def test_a_decision_that_waits_is_counted(house: Furnished, signed_in: Opener) -> None:
    walk: Any = house.walk.trajectory
    row = prepared(house.cast, walk)
    assert row_of(signed_in("mila").get(PAGE), walk.slug).waiting == 0  # a draft waits for no body
    sanne = house.cast.who("sanne")
    row = dated(written(row, sanne), sanne)
    moved(row, "submit", sanne)
    moved(row, "approve", house.cast.who("mila"))
    moved(row, "send", sanne)
    page = signed_in("mila").get(PAGE)
    assert row_of(page, walk.slug).waiting == 1
    assert f'href="/trajecten/{walk.slug}/besluiten/"' in main(page)


def test_the_way_there(house: Furnished, signed_in: Opener) -> None:
    assert links(section(signed_in("mila").get("/"), "Voor het bestuur")) == {"Alle trajecten op één pagina": PAGE}
    assert links(main(signed_in("mila").get("/trajecten/")))["Overzicht en wat veranderde"] == PAGE
    for name in ("sanne", "anouk"):
        assert PAGE not in main(signed_in(name).get("/"))
        assert PAGE not in main(signed_in(name).get("/trajecten/"))


def test_the_same_queries_for_one_three_and_thirty_trajectories(cast: Cast, signed_in: Opener) -> None:
    taken = []
    made = 0
    for wanted in (1, 3, 30):
        for number in range(made, wanted):
            with recorded(cast.who("sanne")):
                trajectory(1, cast.mila, name=f"Proef {number}", contract_start=date(2026, 1, 1))
        made = wanted
        client = signed_in("mila")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(PAGE)
        assert len(page.context["table"].data.data) == wanted
        taken.append(len(queries))
    assert len(set(taken)) == 1, taken


def test_the_changes_of_one_trajectory_do_not_fill_the_page(house: Furnished, signed_in: Opener) -> None:
    who = house.cast.who("sanne")
    for number in range(9):
        services.add_milestone(
            trajectory_id=house.phase.trajectory_id, date=TODAY, what=f"M{number}", is_public=False, who=who, now=NOW
        )
    changed = section(signed_in("mila").get(PAGE), "Wat veranderde")
    assert "/trajecten/proefpilot/tijdlijn/?deel=hoofdlijn" in links(changed).values()
    assert "'M8'" in text_of(changed)
    assert "'M0'" not in text_of(changed)
