"""The page of one municipality."""

from collections.abc import Callable

import pytest
from django.test import Client

from procurement.checks import services as checking
from procurement.trajectory.models import Evidence
from tests.access.table import Furnished
from tests.conftest import NOW
from tests.pages.reading import links, main, said, section, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def test_an_official_sees_the_own_municipality(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/gemeenten/almelo/")
    assert set(links(section(page, "Trajecten"))) == {"Inkoop Proef 2025", "Proefpilot"}
    assert links(section(page, "Controlepunten van deze gemeente")) == {
        house.check.text: f"/trajecten/proefpilot/controlepunten/{house.check.id}/"
    }
    assert said(page, "Mensen") == "Mensen Anouk Proef"
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
    assert "Mensen van deze gemeente hebben nu geen controlepunten." in page


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
