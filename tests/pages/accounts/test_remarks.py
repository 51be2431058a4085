"""Comments on the pages of a trajectory, a phase and a check."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.notices.models import Notice
from accounts.remarks.models import Comment
from procurement.trajectory.models import Check, Phase
from tests.conftest import Cast, Walk

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
PAGE = "/trajecten/proefpilot/"
SEND = "/opmerkingen/traject/proefpilot/nieuw/"


def test_a_comment_is_placed_read_and_leads_to_a_notice(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    page = client.get(PAGE).content.decode()
    assert "Nog geen opmerkingen." in page
    assert f'action="{SEND}"' in page
    assert "Anouk Proef (Almelo)" in page
    assert "Emre Proef" not in page
    answer = client.post(SEND, {"text": "@Anouk <b>kijk</b>"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#opmerkingen")
    other = signed_in("anouk").get(PAGE).content.decode()
    assert "@Anouk &lt;b&gt;kijk&lt;/b&gt;" in other
    assert "Genoemd: Anouk Proef" in other
    assert "Intrekken" not in other
    assert ": 1 nieuw<" in other
    assert "noemde je in een opmerking" in signed_in("anouk").get("/berichten/").content.decode()


def test_an_unknown_name_loses_nothing(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    answer = signed_in("sanne").post(
        SEND, {"text": "@Piet weet het", "chosen": [str(cast.bram.id)], "is_internal": "on"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Wie bedoel je met ‘@Piet’?" in page
    assert "@Piet weet het</textarea>" in page
    assert "checked" in page.split(f'value="{cast.bram.id}"')[1].split(">")[0]
    assert not Notice.objects.exists()


def test_one_who_may_not_see_it_cannot_be_chosen(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    answer = signed_in("sanne").post(SEND, {"text": "Kijk", "chosen": [str(cast.emre.id)]})
    assert answer.status_code == 422
    assert "mag dit niet zien" in answer.content.decode()


def test_what_is_for_ozjt_is_absent_for_others(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    signed_in("sanne").post(SEND, {"text": "Alleen voor ons", "is_internal": "on"})
    assert "alleen OZJT" in signed_in("mila").get(PAGE).content.decode()
    page = signed_in("anouk").get(PAGE).content.decode()
    assert "Alleen voor ons" not in page
    assert "Opmerkingen (" not in page
    assert 'name="is_internal"' not in page
    row = Comment.objects.get()
    assert signed_in("anouk").get(f"/opmerkingen/{row.id}/wijzigen/").status_code == 404


def test_a_comment_is_mended_and_withdrawn_by_its_author(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("anouk")
    client.post(SEND, {"text": "Eerste tekst"})
    row = Comment.objects.get()
    form = client.get(f"/opmerkingen/{row.id}/wijzigen/").content.decode()
    assert "Eerste tekst</textarea>" in form
    client.post(f"/opmerkingen/{row.id}/wijzigen/", {"text": "Tweede tekst", "version": str(row.version)})
    page = client.get(PAGE).content.decode()
    assert "Tweede tekst" in page
    assert "gewijzigd" in page
    conflict = client.post(f"/opmerkingen/{row.id}/wijzigen/", {"text": "Derde", "version": str(row.version)})
    assert conflict.status_code == 409
    assert signed_in("bram").get(f"/opmerkingen/{row.id}/intrekken/").status_code == 403
    assert client.post(f"/opmerkingen/{row.id}/intrekken/").status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Tweede tekst" not in page
    assert "Opmerking van Anouk Proef, ingetrokken op" in page


def test_phase_and_check_have_their_own(cast: Cast, walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    phase = Phase.objects.get(trajectory=walk.pilot, code="0")
    check = Check.objects.filter(phase=phase).order_by("order")[0]
    for prefix, key, page in (
        ("fase", phase.id, f"{PAGE}fasen/0/"),
        ("controlepunt", check.id, f"{PAGE}controlepunten/{check.id}/"),
    ):
        assert client.post(f"/opmerkingen/{prefix}/{key}/nieuw/", {"text": f"Over {prefix}"}).status_code == 302
        assert f"Over {prefix}" in client.get(page).content.decode()
        assert signed_in("emre").get(f"/opmerkingen/{prefix}/{key}/nieuw/").status_code == 404
