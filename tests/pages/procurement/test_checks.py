"""The page of a check, its steps, its owner and its remark."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from procurement.checks import services as checking
from procurement.trajectory.models import Check
from tests.access.table import Furnished
from tests.conftest import NOW, TODAY, Walk
from tests.pages.reading import Page, links, main, messages, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
PILOT = "/trajecten/proefpilot/"


def address(house: Furnished, rest: str = "") -> str:
    """A page under the check."""
    return f"{PILOT}controlepunten/{house.check.id}/{rest}"


def other(house: Furnished, code: str) -> Check:
    """Another check of the same phase."""
    return Check.objects.select_related("phase__trajectory").get(phase=house.phase, code=code)


def test_the_page_of_a_check(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("iris").get(address(house))
    text = words(page)
    assert text.startswith(f"Fase 0: Nulmeting en probleemanalyse · controlepunt 0.1-b {house.check.text} open")
    assert "Anouk Proef werkt aan dit controlepunt. Jij hoeft hier niets te doen." in said(page, "Wat nu")
    assert said(page, "Bewijs").startswith("Bewijs Verslag verslag.pdf,")
    assert "Sanne Proef (OZJT), 7 februari 2022" in said(page, "Bewijs")
    about = said(page, "Over dit controlepunt")
    assert (
        "Eigenaar Anouk Proef Uiterlijk 1 maart 2022 einde van fase 0 Aspect Inhoud Verplicht ja Bewijs nodig ja"
        in about
    )
    assert about.endswith("Bron EVA 0.1")


def test_who_may_work_is_offered_the_steps(house: Furnished, signed_in: Opener) -> None:
    for name in ("anouk", "sanne", "mila"):
        offered = links(main(signed_in(name).get(address(house))))
        assert offered["Gereed melden"] == address(house, "stand/finish/")
        assert offered["Niet van toepassing"] == address(house, "stand/skip/")
        assert offered["Nog een bewijs toevoegen"] == address(house, "bewijs/")
        assert ("Eigenaar kiezen" in offered) == (name != "anouk")
    for name in ("iris", "teun"):
        assert not {"Gereed melden", "Nog een bewijs toevoegen", "Toelichting schrijven"} & set(
            links(main(signed_in(name).get(address(house))))
        )


def test_reporting_done_with_evidence(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("anouk")
    answer = client.post(address(house, "stand/finish/"), {"reason": ""}, follow=True)
    assert answer.redirect_chain == [(f"{PILOT}fasen/0/#controlepunt-0.1-b", 302)], "where the next check waits"
    assert messages(answer) == "Controlepunt 0.1-b is gereed. In deze fase staan nog 5 verplichte open."
    page = client.get(address(house))
    assert "Afgerond 7 februari 2022, 09:30" in words(page)
    assert links(main(page))["Weer openzetten"] == address(house, "stand/reopen/")


def test_done_without_the_evidence_it_asks_for_is_refused(house: Furnished, signed_in: Opener) -> None:
    client, row = signed_in("sanne"), other(house, "0.1-a")
    here = f"{PILOT}controlepunten/{row.id}/"
    reason = "Dit controlepunt vraagt om bewijs. Voeg eerst een bestand, link of rapport toe."
    assert "Gereed melden" not in links(main(client.get(here)))
    assert f"Gereed melden {reason}" in said(client.get(here), "Wat nu")
    page = client.get(f"{here}stand/finish/")
    assert reason in words(page)
    assert links(main(page))["Bewijs toevoegen"] == f"{here}bewijs/"
    answer = client.post(f"{here}stand/finish/", {"reason": "Klaar"})
    assert answer.status_code == 409
    assert said(answer, "Dit kan zo niet").startswith(f"Dit kan zo niet {reason}")
    row.refresh_from_db()
    assert (row.state, row.settled_at) == ("open", None)


def test_a_check_that_asks_for_no_evidence_is_done_without(house: Furnished, signed_in: Opener) -> None:
    row = other(house, "0.1-d")
    answer = signed_in("sanne").post(f"{PILOT}controlepunten/{row.id}/stand/finish/", {"reason": ""})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "done"


@pytest.mark.parametrize(("step", "state"), [("skip", "not_applicable"), ("reopen", "open")])
def test_skipping_and_reopening_ask_for_a_reason(house: Furnished, signed_in: Opener, step: str, state: str) -> None:
    client = signed_in("anouk")
    if step == "reopen":
        client.post(address(house, "stand/finish/"), {"reason": ""})
    before = other(house, "0.1-b").state
    empty = client.post(address(house, f"stand/{step}/"), {"reason": "  "})
    assert (empty.status_code, list(Page.of(empty).errors)) == (422, ["reason"])
    assert other(house, "0.1-b").state == before
    assert client.post(address(house, f"stand/{step}/"), {"reason": "Speelt hier niet"}).status_code == 302
    assert other(house, "0.1-b").state == state
    told = "Niet van toepassing, want: Speelt hier niet" in words(client.get(address(house)))
    assert told == (step == "skip")


def test_a_step_that_does_not_fit_the_state_is_refused(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("sanne")
    answer = client.post(address(house, "stand/reopen/"), {"reason": "Toch"})
    assert answer.status_code == 409
    assert "Dit kan niet meer: de stand is nu 'open'." in words(answer)
    assert client.get(address(house, "stand/weg/")).status_code == 404
    assert client.post(address(house, "stand/weg/"), {"reason": "x"}).status_code == 404


def test_choosing_an_owner(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("sanne")
    assert Page.of(client.get(address(house, "eigenaar/"))).filled_in() == {"owner": str(house.cast.anouk.id)}
    answer = client.post(address(house, "eigenaar/"), {"owner": str(house.cast.bram.id)}, follow=True)
    assert messages(answer) == "De eigenaar is opgeslagen."
    assert "Eigenaar Bram Proef" in said(answer, "Over dit controlepunt")
    answer = client.post(address(house, "eigenaar/"), {"owner": ""}, follow=True)
    assert "Eigenaar nog niemand" in said(answer, "Over dit controlepunt")
    for outsider in (house.cast.emre, house.cast.daan, house.cast.iris):
        answer = client.post(address(house, "eigenaar/"), {"owner": str(outsider.id)})
        assert (answer.status_code, list(Page.of(answer).errors)) == (422, ["owner"])
    assert other(house, "0.1-b").owner_id is None


def test_an_owner_of_yesterday_may_no_longer_work(house: Furnished, signed_in: Opener) -> None:
    sanne = house.cast.who("sanne")
    checking.assign_check(check_id=house.check.id, owner_id=house.cast.bram.id, who=sanne, today=TODAY)
    answer = signed_in("anouk").post(address(house, "stand/skip/"), {"reason": "x"})
    assert answer.status_code == 403
    assert "Alleen een inkoper, projectleider, manager of de eigenaar van dit controlepunt kan dit." in words(answer)


def test_writing_a_remark_keeps_its_lines(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("anouk")
    form = Page.of(client.get(address(house, "toelichting/"))).filled_in()
    answer = client.post(address(house, "toelichting/"), form | {"remark": "Eerst dit.\r\nDan dat."}, follow=True)
    assert messages(answer) == "De toelichting is opgeslagen."
    assert '<p class="kept-lines prose">Eerst dit.\r\nDan dat.</p>' in main(answer)
    assert "Toelichting bewerken" in links(main(answer))


@pytest.mark.parametrize("rest", ["", "stand/skip/", "eigenaar/", "toelichting/", "bewijs/"])
def test_a_check_is_found_only_under_its_own_trajectory(
    house: Furnished, walk: Walk, signed_in: Opener, rest: str
) -> None:
    client = signed_in("sanne")
    assert client.get(address(house, rest)).status_code == 200
    assert client.get(f"/trajecten/inkoop-proef-2025/controlepunten/{house.check.id}/{rest}").status_code == 404
    assert client.get(f"{PILOT}controlepunten/{uuid4()}/{rest}").status_code == 404
    assert client.post(f"{PILOT}controlepunten/{uuid4()}/{rest}", {"reason": "x"}).status_code == 404
    assert client.get(f"{PILOT}controlepunten/1/{rest}").status_code == 404


def test_the_moment_of_settling_is_of_this_world(house: Furnished, signed_in: Opener) -> None:
    signed_in("anouk").post(address(house, "stand/finish/"), {"reason": ""})
    settled = other(house, "0.1-b").settled_at
    assert settled is not None
    assert abs((settled - NOW).total_seconds()) < 600
