"""Vandaag: what is asked, whom one waits for, what changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from core.history.services import recorded
from core.jobs.models import Job
from procurement.checks import services as checking
from procurement.trajectory.models import Check, Phase, Trajectory
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.reading import links, main, messages, said, section, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def check(walk: Walk, code: str) -> Check:
    """A check of the full trajectory."""
    return Check.objects.select_related("phase").get(phase__trajectory=walk.trajectory, code=code)


def give(walk: Walk, cast: Cast, code: str, name: str) -> Check:
    """Hand a check over."""
    row = check(walk, code)
    return checking.assign_check(check_id=row.id, owner_id=getattr(cast, name).id, who=cast.who("sanne"), today=TODAY)


def test_an_officer_sees_what_is_asked(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    give(walk, cast, "0.1-a", "sanne")
    page = signed_in("sanne").get("/")
    asked = said(page, "Wat wordt van je gevraagd")
    assert check(walk, "0.1-a").text in asked
    assert "Inkoop Proef 2025, fase 0 (EVA). Jij bent eigenaar van dit controlepunt en het vraagt om bewijs." in asked
    assert "Verdeel het werk van fase 0 (EVA)" in asked
    assert "15 controlepunten hebben nog geen eigenaar." in asked
    assert "Verdeel het werk van spoor 8 (EVA)" in asked
    assert words(page).startswith("Vandaag Er wachten")


def test_an_ask_leads_to_its_page(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    row = give(walk, cast, "0.1-a", "sanne")
    asked = links(section(signed_in("sanne").get("/"), "Wat wordt van je gevraagd"))
    assert asked[row.text] == f"/trajecten/inkoop-proef-2025/controlepunten/{row.id}/"
    assert asked["Verdeel het werk van fase 0 (EVA)"] == "/trajecten/inkoop-proef-2025/fasen/0/#controlepunten"


def test_what_is_late_says_so(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    give(walk, cast, "0.1-a", "anouk")
    Phase.objects.filter(trajectory=walk.trajectory, code="0").update(planned_end=TODAY - timedelta(days=3))
    page = signed_in("anouk").get("/")
    assert words(page).startswith("Vandaag Er wacht 1 ding op je, waarvan 1 te laat. ")
    assert "4 februari 2022, 3 dagen te laat" in said(page, "Wat wordt van je gevraagd")
    assert 'class="ask ask--warning"' in section(page, "Wat wordt van je gevraagd")


def test_an_ask_of_today_and_of_tomorrow_is_said_in_a_word(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    give(walk, cast, "0.1-a", "anouk")
    client = signed_in("anouk")
    for days, word in ((-1, "gisteren"), (0, "vandaag"), (1, "morgen"), (6, "over 6 dagen")):
        day = TODAY + timedelta(days=days)
        Phase.objects.filter(trajectory=walk.trajectory, code="0").update(planned_end=day)
        assert f"{day.day} februari 2022, {word}" in said(client.get("/"), "Wat wordt van je gevraagd")


def test_a_manager_without_work_is_asked_nothing(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("mila").get("/")
    assert words(page).startswith("Vandaag Er wacht nu niets op je. Wat wordt van je gevraagd Niets.")


def test_an_official_sees_only_own_checks(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    row = give(walk, cast, "0.1-a", "anouk")
    give(walk, cast, "0.1-b", "sanne")
    page = signed_in("anouk").get("/")
    assert list(links(section(page, "Wat wordt van je gevraagd"))) == [row.text]
    assert words(page).startswith("Vandaag Er wacht 1 ding op je.")


def test_whom_an_officer_waits_for(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    first, second = give(walk, cast, "0.1-a", "anouk"), give(walk, cast, "0.1-b", "emre")
    page = signed_in("sanne").get("/")
    waits = said(page, "Op wie je wacht")
    assert f"Anouk Proef {first.text}" in waits
    assert f"Emre Proef {second.text}" in waits
    assert "Op wie je wacht" not in words(signed_in("anouk").get("/"))


def test_what_others_changed_until_it_was_read(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    row = give(walk, cast, "0.1-b", "sanne")
    checking.settle_check(check_id=row.id, transition="skip", reason="Al gedaan in 2021", who=cast.who("bram"), now=NOW)
    client = signed_in("sanne")
    changes = said(client.get("/"), "Wat anderen veranderden")
    assert f"Meldde controlepunt 0.1-b niet van toepassing: {row.text} Al gedaan in 2021" in changes
    assert "Bram Proef in Inkoop Proef 2025" in changes
    assert "Sanne Proef in" not in changes, "one's own changes are no news"

    answer = client.post("/bijgelezen/", {"terug": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert messages(answer) == "Bijgelezen. Nieuwe wijzigingen verschijnen hier vanzelf."
    assert "Niets nieuws sinds je hier voor het laatst was." in said(
        answer, "Wat anderen veranderden sinds 7 februari 2022"
    )
    assert "Alles gelezen" not in words(answer)

    checking.settle_check(check_id=row.id, transition="reopen", reason="Toch nodig", who=cast.who("bram"), now=NOW)
    assert "Zette controlepunt 0.1-b weer open" in said(client.get("/"), "Wat anderen veranderden")


def test_reading_along_never_leads_to_another_site(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    for back, goes in (("/trajecten/", "/trajecten/"), ("https://kwaad.example/", "/"), ("//kwaad.example/", "/")):
        assert client.post("/bijgelezen/", {"terug": back})["Location"] == goes


def test_an_auditor_reads_along(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("iris").get("/")
    assert words(page).startswith("Vandaag Er wacht nu niets op je.")
    assert "Opende fase 0 (Nulmeting en probleemanalyse)." in said(page, "Wat anderen veranderden")
    assert "Alles gelezen" in words(page)
    assert links(main(page))["Inkoop Proef 2025"] == "/trajecten/inkoop-proef-2025/"


def test_an_official_hears_nothing_of_a_trajectory_of_others(house: Furnished, signed_in: Opener) -> None:
    page = words(signed_in("emre").get("/"))
    assert "Inkoop Proef 2025" in page
    assert "Proefpilot" not in page


def test_work_in_the_background_is_shown_while_it_runs(cast: Cast, signed_in: Opener) -> None:
    values = {"kind": "tests.nothing", "requested_by_name": "Sanne", "requested_at": NOW}
    Job.objects.create(title="Rapport maken", requested_by=cast.sanne, state="running", progress=40, **values)
    Job.objects.create(title="Al klaar", requested_by=cast.sanne, state="done", finished_at=NOW, **values)
    Job.objects.create(title="Van een ander", requested_by=cast.bram, **values)
    page = signed_in("sanne").get("/")
    assert said(page, "Waar het systeem voor je mee bezig is").endswith("Rapport maken : bezig, 40%")


def test_without_a_role_there_is_nothing_to_see(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    with recorded(cast.who("teun"), "Rol voorbij"):
        cast.bram.memberships.update(valid_until=TODAY - timedelta(days=1))
    page = signed_in("bram").get("/")
    assert words(page).startswith("Vandaag Je hebt nog geen rol.")
    assert "Inkoop Proef 2025" not in words(page)
    assert signed_in("bram").get("/trajecten/").status_code == 403


def test_the_clock_of_an_example_is_told_on_every_page(walk: Walk, signed_in: Opener) -> None:
    assert "Voorbeeldtijd: 7 februari 2022, 09:30." in signed_in("sanne").get("/").content.decode()


def test_navigation_leads_nowhere_in_vain(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    def items(name: str) -> list[str]:
        return [item["label"] for item in signed_in(name).get("/taken/").context["navigation"]]

    assert items("sanne") == ["Vandaag", "Trajecten", "Besluiten", "Segmenten", "Bestuur"]
    assert items("mila") == ["Vandaag", "Trajecten", "Besluiten", "Segmenten", "Bestuur", "Mensen", "Inzage"]
    assert items("anouk") == ["Vandaag", "Mijn gemeente", "Trajecten", "Besluiten", "Segmenten", "Bestuur"]
    assert items("daan") == ["Portaal"]
    assert Trajectory.objects.count() == 2


def test_the_first_steps_in_an_empty_house_are_asked_for(cast: Cast, signed_in: Opener) -> None:
    first = links(section(signed_in("sanne").get("/"), "Wat wordt van je gevraagd"))
    assert first == {"Start het eerste traject": "/trajecten/nieuw/"}
    assert links(section(signed_in("teun").get("/"), "Wat wordt van je gevraagd")) == {}
    with recorded(cast.who("teun"), "Rollen voorbij"):
        for person in (cast.sanne, cast.bram, cast.mila):
            person.memberships.update(valid_until=TODAY - timedelta(days=1))
    asked = links(section(signed_in("teun").get("/"), "Wat wordt van je gevraagd"))
    assert asked == {"Nodig een inkoper of manager uit": "/mensen/uitnodigen/"}
