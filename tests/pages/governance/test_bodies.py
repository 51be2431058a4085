"""Bestuur, bodies and meetings: what stands there, for whom, and what is told about bad input."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from desk.agenda.services import connect
from governance.bodies import services
from governance.bodies.models import Body, Meeting
from tests.conftest import NOW, Cast
from tests.pages.reading import Page, links, main, messages, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
DAY = date(2022, 4, 7)
BOARD, ALMELO, ENSCHEDE = "ab-samentwente", "college-almelo", "college-enschede"


def plain(answer: Any) -> str:
    """The words of a page, with ordinary spaces in its dates."""
    return words(answer).replace("\N{NO-BREAK SPACE}", " ")


def planned(cast: Cast, slug: str = BOARD, day: date = DAY, *, sent: bool = False) -> Meeting:
    who = cast.who("sanne")
    row = services.plan_meeting(body_id=Body.objects.get(slug=slug).id, day=day, who=who)
    if sent:
        row = services.settle_meeting(meeting_id=row.id, transition="send_papers", reason="", who=who, now=NOW).meeting
    return row


def address(row: Meeting, page: str = "") -> str:
    return f"/vergaderingen/{row.id}/{page}"


# --- What stands there ------------------------------------------------------------------------------------------------
def test_bestuur_shows_what_comes_and_what_is_asked(cast: Cast, signed_in: Opener) -> None:
    planned(cast, day=date(2022, 2, 23))
    page = signed_in("sanne").get("/bestuur/")
    assert "23 februari 2022" in said(page, "Komende vergaderingen").replace("\N{NO-BREAK SPACE}", " ")
    assert "De vergadering is op 23 februari 2022." in plain(page)
    assert links(main(page))["Vergadering plannen"] == "/vergaderingen/nieuw/"
    reader = signed_in("iris").get("/bestuur/")
    assert "Vergadering plannen" not in links(main(reader))
    assert "Voor de vergaderingen wordt nu niets van je gevraagd." in plain(reader)


def test_a_body_says_what_it_decides_and_when_it_meets(cast: Cast, signed_in: Opener) -> None:
    planned(cast)
    page = signed_in("sanne").get(f"/organen/{BOARD}/")
    assert "7 april 2022" in said(page, "Komende vergaderingen").replace("\N{NO-BREAK SPACE}", " ")
    assert "alles behalve het segment Ambulant" in plain(page)
    assert links(main(page))["Vergadering plannen"] == f"/vergaderingen/nieuw/?orgaan={BOARD}"
    assert "Aanlevertermijn aanpassen" not in plain(signed_in("iris").get(f"/organen/{BOARD}/"))


def test_a_meeting_says_what_now(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast)
    client = signed_in("sanne")
    assert "uiterlijk op 24 maart 2022 binnen zijn. Meld hier als ze zijn verzonden." in plain(client.get(address(row)))
    answer = client.post(address(row, "stand/send_papers/"), follow=True)
    assert messages(answer) == "De stukken staan op verzonden."
    assert "Meld na 7 april 2022 hier of de vergadering is gehouden." in plain(answer)
    assert "Stukken zijn verzonden" not in plain(answer)
    official = plain(signed_in("anouk").get(address(row)))
    assert "Jij hoeft hier niets te doen." in official
    assert "Meld na" not in official


def test_papers_that_are_late_are_told(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast, day=date(2022, 2, 9))
    page = plain(signed_in("sanne").get(address(row)))
    assert "moesten op 26 januari 2022 binnen zijn en zijn nog niet verzonden" in page


# --- Planning ---------------------------------------------------------------------------------------------------------
def test_planning_a_meeting(cast: Cast, signed_in: Opener) -> None:
    body = Body.objects.get(slug=BOARD)
    answer = signed_in("sanne").post(
        "/vergaderingen/nieuw/", {"body": str(body.id), "day": "7 april 2022", "place": "Borne"}, follow=True
    )
    assert messages(answer) == "De vergadering staat in de agenda."
    row = Meeting.objects.get()
    assert (row.body, row.date, row.submit_by) == (body, DAY, date(2022, 3, 24))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"body": ""}, "body", "Kies een orgaan."),
        ({"day": "31-2-2022"}, "day", "Vul de datum in als 31-12-2027."),
        ({"submit_by": "morgen"}, "submit_by", "Vul de datum in als 31-12-2027."),
    ],
)
def test_a_mistake_stands_at_its_field(
    cast: Cast, signed_in: Opener, change: dict[str, str], field: str, sentence: str
) -> None:
    values = {"body": str(Body.objects.get(slug=BOARD).id), "day": "7-4-2022"} | change
    answer = signed_in("sanne").post("/vergaderingen/nieuw/", values)
    assert answer.status_code == 422
    assert Page.of(answer).errors == {field: sentence}
    assert not Meeting.objects.exists()


def test_what_the_calendar_refuses_is_told(cast: Cast, signed_in: Opener) -> None:
    planned(cast)
    body = str(Body.objects.get(slug=BOARD).id)
    client = signed_in("sanne")
    answer = client.post("/vergaderingen/nieuw/", {"body": body, "day": "7-4-2022"})
    assert answer.status_code == 409
    assert "vergadert al op 7 april 2022" in plain(answer)
    late = client.post("/vergaderingen/nieuw/", {"body": body, "day": "8-4-2022", "submit_by": "9-4-2022"})
    assert late.status_code == 409
    assert "Kies een dag ervoor." in plain(late)


def test_a_series_is_shown_before_it_is_planned(cast: Cast, signed_in: Opener) -> None:
    values = {
        "body": str(Body.objects.get(slug="ao-jeugd").id),
        "first": "12-5-2022",
        "last": "9-6-2022",
        "every_weeks": "2",
    }
    client = signed_in("sanne")
    page = client.post("/vergaderingen/reeks/", values)
    assert "2 vergaderingen, 1 dag valt af. Er is nog niets gepland." in plain(page)
    assert "26 mei 2022 valt af Hemelvaartsdag" in plain(page)
    assert not Meeting.objects.exists()
    back = client.post("/vergaderingen/reeks/", values | {"stap": "aanpassen"})
    assert Page.of(back).values["first"] == ["12-5-2022"]
    answer = client.post("/vergaderingen/reeks/", values | {"stap": "bevestigen"}, follow=True)
    assert messages(answer) == "2 vergaderingen staan in de agenda."
    assert Meeting.objects.count() == 2


def test_a_series_that_ends_before_it_begins(cast: Cast, signed_in: Opener) -> None:
    values = {"body": str(Body.objects.get(slug=BOARD).id), "first": "12-5-2022", "last": "1-3-2022"}
    answer = signed_in("sanne").post("/vergaderingen/reeks/", values | {"every_weeks": "2"})
    assert answer.status_code == 409
    assert Page.of(answer).error("last").endswith("Kies een latere laatste dag.")


def test_notice_days_have_a_limit(cast: Cast, signed_in: Opener) -> None:
    client, page = signed_in("sanne"), f"/organen/{BOARD}/aanlevertermijn/"
    answer = client.post(page, {"days": "99", "version": "1"})
    assert Page.of(answer).errors == {"days": "Vul een getal in van hoogstens 60."}
    saved = client.post(page, Page.of(client.get(page)).filled_in() | {"days": "10"}, follow=True)
    assert "10 dagen vooraf" in plain(saved)


# --- Moving -----------------------------------------------------------------------------------------------------------
def test_moving_after_papers_were_sent_warns_and_asks_why(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast, sent=True)
    client, page = signed_in("sanne"), address(row, "verplaatsen/")
    form = client.get(page)
    assert "De stukken zijn al verzonden" in plain(form)
    assert "Anouk Proef Almelo" in plain(form)
    values = Page.of(form).filled_in()
    assert "submit_by" not in values
    silent = client.post(page, values | {"day": "14-4-2022", "reason": " "})
    assert silent.status_code == 422
    assert Page.of(silent).error("reason").startswith("Schrijf op waarom")
    assert "verschuift de vergadering?:" not in plain(silent)
    row.refresh_from_db()
    assert row.date == DAY
    answer = client.post(page, values | {"day": "14-4-2022", "reason": "De zaal is bezet."}, follow=True)
    told = plain(answer)
    assert "Verplaatst van 7 april 2022 naar 14 april 2022, nadat de stukken waren verzonden." in told
    assert "De zaal is bezet. Laat dit weten aan de mensen bij ‘Wie hiervan moet weten’." in told
    second = client.post(page, values | {"day": "21-4-2022", "reason": "Nog een keer."})
    assert second.status_code == 409
    assert "Twee mensen, één tekst" in plain(second)


def test_moving_before_papers_were_sent_needs_no_reason(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast)
    client, page = signed_in("sanne"), address(row, "verplaatsen/")
    form = client.get(page)
    assert "De stukken zijn al verzonden" not in plain(form)
    answer = client.post(page, Page.of(form).filled_in() | {"day": "14-4-2022"}, follow=True)
    assert "Verplaatst van 7 april 2022 naar 14 april 2022." in plain(answer)


def test_a_meeting_lapses_with_a_reason_and_says_who_must_know(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast, sent=True)
    client, page = signed_in("sanne"), address(row, "stand/cancel/")
    assert client.post(page, {"reason": ""}).status_code == 422
    told = plain(client.post(page, {"reason": "Te weinig stukken."}, follow=True))
    assert "Deze vergadering gaat niet door. Te weinig stukken." in told
    assert "De stukken waren al verzonden: laat dit weten" in told


def test_a_meeting_is_not_held_before_its_day(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast)
    answer = signed_in("sanne").post(address(row, "stand/hold/"))
    assert answer.status_code == 409
    assert "De vergadering is pas op 7 april 2022." in plain(answer)


# --- Access -----------------------------------------------------------------------------------------------------------
PAGES = ("", "bewerken/", "verplaatsen/", "stand/cancel/")


@pytest.mark.parametrize("page", PAGES)
def test_the_meeting_of_another_municipality_does_not_exist(cast: Cast, signed_in: Opener, page: str) -> None:
    row = planned(cast, ALMELO)
    client = signed_in("emre")
    assert client.get(address(row, page)).status_code == 404
    if page:
        assert client.post(address(row, page), {"reason": "Zomaar", "day": "14-4-2022"}).status_code == 404
    assert signed_in("anouk").get(address(row, page)).status_code == 200
    row.refresh_from_db()
    assert (row.date, row.state) == (DAY, "planned")


def test_an_official_reads_the_regional_calendar_but_does_not_keep_it(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast)
    client = signed_in("anouk")
    assert client.get(address(row)).status_code == 200
    answer = client.post(address(row, "verplaatsen/"), {"day": "14-4-2022"})
    assert answer.status_code == 403
    assert "Alleen een inkoper, projectleider of manager van OZJT" in plain(answer)


def test_officials_choose_only_bodies_of_their_own(cast: Cast, signed_in: Opener) -> None:
    form = signed_in("anouk").get("/vergaderingen/nieuw/")
    assert "College van Almelo" in plain(form)
    assert "College van Enschede" not in plain(form)
    other = str(Body.objects.get(slug=ENSCHEDE).id)
    answer = signed_in("anouk").post("/vergaderingen/nieuw/", {"body": other, "day": "7-4-2022"})
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("page", ["/bestuur/", "/organen/", "/vergaderingen/", f"/organen/{BOARD}/"])
def test_for_providers_it_does_not_exist(cast: Cast, signed_in: Opener, page: str) -> None:
    assert signed_in("daan").get(page).status_code == 404


# --- The agenda -------------------------------------------------------------------------------------------------------
def test_meetings_stand_in_the_agenda_and_in_the_feed(cast: Cast, signed_in: Opener) -> None:
    row = planned(cast)
    planned(cast, ENSCHEDE)
    page = signed_in("anouk").get("/agenda/")
    assert links(main(page))["Vergadering: Algemeen bestuur SamenTwente"] == address(row)
    assert "24 maart 2022 donderdag Stukken inleveren: Algemeen bestuur SamenTwente" in plain(page)
    assert "Enschede" not in plain(page)
    feed = f"/agenda/{connect(who=cast.who('anouk'), now=NOW)}.ics"
    before = {str(event["uid"]): event["dtstart"].dt for event in events(feed)}
    services.move_meeting(
        meeting_id=row.id,
        version=row.version,
        day=DAY + timedelta(days=7),
        reason="",
        who=cast.who("sanne"),
        now=NOW,
    )
    after = {str(event["uid"]): event["dtstart"].dt for event in events(feed)}
    assert sorted(before.values()) == [date(2022, 3, 24), DAY]
    assert sorted(after.values()) == [date(2022, 3, 31), DAY + timedelta(days=7)]
    assert before.keys() == after.keys()  # a calendar programme moves them instead of keeping both


def events(feed: str) -> list[Any]:
    """What a calendar programme reads."""
    answer = Client().get(feed)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))
