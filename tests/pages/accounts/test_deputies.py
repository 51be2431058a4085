"""Arranging a deputy on the page, and the work that then shows up with the deputy."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.deputies.models import Deputyship
from accounts.organisations.models import Organisation
from core.history.services import recorded
from procurement.trajectory.models import Check
from tests.conftest import NOW, Cast, Walk

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
PAGE = "/account/vervanging/"


def sent(cast: Cast, **other: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "deputy": str(cast.bram.id),
        "first_day": f"{today + timedelta(days=7):%d-%m-%Y}",
        "last_day": f"{today + timedelta(days=14):%d-%m-%Y}",
        "reason": "Vakantie",
    } | other


def stands_in(cast: Cast, deputy: str, absent: str, slug: str = "ozjt") -> Deputyship:
    """Make somebody a deputy now."""
    with recorded(cast.who(absent)):
        return Deputyship.objects.create(
            person=getattr(cast, absent), deputy=getattr(cast, deputy),
            organisation=Organisation.objects.get(slug=slug), first_day=date(2022, 1, 1), last_day=date(2099, 1, 1),
            reason="Verlof", arranged_at=NOW, arranged_by_name="Proef",
        )  # fmt: skip


def test_a_colleague_arranges_their_own_deputy(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    form = client.get(f"{PAGE}regelen/").content.decode()
    assert "krijgt geen rol of recht erbij" in form
    assert 'name="person"' not in form
    answer = client.post(f"{PAGE}regelen/", sent(cast), follow=True)
    page = answer.content.decode()
    assert "De vervanging is geregeld." in page
    assert "gepland" in page
    assert "Bram Proef" in page


def test_a_manager_chooses_who_is_away(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("mila")
    assert 'name="person"' in client.get(f"{PAGE}regelen/").content.decode()
    client.post(f"{PAGE}regelen/", sent(cast, person=str(cast.sanne.id)))
    assert Deputyship.objects.get().person == cast.sanne


def test_what_is_wrong_stands_above_the_form_with_what_was_typed(cast: Cast, signed_in: Opener) -> None:
    answer = signed_in("sanne").post(f"{PAGE}regelen/", sent(cast, last_day="1-1-2020", reason="Op reis"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "De laatste dag ligt voor de eerste dag." in page
    assert 'value="Op reis"' in page


def test_a_deputy_who_is_away_too_is_warned_of(cast: Cast, signed_in: Opener) -> None:
    stands_in(cast, "mila", "bram")
    page = signed_in("sanne").post(f"{PAGE}regelen/", sent(cast), follow=True).content.decode()
    assert "Let op: Bram Proef is zelf afwezig" in page


def test_a_deputy_sees_the_work_and_does_it_in_both_names(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    check = Check.objects.filter(phase__trajectory=walk.trajectory, phase__code="0", needs_evidence=False).first()
    assert check is not None
    with recorded(cast.who("sanne")):
        Check.objects.filter(id=check.id).update(owner=cast.anouk)
    colleague = _colleague_of_anouk(cast)
    client = Client()
    client.force_login(colleague)
    address = f"/trajecten/inkoop-proef-2025/controlepunten/{check.id}/"
    assert client.post(f"{address}stand/finish/", {"reason": ""}).status_code == 403
    with recorded(cast.who("anouk")):
        Deputyship.objects.create(
            person=cast.anouk, deputy=colleague, organisation=Organisation.objects.get(slug="almelo"),
            first_day=date(2022, 1, 1), last_day=date(2099, 1, 1), reason="Verlof", arranged_at=NOW,
            arranged_by_name="Proef",
        )  # fmt: skip
    today = client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Je vervangt Anouk Proef tot en met 1 januari 2099." in today
    assert "Namens Anouk Proef. Inkoop Proef 2025, fase 0 (EVA). Jij vervangt de eigenaar" in today
    assert client.post(f"{address}stand/finish/", {"reason": ""}).status_code == 302
    page = client.get(address).content.decode()
    assert "Gereed gemeld door Collega Almelo, namens Anouk Proef" in page
    told = signed_in("sanne").get("/trajecten/inkoop-proef-2025/tijdlijn/").content.decode()
    assert "· Collega Almelo, namens Anouk Proef" in told
    check.refresh_from_db()
    assert check.owner == cast.anouk


def _colleague_of_anouk(cast: Cast) -> object:
    from accounts.people.services import add_person, give_role

    person = add_person(email="collega@voorbeeld.example", name="Collega Almelo", who=cast.who("teun"), now=NOW)
    give_role(
        person_id=person.id, organisation_id=Organisation.objects.get(slug="almelo").id, role="municipality_official",
        valid_from=date(2021, 1, 1), valid_until=None, who=cast.who("teun"),
    )  # fmt: skip
    return person


def test_a_deputy_gets_no_role(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    stands_in(cast, "iris", "mila")
    client = signed_in("iris")
    assert client.get("/trajecten/inkoop-proef-2025/fasen/0/plannen/").status_code in {403, 404}
    assert client.get("/trajecten/nieuw/").status_code == 403


def test_whom_somebody_waits_for_is_named_with_whose_work_it_is(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    check = Check.objects.filter(phase__trajectory=walk.trajectory, phase__code="0").first()
    assert check is not None
    with recorded(cast.who("sanne")):
        Check.objects.filter(id=check.id).update(owner=cast.anouk)
    stands_in(cast, "bram", "sanne")
    page = signed_in("bram").get("/").content.decode()
    waits = page.split("Op wie je wacht")[1]
    assert "Anouk Proef" in waits
    assert "namens Sanne Proef" in waits


def test_stopping_is_one_form_away(cast: Cast, signed_in: Opener) -> None:
    row = stands_in(cast, "bram", "sanne")
    client = signed_in("bram")
    assert f'href="{PAGE}{row.id}/stoppen/"' in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{row.id}/stoppen/", {"reason": ""}).status_code == 422
    page = client.post(f"{PAGE}{row.id}/stoppen/", {"reason": "Te druk"}, follow=True).content.decode()
    assert "De vervanging is gestopt." in page
    assert "eerder gestopt" in page
    assert signed_in("emre").get(f"{PAGE}{row.id}/stoppen/").status_code == 404
