"""The page of handing over, and the way to it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.notices.models import Notice
from procurement.trajectory.models import Phase, Trajectory
from tests.conftest import Cast, Walk

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
PAGE = "/overdragen/"


def test_all_of_ones_work_goes_at_once(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    keys = [f"trajectory:{row.id}" for row in Trajectory.objects.all()]
    keys += [f"phase:{row.id}" for row in Phase.objects.all()]
    page = client.get(PAGE).content.decode()
    assert "Dit is nu van jou." in page
    assert all(f'value="{key}"' in page for key in keys)
    answer = client.post(PAGE, {"receiver": str(cast.bram.id), "chosen": keys, "reason": "Andere baan"}, follow=True)
    assert f"{len(keys)} dingen zijn nu van Bram Proef (OZJT)." in answer.content.decode()
    assert "Er is geen werk om over te dragen" in answer.content.decode()
    assert Notice.objects.get().person == cast.bram


def test_what_cannot_go_is_said_for_each_thing(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    phase = Phase.objects.get(trajectory=walk.pilot, code="0")
    keys = [f"trajectory:{walk.pilot.id}", f"phase:{phase.id}"]  # type: ignore[attr-defined]
    answer = signed_in("mila").post(
        f"{PAGE}?van={cast.sanne.id}", {"receiver": str(cast.anouk.id), "chosen": keys, "reason": "Verdeling"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "1 ding is nu van Anouk Proef (Almelo); 1 ding ging niet." in page
    assert "Een traject is van een inkoper, projectleider of manager van OZJT." in page
    assert "overgedragen" in page


def test_the_work_of_another_is_for_who_steers(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    assert signed_in("anouk").get(f"{PAGE}?van={cast.sanne.id}").status_code == 403
    assert "Van wie?" not in signed_in("anouk").get(PAGE).content.decode()
    assert "Van wie?" in signed_in("mila").get(PAGE).content.decode()
    assert signed_in("mila").get(f"{PAGE}?van=geen-uuid").status_code == 404


def test_the_page_of_a_person_leads_there(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    page = signed_in("teun").get(f"/mensen/{cast.sanne.id}/").content.decode()
    assert f'href="{PAGE}?van={cast.sanne.id}"' in page
    assert "Werk overdragen" not in signed_in("iris").get(f"/mensen/{cast.sanne.id}/").content.decode()
