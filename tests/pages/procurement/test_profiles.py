"""Another profile, own checks, starting from an earlier trajectory, both phase models, and a phase with many checks."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.history.services import recorded
from procurement.checks import services as checking
from procurement.trajectory.models import Check, Phase, Trajectory
from procurement.trajectory.services import plan_phase
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.procurement.walking import make_green, phase_of, settle
from tests.pages.reading import Page, links, main, messages, said, section, text_of, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
FULL, PILOT = "/trajecten/inkoop-proef-2025/", "/trajecten/proefpilot/"


# --- Another profile --------------------------------------------------------------------------------------------------
def test_another_profile_is_looked_at_first_and_then_confirmed(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}soort/"
    settle(cast, Check.objects.get(phase__trajectory=walk.trajectory, code="0.4-d"))
    page = client.get(address)
    assert "<textarea" not in main(page), "nothing to confirm before something was looked at"
    looks = [led for label, led in links(main(page)).items() if label.startswith("Bekijk wat verandert")]
    assert looks == ["?soort=lot", "?soort=pilot"]

    page = client.get(f"{address}?soort=pilot")
    changes = said(page, "Wat verandert bij 'Pilot'")
    shown = re.search(
        r"Geen controlepunt wordt verplicht. (\d+) controlepunten worden vrijwillig. (.*?) Eigen", changes
    )
    assert shown, changes[:300]
    assert shown[2] == "1 controlepunt blijft zoals het was, omdat het al is afgerond of omdat de fase dicht is."
    assert f"Wordt vrijwillig ({shown[1]})" in changes
    before = Check.objects.filter(phase__trajectory=walk.trajectory, is_obligatory=True).count()

    form = Page.of(page).filled_in()
    empty = client.post(f"{address}?soort=pilot", form | {"reason": ""})
    assert (empty.status_code, list(Page.of(empty).errors)) == (422, ["reason"])
    answer = client.post(f"{address}?soort=pilot", form | {"reason": "Het wordt kleiner."}, follow=True)
    assert answer.redirect_chain == [(FULL, 302)]
    assert messages(answer) == "Het traject is van soort veranderd. De open controlepunten zijn opnieuw beoordeeld."
    assert "Soort pilot" in said(answer, "Over dit traject")
    after = Check.objects.filter(phase__trajectory=walk.trajectory, is_obligatory=True).count()
    assert before - after == int(shown[1])


def test_an_unknown_profile_or_the_same_one_changes_nothing(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("sanne")
    for asked in ("groot", "full", ""):
        page = client.get(f"{FULL}soort/?soort={asked}")
        assert "Kies eerst een andere soort" in words(page)
    version = Trajectory.objects.get(slug="inkoop-proef-2025").version
    answer = client.post(f"{FULL}soort/", {"profile": "full", "reason": "Zomaar", "version": version})
    assert answer.status_code == 409
    assert "Dit traject is al van de soort 'volledige inkoop'." in words(answer)


# --- Own checks -------------------------------------------------------------------------------------------------------
def test_an_own_check_is_added_counted_and_withdrawn(walk: Walk, signed_in: Opener) -> None:
    client, address = signed_in("sanne"), f"{FULL}fasen/0/"
    add = links(main(client.get(address)))["Controlepunt toevoegen"]
    sent = {"text": "Elk college heeft de cijfers.", "aspect": "inhoud", "explanation": "", "is_obligatory": "on"}
    empty = client.post(add, sent | {"text": "", "aspect": ""})
    assert set(Page.of(empty).errors) == {"text", "aspect"}
    answer = client.post(add, sent, follow=True)
    assert messages(answer) == "Het controlepunt staat erbij. Kies nog wie het oppakt."
    assert "eigen aanvulling" in words(answer)
    assert "van de 16 verplichte staan er nog 16 open" in said(client.get(address), "Controlepunten")

    own = Check.objects.get(code="0.e1")
    withdraw = f"{FULL}controlepunten/{own.id}/stand/withdraw/"
    assert withdraw in links(main(answer)).values()
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    answer = client.post(withdraw, {"reason": "Stond er al."}, follow=True)
    assert messages(answer).startswith("Controlepunt 0.e1 is ingetrokken.")
    assert "van de 15 verplichte staan er nog 15 open" in said(client.get(address), "Controlepunten")
    assert "Trok controlepunt 0.e1 in: Elk college heeft de cijfers. Stond er al." in words(
        client.get(f"{FULL}tijdlijn/")
    )


def test_a_check_of_the_model_is_not_offered_for_withdrawal(walk: Walk, signed_in: Opener) -> None:
    check = Check.objects.get(phase__trajectory=walk.trajectory, code="0.1-a")
    client, here = signed_in("sanne"), f"{FULL}controlepunten/{check.id}/"
    assert f"{here}stand/withdraw/" not in links(main(client.get(here))).values()
    assert client.post(f"{here}stand/withdraw/", {"reason": "Weg ermee"}).status_code == 409


# --- Starting from an earlier trajectory ------------------------------------------------------------------------------
def test_a_template_names_who_left_and_leaves_their_work_without_owner(
    walk: Walk, cast: Cast, signed_in: Opener
) -> None:
    client = signed_in("sanne")
    check = Check.objects.get(phase__trajectory=walk.trajectory, code="0.1-a")
    checking.assign_check(check_id=check.id, owner_id=cast.anouk.id, who=cast.who("sanne"), today=TODAY)
    with recorded(cast.who("teun")):
        cast.anouk.is_active = False
        cast.anouk.save()
    page = client.get("/trajecten/nieuw/?voorbeeld=inkoop-proef-2025")
    told = said(page, "Begin met een eerder traject")
    assert "Deze mensen doen niet meer mee. Hun werk heeft straks nog geen eigenaar: Anouk Proef" in told
    form = Page.of(page).filled_in()
    assert (form["summary"], form["max_term_years"]) == ("Een traject voor de proeven.", "6")
    assert len(form["municipalities"]) == 14
    sent = form | {"name": "Inkoop 2031", "contract_start": "1-1-2031"}
    sent.pop("voorbeeld", None)
    answer = client.post("/trajecten/nieuw/?voorbeeld=inkoop-proef-2025", sent, follow=True)
    assert answer.redirect_chain == [("/trajecten/inkoop-2031/", 302)]
    new = Trajectory.objects.get(slug="inkoop-2031")
    assert new.started_from == walk.trajectory
    assert Check.objects.get(phase__trajectory=new, code="0.1-a").owner is None
    assert phase_of(new, "0").owner == cast.sanne


def test_a_template_that_is_not_there_is_not_found(walk: Walk, signed_in: Opener) -> None:
    assert signed_in("sanne").get("/trajecten/nieuw/?voorbeeld=bestaat-niet").status_code == 404


# --- Phase models -----------------------------------------------------------------------------------------------------
def test_the_phase_models_compare_their_numbers(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/trajecten/fasemodellen/")
    beside = said(page, "De nummers naast elkaar")
    assert "3. Selecteren en contracteren 5. Inkooptraject 7. KIT fase 3" in beside
    for heading, rows in (("EVA:", 10), ("SID:", 4)):
        assert section(page, heading).count('<th scope="row">') == rows


def test_a_trajectory_by_sid_is_started_opened_and_closed(walk: Walk, cast: Cast, signed_in: Opener) -> None:
    client = signed_in("sanne")
    form = Page.of(client.get("/trajecten/nieuw/")).filled_in()
    form.pop("voorbeeld", None)
    segments = [str(key) for key in walk.pilot.segments.values_list("id", flat=True)]  # type: ignore[attr-defined]
    sent = form | {
        "name": "Proef SID", "phase_model": "sid", "profile": "pilot", "contract_start": "1-1-2026",
        "max_term_years": "4", "segments": segments,
    }  # fmt: skip
    answer = client.post("/trajecten/nieuw/", sent, follow=True)
    here = "/trajecten/proef-sid/"
    assert answer.redirect_chain == [(here, 302)]
    assert "Fasemodel SID" in said(answer, "Over dit traject")
    first = phase_of(Trajectory.objects.get(slug="proef-sid"), "1")
    plan_phase(
        phase_id=first.id, version=first.version, start=TODAY, end=TODAY + timedelta(days=60), owner_id=cast.sanne.id,
        remark="", who=cast.who("sanne"), reason="", today=TODAY,
    )  # fmt: skip
    answer = client.post(f"{here}fasen/1/overgang/open/", {"reason": "Volgens planning."}, follow=True)
    assert messages(answer) == "Fase 1 is geopend."
    assert client.get(f"{here}planning/").status_code == 200
    make_green(cast, first)
    answer = client.post(f"{here}fasen/1/overgang/close/", {"reason": "Alles is besproken."}, follow=True)
    assert messages(answer) == "Fase 1 is afgesloten."
    assert "Fase 2 openen" in said(answer, "De volgende stap")


# --- Many checks ------------------------------------------------------------------------------------------------------
def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_three_hundred_checks_take_no_more_queries_and_what_is_done_is_folded(
    walk: Walk, cast: Cast, signed_in: Opener
) -> None:
    full: Any = walk.trajectory
    client, phase = signed_in("sanne"), phase_of(full, "0")
    addresses = (FULL, f"{FULL}fasen/0/", f"{FULL}voorwaarden/", f"{FULL}controlepunten/", f"{FULL}soort/?soort=pilot")
    settle(cast, phase.checks.get(code="0.1-a"))
    few = [queries_of(client, address) for address in addresses]
    missing = 300 - Check.objects.filter(phase__trajectory=full).count()
    with recorded(cast.who("sanne")):
        Check.objects.bulk_create(
            Check(
                phase=phase, code=f"0.e{number}", order=100 + number, aspect=Check.Aspect.values[number % 5],
                text=f"Proefpunt {number}.", explanation="", source="eigen aanvulling", is_obligatory=True,
                needs_evidence=False, is_own=True, owner=cast.sanne,
                **({"state": "done", "settled_at": NOW, "settled_by_name": "Sanne Proef"} if number % 10 else {}),
            )
            for number in range(missing)
        )  # fmt: skip
    assert Check.objects.filter(phase__trajectory=full).count() == 300
    assert [queries_of(client, address) for address in addresses] == few

    page = section(client.get(f"{FULL}fasen/0/"), "Controlepunten")
    folded = "".join(re.findall(r'<details class="folded">.*?</details>', page, re.DOTALL))
    unfolded = re.sub(r'<details class="folded">.*?</details>', "", page, flags=re.DOTALL)
    done = Check.objects.filter(phase=phase).exclude(state="open").count()
    assert (folded.count('id="controlepunt-'), unfolded.count('id="controlepunt-')) == (
        done, Phase.objects.get(id=phase.id).checks.filter(state="open").count(),
    )  # fmt: skip
    assert unfolded.count('id="controlepunt-') < 40
    assert re.search(r"\d+ afgerond", text_of(folded))
