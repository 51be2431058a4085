"""The search page: who finds what, how it is shown, and that nothing leaks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.history.services import recorded
from governance.bodies.models import Body
from procurement.checks.services import add_evidence, withdraw_evidence
from procurement.trajectory import services
from procurement.trajectory.models import Check, Evidence, Milestone, Phase
from tests.access.table import Furnished
from tests.conftest import NOW
from tests.pages.reading import links, main, source, words
from tests.services.governance.deciding import dated, moved, written
from tests.services.procurement.test_resolutions import prepared

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
EVERYBODY = ("sanne", "mila", "teun", "iris", "anouk", "emre")


def searched(client: Client, asked: str, **more: str) -> Any:
    """The answer to a search."""
    answer = client.get("/zoeken/", {"q": asked, **more})
    assert answer.status_code == 200
    return answer


def hits(answer: Any) -> dict[str, str]:
    """The titles of what was found, with their addresses."""
    shown = main(answer)
    return links(shown[shown.index('<ol class="hits">') : shown.index("</ol>")]) if '<ol class="hits">' in shown else {}


def secret(house: Furnished, title: str, who: str = "sanne") -> Evidence:
    """A confidential piece of the pilot's check."""
    row: Evidence = add_evidence(
        phase_id=house.phase.id,
        check_id=house.check.id,
        title=title,
        url="https://voorbeeld.example/geheim",
        is_confidential=True,
        who=house.cast.who(who),
        now=NOW,
    )
    return row


# --- What is found ----------------------------------------------------------------------------------------------------
def test_the_box_stands_on_every_page_and_leads_here(house: Furnished, signed_in: Opener) -> None:
    page = source(signed_in("sanne").get("/"))
    assert '<form class="site-search" action="/zoeken/"' in page
    assert "site-search" not in source(signed_in("daan").get("/portaal/"))


def test_every_kind_leads_to_its_page(house: Furnished, signed_in: Opener) -> None:
    pilot, check = house.phase.trajectory, house.check
    with recorded(house.cast.who("sanne")):
        Phase.objects.filter(id=house.phase.id).update(goal="Een kwikstaart als doel")
        Check.objects.filter(id=check.id).update(remark="Een kwikstaart in de toelichting")
        services.add_milestone(
            trajectory_id=pilot.id, date=date(2022, 5, 1), what="Kwikstaartdag", is_public=False,
            who=house.cast.who("sanne"), now=NOW,
        )  # fmt: skip
    add_evidence(
        phase_id=house.phase.id, check_id=None, title="Kwikstaartverslag", url="https://voorbeeld.example/x",
        who=house.cast.who("sanne"), now=NOW,
    )  # fmt: skip
    assert hits(searched(signed_in("sanne"), "kwikstaart")) == {
        house.phase.name: f"/trajecten/{pilot.slug}/fasen/0/",
        check.text: f"/trajecten/{pilot.slug}/controlepunten/{check.id}/",
        "Kwikstaartdag": f"/trajecten/{pilot.slug}/#mijlpalen",
        "Kwikstaartverslag": f"/trajecten/{pilot.slug}/fasen/0/#eindproduct",
    }
    assert hits(searched(signed_in("sanne"), "Proefpilot", soort="trajectory")) == {
        "Proefpilot": f"/trajecten/{pilot.slug}/"
    }
    assert hits(searched(signed_in("sanne"), "Proefpilot", soort="report")) == {
        house.report.title: f"/rapporten/{house.report.id}/"
    }
    assert hits(searched(signed_in("sanne"), "Verslag", soort="evidence"))["Verslag"].endswith(f"{check.id}/")
    assert hits(searched(signed_in("sanne"), "gm0141")) == {"Almelo": "/gemeenten/almelo/"}
    assert "/segmenten/verblijf/" in hits(searched(signed_in("sanne"), "verblijf", soort="segment")).values()
    found = hits(searched(signed_in("teun"), "anouk", soort="person"))
    assert found == {"Anouk Proef": f"/mensen/{house.cast.anouk.id}/"}


