"""The page of one municipality."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from core.history.services import recorded
from procurement.checks import services as checking
from procurement.trajectory.models import Evidence, Phase
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY
from tests.pages.reading import links, main, said, section, words
from tests.services.core.test_deadlines import settle

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def test_an_official_sees_the_own_municipality(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/gemeenten/almelo/")
    assert set(links(section(page, "Trajecten"))) == {"Inkoop Proef 2025", "Proefpilot"}
    assert links(section(page, "Open controlepunten van deze gemeente")) == {
        house.check.text: f"/trajecten/proefpilot/controlepunten/{house.check.id}/"
    }
    assert said(page, "Mensen") == "Mensen Anouk Proef ambtenaar"
    assert "CBS-code GM0141" in said(page, "Over de gemeente")


def test_another_municipality_does_not_exist(house: Furnished, signed_in: Opener) -> None:
    assert signed_in("emre").get("/gemeenten/almelo/").status_code == 404
    assert signed_in("emre").get("/gemeenten/enschede/").status_code == 200
    assert signed_in("anouk").get("/gemeenten/enschede/").status_code == 404
    assert signed_in("mila").get("/gemeenten/nergens/").status_code == 404
    assert signed_in("mila").get("/gemeenten/ozjt/").status_code == 404


def test_what_a_municipality_is_not_in_is_not_told(house: Furnished, signed_in: Opener) -> None:
    page = words(signed_in("mila").get("/gemeenten/enschede/"))
    assert "Inkoop Proef 2025" in page
    assert "Proefpilot" not in page
    assert "Er staat niets open bij mensen van deze gemeente." in page


def test_what_a_municipality_delivered(house: Furnished, signed_in: Opener) -> None:
    checking.add_evidence(
        phase_id=house.phase.id,
        check_id=house.check.id,
        title="Cijfers van Almelo",
        url="https://voorbeeld.example/cijfers",
        is_confidential=True,
        who=house.cast.who("anouk"),
        now=NOW,
    )
    page = signed_in("anouk").get("/gemeenten/almelo/")
    row = Evidence.objects.get(title="Cijfers van Almelo")
    assert links(section(page, "Aangeleverd bewijs")) == {"Cijfers van Almelo": f"/bewijs/{row.id}/bestand/"}
    assert "vertrouwelijk" in said(page, "Aangeleverd bewijs")
    assert "Cijfers van Almelo" in words(signed_in("iris").get("/gemeenten/almelo/"))
    assert "Cijfers van Almelo" not in words(signed_in("teun").get("/gemeenten/almelo/"))


def test_a_municipality_without_anything(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("mila").get("/gemeenten/wierden/")
    assert "Deze gemeente leverde nog geen bewijs aan." in words(page)
    assert said(page, "Mensen") == "Mensen Van deze gemeente heeft nog niemand toegang."
    assert "Inkoop Proef 2025" in main(page)


def test_who_may_not_see_people_sees_no_names(house: Furnished, signed_in: Opener) -> None:
    assert "Anouk Proef" in said(signed_in("iris").get("/gemeenten/almelo/"), "Mensen")
    page = signed_in("sanne").get("/gemeenten/almelo/")
    assert "<h2>Mensen</h2>" not in main(page)
    assert "Anouk Proef" in said(page, "Open controlepunten")  # who owns a check is told in the trajectory


def test_open_checks_with_their_last_day_and_what_is_late(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/gemeenten/almelo/")
    assert "staat 1 controlepunt open" in words(page)
    assert "1 maart 2022" in said(page, "Open controlepunten")
    assert "te laat" not in words(page)
    with recorded(house.cast.who("sanne")):
        Phase.objects.filter(id=house.phase.id).update(planned_end=TODAY - timedelta(days=1))
    assert "waarvan 1 te laat" in words(signed_in("anouk").get("/gemeenten/almelo/"))
    checking.settle_check(
        check_id=house.check.id, transition="skip", reason="Niet nodig", who=house.cast.who("anouk"), now=NOW
    )
    assert house.check.text not in words(signed_in("anouk").get("/gemeenten/almelo/"))


def test_meetings_of_its_own_college_and_reports_that_may_be_read(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/gemeenten/almelo/")
    assert list(links(section(page, "Vergaderingen"))) == [
        "Alle vergaderingen",
        "27 september 2022, College van Almelo",
        "College van Almelo",
    ]
    assert "Voortgang Proefpilot" in links(section(page, "Rapporten"))
    other = signed_in("emre").get("/gemeenten/enschede/")
    assert "nog geen vergadering" in said(other, "Vergaderingen")
    assert "Voortgang Proefpilot" not in words(other)


def test_the_list_of_municipalities(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("sanne").get("/gemeenten/")
    assert "14 gemeenten" in words(page)
    assert "Almelo 74.164 2 1 27 september 2022" in words(page)
    assert "Enschede 161.852 1 0 nog niet gepland" in words(page)
    assert "1 gemeente " in words(signed_in("sanne").get("/gemeenten/?open=ja"))
    assert "3 gemeenten" in words(signed_in("sanne").get("/gemeenten/?traject=proefpilot"))
    assert links(main(signed_in("sanne").get("/trajecten/")))["Gemeenten"] == "/gemeenten/"
    assert "Gemeenten" not in links(main(signed_in("anouk").get("/trajecten/")))


def test_deadlines_of_its_people_without_confidential_ones(house: Furnished, signed_in: Opener) -> None:
    assert "Termijnen" not in words(signed_in("anouk").get("/gemeenten/almelo/"))
    values: dict[str, Any] = {"owner_id": house.cast.anouk.id, "starts_on": date(2021, 11, 1)}
    settle(house.cast, **values)
    settle(house.cast, code="geheim", title="Geheime termijn", is_confidential=True, **values)
    settle(house.cast, code="ander", title="Van Sanne")
    page = signed_in("mila").get("/gemeenten/almelo/")
    assert said(page, "Termijnen") == (
        "Termijnen van deze gemeente Wat Waarover Wie Uiterlijk Reageer op het voorstel Besluit over de proef"
        " Anouk Proef 27 december 2021 te laat"
    )
