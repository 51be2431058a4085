"""Decisions as people read them: what a page says to whom, what it asks, and what it does with bad input."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.jobs.models import Job
from core.jobs.services import perform
from core.reports.models import Report
from governance.decisions import route, services
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision, DecisionResult
from governance.decisions.rules import Artefact, Outcome, StepKind
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.pages.reading import Page, links, main, messages, said, section, text_of, words
from tests.services.governance.deciding import (
    AMBULANT,
    WORDS,
    dated,
    meeting,
    moved,
    on_route,
    places,
    say,
    started,
    step_of,
    written,
)

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def address(row: Decision, name: str = "decision", *more: Any) -> str:
    return reverse(f"decisions:{name}", args=[row.id, *more])


def seat_of(row: Decision, place: str) -> Any:
    return step_of(row, StepKind.COLLEGES).seats.get(organisation__slug=place)


def primary(answer: Any) -> list[str]:
    """The words on the primary buttons."""
    parts = main(answer).split("nl-button--primary")[1:]
    return [text_of(part.split(">", 1)[1].split("</", 1)[0]) for part in parts]


# --- Preparing -------------------------------------------------------------------------------------------------------
def test_a_decision_is_prepared_from_a_phase_and_leads_to_its_text(walk: Walk, signed_in: Opener) -> None:
    client, start = signed_in("sanne"), "/trajecten/proefpilot/fasen/2/besluiten/nieuw/"
    form = Page.of(client.get(start)).filled_in()
    assert form["artefact"] == Artefact.STRATEGIC_DOCUMENT
    assert len(form["municipalities"]) == 3
    answer = client.post(start, form | {"title": "Proefdocument"}, follow=True)
    row = Decision.objects.get()
    assert answer.redirect_chain == [(address(row), 302)]
    assert words(answer).startswith("B-2022-001 · strategisch inkoopdocument Proefdocument concept")
    assert primary(answer) == ["Tekst schrijven"]
    assert "Fase 2" in text_of(main(answer).split("belongs")[1].split("</p>")[0])
    panel = said(client.get("/trajecten/proefpilot/fasen/2/"), "Besluiten")
    assert "Proefdocument concept" in panel


def test_a_decision_without_title_or_segment_says_which_field(walk: Walk, signed_in: Opener) -> None:
    client, start = signed_in("sanne"), "/trajecten/proefpilot/besluiten/nieuw/"
    form = Page.of(client.get(start)).filled_in()
    answer = client.post(start, form | {"title": "", "segments": []})
    assert answer.status_code == 422
    assert set(Page.of(answer).errors) == {"title", "segments"}
    assert not Decision.objects.exists()


# --- Writing and four eyes -------------------------------------------------------------------------------------------
def test_what_is_still_empty_stands_under_the_button(cast: Cast, signed_in: Opener) -> None:
    sanne = cast.who("sanne")
    row = written(started(cast), sanne, proposal="", follow_up="")
    page = signed_in("sanne").get(address(row))
    assert "Nog leeg: voorstel, vervolg. Vul dit eerst in." in said(page, "Wat nu")
    assert primary(page) == ["Tekst bewerken"]
    row = written(row, sanne)
    assert primary(signed_in("sanne").get(address(row))) == ["Voorleggen aan een tweede paar ogen"]


def test_who_wrote_the_text_is_told_to_wait_and_the_other_to_read(cast: Cast, signed_in: Opener) -> None:
    sanne = cast.who("sanne")
    row = dated(written(started(cast), sanne), sanne)
    moved(row, "submit", sanne)
    own = signed_in("sanne").get(address(row))
    assert "Jij schreef deze versie. Iemand anders moet hem nakijken (vier ogen)." in said(own, "Wat nu")
    assert primary(own) == []
    other = signed_in("mila").get(address(row))
    assert primary(other) == ["Tekst akkoord"]
    form = Page.of(signed_in("mila").get(address(row, "move", "approve"))).filled_in()
    assert form["seen"] == "1"
    answer = signed_in("mila").post(address(row, "move", "approve"), form, follow=True)
    assert messages(answer) == "Je hebt de tekst akkoord bevonden. Het voorstel kan op route."
    assert primary(answer) == ["Op route sturen"]
    assert "Akkoord bevonden door Mila Proef" in words(answer)


def test_a_step_that_cannot_be_made_has_no_button_and_says_why(cast: Cast, signed_in: Opener) -> None:
    row = started(cast)
    answer = signed_in("sanne").get(address(row, "move", "send"))
    assert "<form" not in main(answer)
    assert "Dit kan nu niet" in words(answer)
    assert links(main(answer))["Terug naar het besluit"] == address(row)
    assert signed_in("sanne").get(address(row, "move", "bestaatniet")).status_code == 404


def test_two_people_writing_at_once_see_both_texts(cast: Cast, signed_in: Opener) -> None:
    row = written(started(cast), cast.who("sanne"))
    client, there = signed_in("bram"), address(row, "write")
    form = Page.of(client.get(there)).filled_in()
    written(row, cast.who("sanne"), proposal="1. Iets van Sanne.")
    answer = client.post(there, form | {"proposal": "1. Iets van Bram."})
    assert answer.status_code == 409
    assert "1. Iets van Sanne." in words(answer)
    assert Page.of(answer).filled_in()["proposal"] == "1. Iets van Bram."


# --- The route -------------------------------------------------------------------------------------------------------
def test_a_body_that_is_not_competent_gives_a_warning_and_asks_why(cast: Cast, signed_in: Opener) -> None:
    sanne = cast.who("sanne")
    row = dated(written(started(cast, segments=[AMBULANT]), sanne), sanne)
    client = signed_in("sanne")
    sent = {"target": "db-samentwente", "role": "decides"}
    answer = client.post(address(row, "step_add"), sent, follow=True)
    assert "De stap staat onderaan de route." in messages(answer)
    dated(row, sanne)
    page = client.get(address(row, "route"))
    assert (
        "Volgens de route is het besluit aan het dagelijks bestuur (DB), maar dat orgaan is niet bevoegd. Ambulant is "
        "niet overgedragen: elk college beslist voor zijn eigen gemeente."
    ) in words(page)
    assert "Schrijf op waarom de route afwijkt" in words(page)

    moved(row, "submit", sanne)
    moved(row, "approve", cast.who("mila"))
    blocked = client.get(address(row))
    assert "De route wijkt af van wie er bevoegd is. Schrijf eerst op waarom." in said(blocked, "Wat nu")
    assert links(main(blocked))["Schrijf op waarom de route afwijkt"] == address(row, "motivate")
    short = client.post(address(row, "motivate"), {"motivation": "Moet."})
    assert short.status_code == 409
    assert "in minstens één hele zin" in words(short)
    reason = "Het DB wil dit voorstel zelf vaststellen voordat de colleges het krijgen."
    client.post(address(row, "motivate"), {"motivation": reason})
    answer = client.post(address(row, "move", "send"), {"reason": ""}, follow=True)
    assert "Het voorstel is op route." in messages(answer)
    assert reason in said(answer, "Route")


def test_a_meeting_that_moved_after_sending_is_told_on_the_route(cast: Cast, signed_in: Opener) -> None:
    sat = meeting("ab-samentwente", TODAY + timedelta(days=30))
    row = on_route(cast)
    assert "Verzet" not in said(signed_in("sanne").get(address(row)), "Route")
    sat.date = sat.date + timedelta(days=7)
    sat.save()
    told = said(signed_in("sanne").get(address(row)), "Route")
    assert "Verzet van 09-03-2022 naar 16-03-2022, nadat de stukken waren verstuurd." in told


def test_a_route_that_left_is_fixed(cast: Cast, signed_in: Opener) -> None:
    row = on_route(cast)
    client = signed_in("sanne")
    page = words(client.get(address(row, "route")))
    assert "De stappen liggen vast." in page
    assert "Weghalen" not in page
    first = row.steps.order_by("order")[0]
    answer = client.post(address(row, "step_remove", first.id))
    assert answer.status_code == 403
    assert row.steps.filter(id=first.id).exists()


# --- Results ---------------------------------------------------------------------------------------------------------
def test_the_page_tells_who_decided_and_who_did_not(cast: Cast, signed_in: Opener) -> None:
    row, sanne = on_route(cast, segments=[AMBULANT]), cast.who("sanne")
    say(row, sanne, Outcome.AGREED, place="borne")
    say(row, sanne, Outcome.AGREED_WITH_CONDITIONS, place="hengelo", conditions="Eerst inzicht in het geld")
    page = signed_in("sanne").get(address(row))
    assert "Wacht op Almelo." in words(page)
    results = said(page, "Uitkomsten van de colleges")
    assert "2 van 3 colleges hebben besloten." in results
    assert "Borne akkoord 7 februari 2022 door Sanne Proef" in results
    assert "Hengelo akkoord met voorwaarden Eerst inzicht in het geld" in results
    assert "Almelo nog niet besloten" in results
    assert "Eerst inzicht in het geld Hengelo nog niemand" in said(page, "Voorwaarden")
    waiting = words(signed_in("sanne").get(reverse("decisions:waiting")))
    assert "College van Almelo" in waiting
    assert "College van Borne" not in waiting
    say(row, sanne, Outcome.REJECTED, place="almelo")
    page = signed_in("sanne").get(address(row))
    assert "Besloten, zonder gemeente Almelo; Hengelo stelt voorwaarden." in words(page)
    assert "Niet mee: Almelo." in said(page, "Uitkomsten van de colleges")


def test_an_official_keeps_the_result_of_their_own_college_only(cast: Cast, signed_in: Opener) -> None:
    row = on_route(cast, segments=[AMBULANT])
    client = signed_in("anouk")
    results = section(client.get(address(row)), "Uitkomsten van de colleges")
    assert links(results) == {"Vastleggen : Almelo": address(row, "result", seat_of(row, "almelo").id)}
    sent = {"outcome": "agreed", "on": f"{TODAY:%d-%m-%Y}"}
    assert client.post(address(row, "result", seat_of(row, "borne").id), sent).status_code == 403
    answer = client.post(address(row, "result", seat_of(row, "almelo").id), sent, follow=True)
    assert messages(answer) == "De uitkomst van Almelo is vastgelegd."
    assert DecisionResult.objects.get().recorded_by_name == "Anouk Proef"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"on": "8-2-2022"}, "08-02-2022 is nog niet geweest."),
        ({"outcome": "agreed_with_conditions"}, "Schrijf op welke voorwaarden er zijn gesteld."),
        ({"conditions": "Meer geld"}, "Voorwaarden horen alleen bij 'akkoord met voorwaarden'."),
        ({"on": "1-2-2022"}, "een uitkomst van 01-02-2022 kan niet"),
    ],
)
def test_a_result_that_cannot_be_is_refused_with_what_to_do(
    cast: Cast, signed_in: Opener, sent: dict[str, str], told: str
) -> None:
    meeting("ab-samentwente", TODAY)
    row = on_route(cast)
    seat = step_of(row, StepKind.BODY, "ab-samentwente").seats.get()
    values = {"outcome": "agreed", "on": f"{TODAY:%d-%m-%Y}", "note": "Blijft staan"} | sent
    answer = signed_in("sanne").post(address(row, "result", seat.id), values)
    assert answer.status_code == 409
    assert told in words(answer)
    assert Page.of(answer).filled_in()["note"] == "Blijft staan"
    assert not DecisionResult.objects.exists()


def test_a_result_without_outcome_or_with_a_strange_day_marks_the_field(cast: Cast, signed_in: Opener) -> None:
    row = on_route(cast)
    there = address(row, "result", seat_of(row, "almelo").id)
    answer = signed_in("sanne").post(there, {"outcome": "", "on": "gisteren"})
    assert answer.status_code == 422
    assert set(Page.of(answer).errors) == {"outcome", "on"}
    answer = signed_in("sanne").post(there, {"outcome": "noted", "on": "7-2-2022"})
    assert set(Page.of(answer).errors) == {"outcome"}, "a college that decides does not only take note"


def test_a_municipality_that_does_not_take_part_has_no_seat_and_no_page(cast: Cast, signed_in: Opener) -> None:
    row, other = on_route(cast), on_route(cast, municipality_ids=places("enschede"))
    page = said(signed_in("sanne").get(address(row)), "Uitkomsten van de colleges")
    assert "Enschede" not in page
    strange = address(row, "result", seat_of(other, "enschede").id)
    sent = {"outcome": "agreed", "on": f"{TODAY:%d-%m-%Y}"}
    for name in ("sanne", "emre", "anouk"):
        assert signed_in(name).post(strange, sent).status_code == 404
    assert not DecisionResult.objects.exists()


def test_a_correction_keeps_what_was_said_and_who_sees_to_the_condition(cast: Cast, signed_in: Opener) -> None:
    row, sanne = on_route(cast, segments=[AMBULANT]), cast.who("sanne")
    due = date(2022, 6, 1)
    say(
        row, sanne, Outcome.AGREED_WITH_CONDITIONS, place="borne", conditions="Eerst het geld",
        condition_owner_id=cast.mila.id, condition_due=due,
    )  # fmt: skip
    there = address(row, "result", seat_of(row, "borne").id)
    form = Page.of(signed_in("sanne").get(there)).filled_in()
    assert (form["condition_owner"], form["condition_due"]) == (str(cast.mila.id), "01-06-2022")
    answer = signed_in("sanne").post(there, form | {"reason": ""})
    assert Page.of(answer).error("reason") == "Schrijf op wat er niet klopte."
    answer = signed_in("sanne").post(
        there, form | {"outcome": "rejected", "conditions": "", "reason": "Verkeerd gelezen"}
    )
    page = signed_in("sanne").get(address(row))
    assert "Borne afgewezen eerder: akkoord met voorwaarden" in said(page, "Uitkomsten van de colleges")
    assert 'id="voorwaarden"' not in main(page)
    assert "Verkeerd gelezen" in said(page, "Wat er gebeurde")


# --- What others see -------------------------------------------------------------------------------------------------
def test_a_draft_is_absent_for_municipalities_and_there_once_it_left(cast: Cast, signed_in: Opener) -> None:
    row = written(started(cast), cast.who("sanne"))
    client = signed_in("anouk")
    assert "Proefbesluit" not in words(client.get(reverse("decisions:list")))
    for name in ("decision", "compare", "memo", "comment"):
        assert client.get(address(row, name)).status_code == 404
    sent = on_route(cast, title="Wel weg")
    page = words(client.get(reverse("decisions:list")))
    assert "Wel weg" in page
    assert "Proefbesluit" not in page
    assert client.get(address(sent)).status_code == 200
    assert signed_in("emre").get(address(sent)).status_code == 404, "Enschede does not take part"
    assert signed_in("daan").get(reverse("decisions:list")).status_code == 404


def test_a_new_version_in_the_making_stays_unseen(cast: Cast, signed_in: Opener) -> None:
    row, sanne = on_route(cast), cast.who("sanne")
    moved(row, "revise", sanne)
    written(row, sanne, proposal="1. Een geheim plan.")
    page = words(signed_in("anouk").get(address(row)))
    assert WORDS["proposal"] in page
    assert "geheim plan" not in page
    assert "versie 1" in page


def test_reactions_and_answers(cast: Cast, signed_in: Opener) -> None:
    row, sanne = on_route(cast), cast.who("sanne")
    assert signed_in("anouk").get(address(row, "comment")).status_code == 403
    signed_in("sanne").post(address(row, "reactions"), {"question": "Kan dit in maart?", "due": "1-3-2022"})
    page = signed_in("anouk").get(address(row))
    assert "tot en met 1 maart 2022 om een reactie: Kan dit in maart?" in said(page, "Opmerkingen")
    signed_in("anouk").post(address(row, "comment"), {"heading": "finances", "body": "Liever in april."})
    comment = row.texts.get().comments.get()
    read = said(signed_in("sanne").get(address(row)), "Opmerkingen")
    assert "Anouk Proef (Almelo)" in read
    assert "over ‘Kosten, baten en dekking’" in read
    signed_in("sanne").post(address(row, "answer", comment.id), {"answer": "Dat kan."})
    assert "beantwoord Liever in april. Sanne Proef" in said(signed_in("anouk").get(address(row)), "Opmerkingen")
    again = signed_in("sanne").post(address(row, "answer", comment.id), {"answer": "Nog eens."})
    assert again.status_code == 409
    assert "heeft deze opmerking al beantwoord" in words(again)
    late = services.ask_reactions(decision_id=row.id, question="En nu?", due=TODAY, who=sanne, now=NOW)
    Decision.objects.filter(id=late.id).update(reactions_due=TODAY - timedelta(days=1))
    assert "Opmerking plaatsen" not in said(signed_in("anouk").get(address(row)), "Opmerkingen")


def test_withdrawing_wants_a_reason_and_stays_readable(cast: Cast, signed_in: Opener) -> None:
    row = on_route(cast)
    client, there = signed_in("sanne"), address(row, "move", "withdraw")
    answer = client.post(there, {"reason": ""})
    assert answer.status_code == 422
    assert Page.of(answer).error("reason") == "Schrijf op waarom; iedereen leest dit later terug."
    client.post(there, {"reason": "Het BO wil eerst de cijfers."}, follow=True)
    row.refresh_from_db()
    assert row.state == DecisionState.WITHDRAWN
    assert "Ingetrokken op 7 februari 2022: Het BO wil eerst de cijfers." in words(signed_in("anouk").get(address(row)))
    assert "Vastleggen" not in words(client.get(address(row)))


def test_a_page_has_at_most_one_primary_button(cast: Cast, signed_in: Opener) -> None:
    row, draft = on_route(cast), written(started(cast, title="Nog een"), cast.who("sanne"))
    for one in (row, draft):
        for name in ("decision", "memo", "route", "edit", "write", "compare", "step_add", "evidence", "motivate"):
            assert len(primary(signed_in("sanne").get(address(one, name)))) <= 1, name


# --- Reports ---------------------------------------------------------------------------------------------------------
def made(client: Client, there: str) -> Report:
    """Ask for a report and let its job do it."""
    client.post(there)
    job = Job.objects.get(state=Job.State.QUEUED)
    assert perform(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    return Report.objects.get(id=job.result["report"])


def test_the_same_memo_is_kept_once(cast: Cast, signed_in: Opener) -> None:
    row = written(started(cast), cast.who("sanne"))
    client, there = signed_in("sanne"), address(row, "memo")
    first = made(client, there)
    assert first.content["draft"] is True
    assert made(client, there).id == first.id
    assert Report.objects.count() == 1
    written(row, cast.who("sanne"), proposal="1. Nieuw.")
    assert made(client, there).id != first.id
    assert Report.objects.count() == 2


def test_warnings_of_a_route_are_those_of_the_pages(cast: Cast) -> None:
    row = started(cast)
    steps = route.steps_of(row)
    assert route.warnings_of(row, steps) == route.warnings_of(row)
    assert route.facts_of(row, cast.who("sanne"), steps=steps) == route.facts_of(row, cast.who("sanne"))