def test_counts_by_type_filter_and_lead_back(house: Furnished, signed_in: Opener) -> None:
    answer = searched(signed_in("sanne"), "pilot")
    tabs = {label.rsplit(" ", 1)[0]: url for label, url in links(main(answer)).items() if "/zoeken/?q=" in url}
    assert tabs["Alles"] == "/zoeken/?q=pilot"
    only = signed_in("sanne").get(tabs["Trajecten"])
    assert list(hits(only)) == ["Proefpilot"]
    assert "1 traject" in words(only)
    assert 'aria-current="page">Trajecten' in source(only)
    assert hits(searched(signed_in("sanne"), "pilot", soort="bestaat-niet")) == hits(answer)


def test_a_match_is_marked_and_its_text_is_only_text(house: Furnished, signed_in: Opener) -> None:
    with recorded(house.cast.who("sanne")):
        Check.objects.filter(id=house.check.id).update(
            remark='Let op: 3 <4 & kwikstaarten > "meer" <script>alert(1)</script>'
        )
    page = main(searched(signed_in("sanne"), "kwikstaart"))
    assert "<mark>kwikstaarten</mark>" in page
    assert "3 &lt;4 &amp; <mark>" in page
    assert "<script>alert" not in page


def test_the_question_is_only_text(house: Furnished, signed_in: Opener) -> None:
    page = source(searched(signed_in("sanne"), '"><script>alert(1)</script>'))
    assert "<script>alert" not in page


@pytest.mark.parametrize("asked", ["", "   ", "&|!", "\x00", "%"])
def test_a_question_without_words_gets_tips(house: Furnished, signed_in: Opener, asked: str) -> None:
    answer = searched(signed_in("sanne"), asked)
    assert "Een begin is genoeg" in words(answer)
    assert hits(answer) == {}


def test_nothing_found_gives_tips(house: Furnished, signed_in: Opener) -> None:
    page = words(searched(signed_in("sanne"), "lepelaarskolonie"))
    assert "Niets gevonden voor ‘lepelaarskolonie’" in page
    assert "Haal een woord weg" in page


@pytest.mark.parametrize(
    "asked", ["tarief " * 1_500, "x" * 10_000, "' OR 1=1; -- " * 500, "\\" * 5_000, "é\u0301🦆" * 2_000]
)
def test_a_very_long_question_is_answered(house: Furnished, signed_in: Opener, asked: str) -> None:
    assert "Je zoekvraag was lang" in words(searched(signed_in("sanne"), asked))


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_not_there(house: Furnished, signed_in: Opener, page: str) -> None:
    assert hits(searched(signed_in("sanne"), "pilot", page=page))


def test_pages_keep_the_question(house: Furnished, signed_in: Opener) -> None:
    for number in range(25):
        Milestone.objects.create(trajectory=house.phase.trajectory, date=date(2022, 5, 1), what=f"Kwikstaart {number}")
    answer = searched(signed_in("sanne"), "kwikstaart", soort="milestone")
    assert "25 mijlpalen, pagina 1 van 2" in words(answer)
    following = links(main(answer))["Volgende"]
    assert len(hits(signed_in("sanne").get(f"/zoeken/{following}"))) == 5


# --- Who finds what ---------------------------------------------------------------------------------------------------
def test_nobody_finds_what_their_pages_do_not_show(house: Furnished, signed_in: Opener) -> None:
    row = secret(house, "Geheimekwikstaart")
    may = {"sanne", "mila", "iris"}
    for name in EVERYBODY:
        answer = searched(signed_in(name), "geheimekwikstaart")
        assert bool(hits(answer)) == (name in may), name
        if name not in may:
            shown = main(answer).replace("geheimekwikstaart", "")
            assert "eheimekwikstaart" not in shown, name
            assert "Niets gevonden" in words(answer), name
            assert "bewijsstuk" not in words(answer), name
    withdraw_evidence(evidence_id=row.id, reason="Verkeerd stuk", who=house.cast.who("sanne"), now=NOW)
    assert hits(searched(signed_in("sanne"), "geheimekwikstaart")) == {}


