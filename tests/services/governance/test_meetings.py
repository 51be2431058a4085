"""Keeping the calendar: planning, series, moving after papers were sent, and two people at once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.notices.models import Notice
from accounts.organisations.rules import Who
from core.edit.rules import Conflict
from core.history.queries import sources_for, timeline
from core.lifecycles.rules import Refused
from governance.bodies import queries, services
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import MeetingState
from tests.conftest import NOW, TODAY, Cast
from tests.services.together import Beside

pytestmark = pytest.mark.django_db
DAY = date(2022, 4, 7)


def body(slug: str = "ab-samentwente") -> Body:
    return Body.objects.get(slug=slug)


def planned(who: Who, slug: str = "ab-samentwente", day: date = DAY) -> Meeting:
    return services.plan_meeting(body_id=body(slug).id, day=day, who=who)


def sentences(row: Meeting) -> list[str]:
    return [entry.sentence for entry in timeline(sources_for("meeting"), [row.id])]


def test_the_notice_days_set_the_last_day_for_papers(cast: Cast) -> None:
    row = planned(cast.who("sanne"))
    assert (row.submit_by, row.state) == (date(2022, 3, 24), MeetingState.PLANNED)
    assert sentences(row) == ["Plande de vergadering van 7 april 2022."]


def test_a_day_for_papers_can_be_chosen_but_not_after_the_meeting_or_on_a_free_day(cast: Cast) -> None:
    who, board = cast.who("sanne"), body()
    row = services.plan_meeting(body_id=board.id, day=DAY, submit_by=date(2022, 3, 31), who=who)
    assert row.submit_by == date(2022, 3, 31)
    for due in (date(2022, 4, 9), date(2022, 4, 3)):
        with pytest.raises(Refused, match="aanleverdag"):
            services.plan_meeting(body_id=board.id, day=DAY + timedelta(days=1), submit_by=due, who=who)


def test_a_body_meets_once_a_day(cast: Cast) -> None:
    planned(cast.who("sanne"))
    with pytest.raises(Refused, match="vergadert al op 7 april 2022"):
        planned(cast.who("bram"))


@pytest.mark.parametrize(
    ("name", "slug", "reason"),
    [
        ("iris", "ab-samentwente", "Alleen een inkoper"),
        ("anouk", "ab-samentwente", "Alleen een inkoper"),
        ("emre", "college-almelo", "Alleen een ambtenaar van deze gemeente of OZJT"),
        ("sanne", "raad-almelo", "Alleen een ambtenaar van deze gemeente"),
        ("daan", "ab-samentwente", ""),
    ],
)
def test_who_may_not_plan(cast: Cast, name: str, slug: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        planned(cast.who(name), slug)
    assert refused.value.verdict.reason.startswith(reason)
    assert refused.value.verdict.secret is (name == "daan")
    assert Meeting.objects.count() == 0


def test_officials_keep_their_own_college_and_ozjt_may_enter_it_too(cast: Cast) -> None:
    assert planned(cast.who("anouk"), "college-almelo")
    assert planned(cast.who("anouk"), "raad-almelo")
    assert planned(cast.who("mila"), "college-almelo", DAY + timedelta(days=7))


def test_a_series_skips_what_the_preview_skips(cast: Cast) -> None:
    services.plan_meeting(body_id=body("ao-jeugd").id, day=date(2022, 5, 12), who=cast.who("sanne"))
    rows = services.plan_series(
        body_id=body("ao-jeugd").id,
        first=date(2022, 4, 14),
        last=date(2022, 6, 9),
        every_weeks=2,
        who=cast.who("sanne"),
    )
    assert [row.date for row in rows] == [date(2022, 4, 14), date(2022, 4, 28), date(2022, 6, 9)]
    with pytest.raises(Refused, match="geen enkele dag"):
        services.plan_series(
            body_id=body("ao-jeugd").id,
            first=date(2022, 7, 21),
            last=date(2022, 8, 18),
            every_weeks=1,
            who=cast.who("sanne"),
        )


def test_moving_before_papers_were_sent_sets_a_new_last_day(cast: Cast) -> None:
    row = planned(cast.who("sanne"))
    told = services.move_meeting(
        meeting_id=row.id, version=row.version, day=date(2022, 4, 14), reason="", who=cast.who("sanne"), now=NOW
    )
    row = told.meeting
    assert (row.date, row.submit_by, row.moved_from) == (date(2022, 4, 14), date(2022, 3, 31), DAY)
    assert not Notice.objects.exists()


def test_moving_after_papers_were_sent_needs_a_reason_and_names_who_must_know(cast: Cast) -> None:
    who, row = cast.who("sanne"), planned(cast.who("sanne"))
    row = services.settle_meeting(meeting_id=row.id, transition="send_papers", reason="", who=who, now=NOW).meeting
    later = NOW + timedelta(hours=1)
    with pytest.raises(Refused, match="Schrijf op waarom"):
        services.move_meeting(
            meeting_id=row.id, version=row.version, day=date(2022, 4, 14), reason=" ", who=who, now=later
        )
    told = services.move_meeting(
        meeting_id=row.id, version=row.version, day=date(2022, 4, 14), reason="De zaal is bezet.", who=who, now=later
    )
    row.refresh_from_db()
    assert (row.date, row.submit_by, row.move_reason) == (date(2022, 4, 14), date(2022, 3, 24), "De zaal is bezet.")
    assert [person.name for person in told.concerned] == [
        f"{name} Proef" for name in ("Anouk", "Bram", "Emre", "Mila", "Sanne")
    ]
    assert sentences(row)[0] == (
        "Verplaatste de vergadering van 7 april 2022 naar 14 april 2022 nadat de stukken waren verzonden."
    )
    assert {notice.person.name for notice in Notice.objects.select_related("person")} == {
        f"{name} Proef" for name in ("Anouk", "Bram", "Emre", "Mila")
    }
    assert set(Notice.objects.values_list("title", "about", "url", "kind")) == {
        ("De vergadering van 7 april 2022 is verplaatst", row.body.name, queries.meeting_url(row), "news")
    }


def test_a_change_of_a_college_concerns_its_own_officials(cast: Cast) -> None:
    row = planned(cast.who("anouk"), "college-almelo")
    names = {person.name for person in queries.concerned_by(row, TODAY)}
    assert names == {"Anouk Proef", "Bram Proef", "Mila Proef", "Sanne Proef"}


def test_moving_to_a_day_that_is_taken_is_refused(cast: Cast) -> None:
    who = cast.who("sanne")
    row = planned(who)
    planned(who, day=date(2022, 4, 14))
    with pytest.raises(Refused, match="vergadert al op 14 april 2022"):
        services.move_meeting(
            meeting_id=row.id, version=row.version, day=date(2022, 4, 14), reason="", who=who, now=NOW
        )


def test_a_meeting_is_held_on_its_day_and_lapses_with_a_reason(cast: Cast) -> None:
    who = cast.who("sanne")
    row = planned(who)
    with pytest.raises(Refused, match="pas op 7 april"):
        services.settle_meeting(meeting_id=row.id, transition="hold", reason="", who=who, now=NOW)
    with pytest.raises(Refused, match="Schrijf op waarom"):
        services.settle_meeting(meeting_id=row.id, transition="cancel", reason="", who=who, now=NOW)
    services.settle_meeting(meeting_id=row.id, transition="cancel", reason="Geen stukken.", who=who, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.cancel_reason) == (MeetingState.CANCELLED, "Geen stukken.")
    planned(who)  # the day is free again
    with pytest.raises(Refused, match="al een andere vergadering"):
        services.settle_meeting(meeting_id=row.id, transition="reopen", reason="Toch wel.", who=who, now=NOW)


def test_what_no_longer_is_planned_is_not_edited_or_moved(cast: Cast) -> None:
    who = cast.who("sanne")
    row = planned(who, day=TODAY)
    services.settle_meeting(meeting_id=row.id, transition="hold", reason="", who=who, now=NOW)
    row.refresh_from_db()
    with pytest.raises(Refused, match="ligt vast"):
        services.edit_meeting(
            meeting_id=row.id, version=row.version, submit_by=row.submit_by, place="", note="", who=who
        )
    with pytest.raises(Refused, match="de stand is nu 'gehouden'"):
        services.move_meeting(meeting_id=row.id, version=row.version, day=DAY, reason="Later", who=who, now=NOW)


def test_who_edits_second_gets_a_conflict(cast: Cast) -> None:
    row = planned(cast.who("sanne"))
    services.edit_meeting(
        meeting_id=row.id, version=1, submit_by=row.submit_by, place="Borne", note="", who=cast.who("sanne")
    )
    with pytest.raises(Conflict):
        services.edit_meeting(
            meeting_id=row.id, version=1, submit_by=row.submit_by, place="Almelo", note="", who=cast.who("bram")
        )
    with pytest.raises(Conflict):
        services.move_meeting(
            meeting_id=row.id, version=1, day=date(2022, 4, 14), reason="", who=cast.who("bram"), now=NOW
        )


def test_notice_days_change_what_is_planned_from_then_on(cast: Cast) -> None:
    row = planned(cast.who("sanne"))
    board = body()
    services.set_notice_days(body_id=board.id, version=board.version, days=21, who=cast.who("sanne"))
    later = planned(cast.who("sanne"), day=date(2022, 10, 12))
    row.refresh_from_db()
    assert (row.submit_by, later.submit_by) == (date(2022, 3, 24), date(2022, 9, 21))
    with pytest.raises(Refused, match="0 tot en met 60"):
        services.set_notice_days(body_id=board.id, version=2, days=61, who=cast.who("sanne"))
    with pytest.raises(Conflict):
        services.set_notice_days(body_id=board.id, version=1, days=7, who=cast.who("bram"))
    told = [entry.sentence for entry in timeline(sources_for("body"), [board.id])]
    assert "Wijzigde de aanlevertermijn van 14 naar 21 dagen." in told


def test_officials_see_regional_bodies_and_their_own(cast: Cast) -> None:
    slugs = set(queries.visible_bodies(cast.who("anouk")).values_list("slug", flat=True))
    assert {"ab-samentwente", "college-almelo", "raad-almelo"} <= slugs
    assert len(slugs) == 7
    assert queries.visible_bodies(cast.who("iris")).count() == 33
    assert queries.visible_bodies(cast.who("daan")).count() == 0
    assert set(queries.kept_bodies(cast.who("anouk")).values_list("slug", flat=True)) == {
        "college-almelo",
        "raad-almelo",
    }
    assert queries.kept_bodies(cast.who("sanne")).count() == 19
    assert queries.kept_bodies(cast.who("iris")).count() == 0


def test_papers_are_asked_for_and_fourteen_colleges_are_one_line(cast: Cast) -> None:
    who = cast.who("sanne")
    planned(who, day=date(2022, 2, 24))  # papers on 10 February
    planned(who, day=date(2022, 3, 24))  # papers on 10 March: too far
    for college in Body.objects.filter(kind="college"):
        services.plan_meeting(body_id=college.id, day=date(2022, 3, 1), who=who)
    asks = list(queries.asks_of(who, NOW))
    assert [(ask.title, ask.due) for ask in asks] == [
        ("Lever de stukken aan voor Algemeen bestuur SamenTwente", date(2022, 2, 10)),
        ("Lever de stukken aan voor 14 colleges", date(2022, 2, 15)),
    ]
    assert [ask.title for ask in queries.asks_of(cast.who("anouk"), NOW)] == [
        "Lever de stukken aan voor College van Almelo"
    ]
    assert list(queries.asks_of(cast.who("iris"), NOW)) == []


def test_a_meeting_that_passed_in_silence_is_asked_about(cast: Cast) -> None:
    planned(cast.who("sanne"), day=date(2022, 1, 26))
    assert [ask.title for ask in queries.asks_of(cast.who("sanne"), NOW)] == [
        "Is de vergadering van Algemeen bestuur SamenTwente doorgegaan?"
    ]


def test_the_calendar_holds_meetings_and_days_for_papers(cast: Cast) -> None:
    planned(cast.who("sanne"))
    planned(cast.who("emre"), "college-enschede")
    first, last = date(2022, 3, 1), date(2022, 4, 30)
    items = [(item.day, item.title) for item in queries.agenda_of(cast.who("anouk"), first, last)]
    assert items == [
        (date(2022, 3, 24), "Stukken inleveren: Algemeen bestuur SamenTwente"),
        (DAY, "Vergadering: Algemeen bestuur SamenTwente"),
    ]
    assert len(queries.agenda_of(cast.who("sanne"), first, last)) == 4
    assert queries.agenda_of(cast.who("daan"), first, last) == []


def test_the_next_meeting_that_still_takes_papers(cast: Cast) -> None:
    who = cast.who("sanne")
    planned(who, day=date(2022, 2, 14))
    wanted = planned(who)
    assert queries.next_meeting(body().id, TODAY) == wanted
    assert queries.next_meeting(body("ao-jeugd").id, TODAY) is None


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "cancelled"}, "meeting_cancelled_with_reason"),
        ({"cancel_reason": "Zomaar"}, "meeting_cancelled_with_reason"),
        ({"moved_from": DAY}, "meeting_move_complete"),
        (
            {"moved_from": DAY, "moved_at": NOW, "papers_sent_at": NOW - timedelta(days=1)},
            "meeting_late_move_has_reason",
        ),
        ({"state": "lost"}, "meeting_state_known"),
    ],
)
def test_the_database_holds_the_rules_of_a_meeting(cast: Cast, values: dict[str, object], constraint: str) -> None:
    row = planned(cast.who("sanne"))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Meeting.objects.filter(id=row.id).update(**values)


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_plan_one_day_twice(cast: Cast) -> None:
    board, sanne, bram = body(), cast.who("sanne"), cast.who("bram")
    with transaction.atomic():
        services.plan_meeting(body_id=board.id, day=DAY, who=sanne)
        other = Beside(lambda: services.plan_meeting(body_id=board.id, day=DAY, who=bram))
        deadline = timezone.now() + timedelta(seconds=0.5)
        while timezone.now() < deadline:
            assert not other.ended
    assert isinstance(other.outcome(), Refused)
    assert Meeting.objects.count() == 1
