"""The portal: what a provider sees, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from procurement.trajectory import services
from tests.access.table import TABLE, Furnished
from tests.conftest import NOW, TODAY, Walk
from tests.pages.reading import links, main, said, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def test_before_anything_is_announced(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("daan").get("/portaal/")
    assert words(page).startswith("Voorbeeldzorg De Els Welkom, Daan Proef Er wordt nu niets van u gevraagd.")
    assert "Nog niets bekendgemaakt" in said(page, "Wat eraan komt")
    assert "Proefpilot" not in source(page)
    assert "Inkoop Proef" not in source(page)


def test_only_what_was_announced_and_only_public_dates(house: Furnished, signed_in: Opener) -> None:
    sanne = house.cast.who("sanne")
    full = house.walk.trajectory
    for days, what, public in (
        (10, "Open bijeenkomst", True),
        (20, "Overleg directie", False),
        (-9, "Eerste brief", True),
    ):
        services.add_milestone(
            trajectory_id=full.id,  # type: ignore[attr-defined]
            date=TODAY + timedelta(days=days),
            what=what,
            is_public=public,
            who=sanne,
            now=NOW,
        )
    services.announce(trajectory_id=full.id, text="Wij nodigen u uit.", who=sanne, now=NOW)  # type: ignore[attr-defined]
    page = signed_in("daan").get("/portaal/")
    coming = said(page, "Wat eraan komt")
    assert "Inkoop Proef 2025 Bekendgemaakt op 7 februari 2022" in coming
    assert "Wij nodigen u uit." in coming
    assert "17 februari 2022 Open bijeenkomst" in coming
    assert coming.endswith("Data die geweest zijn 29 januari 2022 Eerste brief")
    for secret in ("Overleg directie", "Proefpilot", "Besluit", "1.800.000.000", "Sanne", "fase", "Controlepunt"):
        assert secret not in source(page), secret
    assert links(main(page)) == {}, "nothing leads from here to what is internal"


def test_a_provider_reaches_nothing_of_the_house(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("daan")
    reached = {name for name in TABLE if client.get(house.address(name)).status_code == 200}
    assert {name for name in reached if not name.startswith("factors:")} == {
        "portal:home", "jobs:mine", "shell:health", "agenda:feed",
    }  # fmt: skip
    assert client.get("/")["Location"] == "/portaal/"


def test_the_own_organisation(walk: Walk, signed_in: Opener) -> None:
    assert (
        said(signed_in("daan").get("/portaal/"), "Uw organisatie") == "Uw organisatie Voorbeeldzorg De Els Daan Proef"
    )


def test_the_portal_is_not_for_colleagues(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("mila").get("/portaal/")
    assert page.status_code == 403
    assert "Het portaal is er voor medewerkers van aanbieders." in words(page)