def test_the_organisation_that_delivered_a_secret_finds_it(house: Furnished, signed_in: Opener) -> None:
    secret(house, "Geheimekwikstaart", who="anouk")
    assert {name for name in EVERYBODY if hits(searched(signed_in(name), "geheimekwikstaart"))} == {
        "sanne", "mila", "iris", "anouk",
    }  # fmt: skip


def test_an_official_finds_nothing_of_trajectories_of_others(house: Furnished, signed_in: Opener) -> None:
    for asked in ("Proefpilot", "pilot", house.milestone.what):
        found = hits(searched(signed_in("emre"), asked))
        assert not any("/trajecten/proefpilot/" in url for url in found.values()), asked
        assert house.report.title not in found
    assert "Proefpilot" in hits(searched(signed_in("anouk"), "Proefpilot"))
    assert list(hits(searched(signed_in("emre"), "gemeente", soort="organisation"))) == ["Enschede"]
    assert len(hits(searched(signed_in("sanne"), "gemeente", soort="organisation"))) == 14


def test_only_who_may_see_people_finds_people(house: Furnished, signed_in: Opener) -> None:
    for name in EVERYBODY:
        assert bool(hits(searched(signed_in(name), "daan@voorbeeld.example"))) == (name in {"mila", "teun", "iris"}), (
            name
        )


def test_a_question_is_in_no_log(house: Furnished, signed_in: Opener, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        searched(signed_in("teun"), "geheimekwikstaart")
    assert "kwikstaart" not in caplog.text


def test_the_same_queries_for_one_hit_and_for_many(house: Furnished, signed_in: Opener) -> None:
    client, numbers = signed_in("sanne"), []
    for amount in (1, 2, 40):
        Milestone.objects.bulk_create(
            [
                Milestone(trajectory=house.phase.trajectory, date=date(2022, 5, 1), what="Kwikstaartdag")
                for _ in range(amount)
            ]
        )
        with CaptureQueriesContext(connection) as queries:
            searched(client, "kwikstaartdag")
        numbers.append(len(queries))
    assert numbers == [10, 10, 10]


# --- Governance -------------------------------------------------------------------------------------------------------
def test_an_official_finds_a_decision_only_once_it_is_on_its_route(house: Furnished, signed_in: Opener) -> None:
    row = prepared(house.cast, house.walk.pilot, title="Kwartelbesluit")
    sanne = house.cast.who("sanne")
    row = dated(written(row, sanne), sanne)
    for name in ("sanne", "iris"):
        assert hits(searched(signed_in(name), "kwartelbesluit")) == {"Kwartelbesluit": f"/besluiten/{row.id}/"}
    for name in ("anouk", "emre"):
        answer = searched(signed_in(name), "kwartelbesluit")
        assert hits(answer) == {}
        assert "Kwartelbesluit" not in words(answer)
        assert hits(searched(signed_in(name), row.number)) == {}
    moved(row, "submit", sanne)
    moved(row, "approve", house.cast.who("mila"))
    assert hits(searched(signed_in("anouk"), "kwartelbesluit")) == {}
    moved(row, "send", sanne)
    assert hits(searched(signed_in("anouk"), row.number)) == {"Kwartelbesluit": f"/besluiten/{row.id}/"}
    assert "op route" in words(searched(signed_in("anouk"), row.number))
    assert hits(searched(signed_in("emre"), "kwartelbesluit")) == {}  # Enschede does not take part in the pilot


def test_bodies_of_another_municipality_are_not_found(house: Furnished, signed_in: Opener) -> None:
    college = Body.objects.get(slug="college-almelo")
    for name in ("sanne", "anouk"):
        found = hits(searched(signed_in(name), college.name, soort="body"))
        assert found[college.name] == "/organen/college-almelo/"
    assert college.name not in hits(searched(signed_in("emre"), college.name, soort="body"))
    board = Body.objects.get(slug="ab-samentwente")
    assert board.name in hits(searched(signed_in("emre"), board.name, soort="body"))


def test_mandates_are_found_by_title_and_function(house: Furnished, signed_in: Opener) -> None:
    found = hits(searched(signed_in("emre"), "portefeuillehouder mandaat", soort="mandate"))
    assert found == {house.mandate.title: f"/mandaten/{house.mandate.id}/"}
