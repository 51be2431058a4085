"""Two people at one text: who comes second sees both, loses neither, and can then save."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from procurement.trajectory.models import Check, Phase, Trajectory
from tests.access.table import Furnished
from tests.conftest import Walk
from tests.pages.reading import Page, main, messages, said, source, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
FULL = "/trajecten/inkoop-proef-2025/"


def second_editor(
    signed_in: Opener, address: str, first: dict[str, Any], second: dict[str, Any]
) -> tuple[Client, dict[str, Any], Any]:
    """Sanne and Bram open the same form; Sanne saves `first`, then Bram sends `second`."""
    sanne, bram = signed_in("sanne"), signed_in("bram")
    form = Page.of(sanne.get(address)).filled_in()
    assert Page.of(bram.get(address)).filled_in() == form
    assert sanne.post(address, form | first).status_code == 302
    return bram, form, bram.post(address, form | second)


def test_both_texts_are_shown_and_the_second_can_save(house: Furnished, signed_in: Opener) -> None:
    address = f"/trajecten/proefpilot/controlepunten/{house.check.id}/toelichting/"
    bram, form, answer = second_editor(
        signed_in, address, {"remark": "Tekst van Sanne."}, {"remark": "Tekst van Bram."}
    )
    assert answer.status_code == 409
    assert "Er is nog niets overschreven: hieronder staan beide teksten." in said(answer, "Twee mensen, één tekst")
    shown = said(answer, "Toelichting")
    assert "Jouw tekst Tekst van Bram. Nu bewaard door Sanne Proef Tekst van Sanne." in shown
    house.check.refresh_from_db()
    assert house.check.remark == "Tekst van Sanne."

    again = Page.of(answer).filled_in()
    assert again == {"remark": "Tekst van Bram.", "version": str(int(form["version"]) + 1)}
    answer = bram.post(address, again | {"remark": "Tekst van Sanne en Bram."}, follow=True)
    assert messages(answer) == "De toelichting is opgeslagen."
    house.check.refresh_from_db()
    assert house.check.remark == "Tekst van Sanne en Bram."


def test_only_what_differs_is_shown(walk: Walk, signed_in: Opener) -> None:
    _, _, answer = second_editor(
        signed_in, f"{FULL}bewerken/", {"name": "Van Sanne"}, {"summary": "Van Bram", "max_term_years": "7"}
    )
    assert answer.status_code == 409
    both = main(answer).split('class="conflict"')[1].split("<form")[0]
    for title in ("Naam", "Samenvatting", "Maximale looptijd in jaren"):
        assert f"<h2>{title}</h2>" in both
    for title in ("Start van de contracten", "Eigenaar", "Geraamde waarde"):
        assert f"<h2>{title}" not in both
    row = Trajectory.objects.get(slug="inkoop-proef-2025")
    assert (row.name, row.max_term_years) == ("Van Sanne", 6)


def test_a_planning_made_by_two(walk: Walk, signed_in: Opener) -> None:
    address = f"{FULL}fasen/0/planning/"
    bram, _, answer = second_editor(
        signed_in, address, {"end": "1-2-2022", "reason": "Sneller"}, {"end": "1-4-2022", "reason": "Langzamer"}
    )
    assert answer.status_code == 409
    again = Page.of(answer).filled_in()
    assert (again["end"], again["reason"]) == ("1-4-2022", "Langzamer")
    assert bram.post(address, again).status_code == 302
    row = Phase.objects.get(trajectory=walk.trajectory, code="0")
    assert f"{row.planned_end:%d-%m-%Y}" == "01-04-2022"


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "99999999999999999999", "1; DROP TABLE"])
def test_a_version_that_was_tampered_with_always_conflicts(house: Furnished, signed_in: Opener, version: str) -> None:
    address = f"/trajecten/proefpilot/controlepunten/{house.check.id}/toelichting/"
    answer = signed_in("sanne").post(address, {"remark": "Overschreven", "version": version})
    assert answer.status_code in {409, 422}
    assert "Overschreven" in source(answer)
    assert Check.objects.get(id=house.check.id).remark == ""


def test_saving_the_same_text_twice_is_a_conflict_without_a_difference(house: Furnished, signed_in: Opener) -> None:
    address = f"/trajecten/proefpilot/controlepunten/{house.check.id}/toelichting/"
    _, _, answer = second_editor(signed_in, address, {"remark": "Gelijk."}, {"remark": "Gelijk."})
    assert answer.status_code in {302, 409}
    assert Check.objects.get(id=house.check.id).remark == "Gelijk."


def test_a_wrong_field_is_told_before_the_conflict(walk: Walk, signed_in: Opener) -> None:
    _, _, answer = second_editor(signed_in, f"{FULL}bewerken/", {"name": "Van Sanne"}, {"name": ""})
    assert (answer.status_code, Page.of(answer).errors) == (422, {"name": "Vul ‘Naam’ in."})
    assert "Twee mensen, één tekst" not in words(answer)
