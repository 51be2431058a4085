"""Who opened what that is confidential, and who tried."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.looks.models import Look
from procurement.checks import services as checking
from tests.access.table import Furnished, small_pdf
from tests.conftest import NOW, Cast
from tests.pages.reading import said, words

Opener = Callable[[str], Client]


def look(number: int, *, allowed: bool = True, context: str = "traject:proefpilot") -> None:
    """A look that was noted."""
    Look.objects.create(
        moment=NOW + timedelta(minutes=number),
        person_id=uuid4(),
        person_name=f"Kijker {number}",
        subject_kind="bewijs",
        subject_id=uuid4(),
        subject_name=f"Stuk {number}",
        context_key=context,
        allowed=allowed,
    )


@pytest.mark.django_db
def test_the_list_of_looks(cast: Cast, signed_in: Opener) -> None:
    look(1)
    look(2, allowed=False)
    client = signed_in("iris")
    page = words(client.get("/inzage/"))
    assert "7 februari 2022, 09:32 Kijker 2 Stuk 2 traject:proefpilot geweigerd" in page
    assert "7 februari 2022, 09:31 Kijker 1 Stuk 1 traject:proefpilot ingezien" in page
    assert page.index("Kijker 2") < page.index("Kijker 1"), "newest first"
    assert client.get("/inzage/", {"uitkomst": "False"}).context["count"] == 1
    assert client.get("/inzage/", {"wie": "kijker 1"}).context["count"] == 1
    assert client.get("/inzage/", {"wat": "stuk"}).context["count"] == 2


@pytest.mark.django_db
def test_the_newest_looks_stand_on_the_page_of_a_trajectory(house: Furnished, signed_in: Opener) -> None:
    for number in range(7):
        look(number)
    look(8, context="traject:inkoop-proef-2025")
    panel = said(signed_in("mila").get("/trajecten/proefpilot/"), "Inzage in vertrouwelijke stukken")
    assert [number for number in range(9) if f"Kijker {number} " in panel] == [2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True, databases=["default", "looks"])
def test_a_try_is_seen_by_the_auditor_even_though_the_request_failed(house: Furnished, signed_in: Opener) -> None:
    piece = checking.add_evidence(
        phase_id=house.phase.id,
        check_id=house.check.id,
        title="Vertrouwelijk advies",
        upload=checking.Upload("advies.pdf", [small_pdf()]),
        is_confidential=True,
        who=house.cast.who("sanne"),
        now=NOW,
    )
    assert signed_in("emre").get(f"/bewijs/{piece.id}/bestand/").status_code == 404
    iris = signed_in("iris")
    page = words(iris.get("/inzage/"))
    assert "Emre Proef Vertrouwelijk advies traject:proefpilot geweigerd" in page
    assert "Emre Proef probeerde te openen 'Vertrouwelijk advies'." in words(iris.get("/trajecten/proefpilot/"))
