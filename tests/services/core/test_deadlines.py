"""Deadlines: set once, moved by what happens, met or cancelled; and what they ask of their owner."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.deadlines import queries, services
from core.deadlines.models import Deadline
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from core.terms.catalogue import catalogue
from core.terms.rules import FixedDay, LegalTerm, ShiftPolicy, Unit
from tests.conftest import NOW, TODAY, Cast
from tests.services.together import at_once

EIGHT_WEEKS = LegalTerm(Unit.WEEKS, 8)
KEY, CODE = "besluit:proef", "inspraak"


def settle(cast: Cast, **given: Any) -> Deadline:
    """A deadline of Sanne, eight weeks after 10 January 2022."""
    values: dict[str, Any] = {
        "subject_key": KEY,
        "subject_name": "Besluit over de proef",
        "code": CODE,
        "title": "Reageer op het voorstel",
        "path": "/besluiten/proef/",
        "term": EIGHT_WEEKS,
        "starts_on": date(2022, 1, 10),
        "owner_id": cast.sanne.id,
        "who": cast.who("sanne"),
    }
    return services.set_deadline(**values | given)


@pytest.mark.django_db
class TestSetting:
    def test_a_deadline_knows_its_day_and_why(self, cast: Cast) -> None:
        row = settle(cast, asked_of="College van Almelo")
        row.refresh_from_db()
        assert row.due_on == date(2022, 3, 7)
        assert row.steps[-1] == {
            "sentence": "De laatste dag is maandag 7 maart 2022.",
            "article": "",
            "day": "2022-03-07",
        }
        assert (row.asked_of, row.owner_id, row.is_open) == ("College van Almelo", cast.sanne.id, True)
        assert row.closes_at.isoformat() == "2022-03-07T22:59:00+00:00"

    def test_setting_it_again_changes_nothing(self, cast: Cast) -> None:
        first, again = settle(cast), settle(cast)
        assert first.pk == again.pk
        assert events_of(Deadline).objects.filter(pgh_obj_id=first.pk).count() == 1

    def test_setting_it_with_another_start_moves_it(self, cast: Cast) -> None:
        settle(cast)
        assert settle(cast, starts_on=date(2022, 1, 17)).due_on == date(2022, 3, 14)
        assert Deadline.objects.count() == 1

    def test_setting_it_anew_keeps_what_was_extended(self, cast: Cast) -> None:
        settle(cast)
        services.extend(subject_key=KEY, code=CODE, weeks=2, who=cast.who("sanne"))
        assert settle(cast, starts_on=date(2022, 1, 17)).due_on == date(2022, 3, 28)

    def test_a_cancelled_one_opens_again_and_a_met_one_stays_met(self, cast: Cast) -> None:
        settle(cast)
        services.cancel(subject_key=KEY, code=CODE, who=cast.who("sanne"), now=NOW)
        assert settle(cast).is_open
        services.meet(subject_key=KEY, code=CODE, who=cast.who("sanne"), now=NOW)
        row = settle(cast, starts_on=date(2022, 1, 17))
        assert (row.met_at, row.due_on) == (NOW, date(2022, 3, 14))

    def test_the_school_holidays_of_a_provider_are_kept(self, cast: Cast) -> None:
        row = settle(cast, starts_on=date(2022, 2, 1), is_provider_term=True)
        assert row.school_holidays == "Voorjaarsvakantie"
        assert row.warnings[0].startswith("In deze termijn valt de voorjaarsvakantie")

    def test_every_named_term_can_be_a_deadline(self, cast: Cast) -> None:
        for named in catalogue().values():
            row = settle(cast, code=named.key, term=named.term)
            row.refresh_from_db()
            assert settle(cast, code=named.key, term=named.term).due_on == row.due_on
            assert events_of(Deadline).objects.filter(pgh_obj_id=row.pk).count() == 1

    def test_a_term_that_cannot_be_worked_out_is_refused(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="29-2-2022 bestaat niet"):
            settle(cast, term=LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(2, 29)))
        assert not Deadline.objects.exists()

    def test_history_says_who_and_why(self, cast: Cast) -> None:
        row = settle(cast, reason="Voorstel verstuurd")
        context = events_of(Deadline).objects.get(pgh_obj_id=row.pk).pgh_context
        assert (context["name"], context["reason"]) == ("Sanne Proef", "Voorstel verstuurd")


@pytest.mark.django_db
class TestMoving:
    def test_it_stands_still_and_runs_again(self, cast: Cast) -> None:
        settle(cast)
        who = cast.who("sanne")
        row = services.suspend(subject_key=KEY, code=CODE, asked_on=date(2022, 2, 1), who=who)
        assert (row.suspended_on, row.due_on) == (date(2022, 2, 1), date(2022, 3, 7))
        row = services.resume(subject_key=KEY, code=CODE, on=date(2022, 2, 9), who=who)
        assert (row.suspended_on, row.due_on) == (None, date(2022, 3, 14))  # seven days: 2 to 8 February
        assert "7 dagen tellen niet mee." in row.steps[2]["sentence"]

    def test_it_is_extended_more_than_once(self, cast: Cast) -> None:
        settle(cast)
        for expected in (date(2022, 3, 14), date(2022, 3, 21)):
            row = services.extend(subject_key=KEY, code=CODE, weeks=1, who=cast.who("sanne"))
            assert row.due_on == expected

    @pytest.mark.parametrize(
        ("asked_on", "reason"),
        [(date(2022, 1, 9), "vóór de termijn begint"), (date(2022, 3, 7), "al voorbij")],
    )
    def test_it_stands_still_only_within_its_term(self, cast: Cast, asked_on: date, reason: str) -> None:
        settle(cast)
        with pytest.raises(Refused, match=reason):
            services.suspend(subject_key=KEY, code=CODE, asked_on=asked_on, who=cast.who("sanne"))

    def test_what_stands_still_does_not_stand_still_again_and_is_not_set_to_another_day(self, cast: Cast) -> None:
        settle(cast)
        services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=cast.who("sanne"))
        with pytest.raises(Refused, match="staat al stil"):
            services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=cast.who("sanne"))
        with pytest.raises(Refused, match="Laat haar eerst weer lopen"):
            settle(cast, starts_on=date(2022, 1, 17))
        assert settle(cast).suspended_on == TODAY

    def test_it_runs_again_only_when_it_stood_still_and_later(self, cast: Cast) -> None:
        settle(cast)
        with pytest.raises(Refused, match="staat niet stil"):
            services.resume(subject_key=KEY, code=CODE, on=TODAY, who=cast.who("sanne"))
        services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=cast.who("sanne"))
        with pytest.raises(Refused, match="na de dag waarop"):
            services.resume(subject_key=KEY, code=CODE, on=TODAY, who=cast.who("sanne"))

    def test_a_second_request_may_not_lie_in_the_first_suspension(self, cast: Cast) -> None:
        settle(cast)
        who = cast.who("sanne")
        services.suspend(subject_key=KEY, code=CODE, asked_on=date(2022, 2, 1), who=who)
        services.resume(subject_key=KEY, code=CODE, on=date(2022, 2, 9), who=who)
        services.suspend(subject_key=KEY, code=CODE, asked_on=date(2022, 2, 4), who=who)
        with pytest.raises(Refused, match="lopen door elkaar"):
            services.resume(subject_key=KEY, code=CODE, on=date(2022, 2, 16), who=who)

    @pytest.mark.parametrize(
        "term",
        [LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(5, 2)), LegalTerm(Unit.DAYS, 10, ShiftPolicy.LAW, counts_back=True)],
    )
    def test_a_day_that_does_not_run_is_neither_stopped_nor_extended(self, cast: Cast, term: LegalTerm) -> None:
        settle(cast, term=term)
        with pytest.raises(Refused, match="niet opschorten of verlengen"):
            services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=cast.who("sanne"))
        with pytest.raises(Refused, match="niet opschorten of verlengen"):
            services.extend(subject_key=KEY, code=CODE, weeks=1, who=cast.who("sanne"))

    @pytest.mark.parametrize("weeks", [0, -1, 1000])
    def test_an_extension_is_a_week_or_more_and_not_endless(self, cast: Cast, weeks: int) -> None:
        settle(cast)
        with pytest.raises(Refused, match="Verleng met 1 week of meer"):
            services.extend(subject_key=KEY, code=CODE, weeks=weeks, who=cast.who("sanne"))


@pytest.mark.django_db
class TestEnding:
    def test_meeting_it_twice_keeps_the_first_moment(self, cast: Cast) -> None:
        settle(cast)
        services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=cast.who("sanne"))
        services.meet(subject_key=KEY, code=CODE, who=cast.who("sanne"), now=NOW)
        row = services.meet(subject_key=KEY, code=CODE, who=cast.who("bram"), now=NOW + timedelta(days=1))
        assert (row.met_at, row.suspended_on) == (NOW, None)

    def test_cancelling_twice_is_one_and_what_was_met_stays_met(self, cast: Cast) -> None:
        settle(cast)
        for moment in (NOW, NOW + timedelta(days=1)):
            assert services.cancel(subject_key=KEY, code=CODE, who=cast.who("sanne"), now=moment).cancelled_at == NOW
        settle(cast, code="ander")
        services.meet(subject_key=KEY, code="ander", who=cast.who("sanne"), now=NOW)
        row = services.cancel(subject_key=KEY, code="ander", who=cast.who("sanne"), now=NOW)
        assert (row.met_at, row.cancelled_at) == (NOW, None)

    def test_what_has_ended_does_not_move(self, cast: Cast) -> None:
        settle(cast)
        who = cast.who("sanne")
        services.cancel(subject_key=KEY, code=CODE, who=who, now=NOW)
        for call in (
            lambda: services.suspend(subject_key=KEY, code=CODE, asked_on=TODAY, who=who),
            lambda: services.resume(subject_key=KEY, code=CODE, on=TODAY, who=who),
            lambda: services.extend(subject_key=KEY, code=CODE, weeks=1, who=who),
            lambda: services.meet(subject_key=KEY, code=CODE, who=who, now=NOW),
        ):
            with pytest.raises(Refused, match="al gehaald of vervallen"):
                call()

    def test_what_does_not_exist_is_secret(self, cast: Cast) -> None:
        with pytest.raises(Refused) as refusal:
            services.meet(subject_key="niets:1", code=CODE, who=cast.who("sanne"), now=NOW)
        assert refusal.value.verdict.secret


@pytest.mark.django_db
class TestReading:
    def test_a_subject_has_its_deadlines_by_day_without_cancelled_ones(self, cast: Cast) -> None:
        settle(cast, code="later", starts_on=date(2022, 1, 24))
        settle(cast, code="eerst")
        settle(cast, code="weg")
        settle(cast, subject_key="besluit:ander")
        services.cancel(subject_key=KEY, code="weg", who=cast.who("sanne"), now=NOW)
        assert [row.code for row in queries.deadlines_of(KEY)] == ["eerst", "later"]
        gone = queries.deadline_of(KEY, "weg")
        assert gone is not None
        assert gone.cancelled_at == NOW

    def test_the_owner_is_asked_within_six_weeks_and_when_late(self, cast: Cast) -> None:
        days = {"laat": -1, "vandaag": 0, "bijna": 42, "later": 43}
        for code, days_on in days.items():
            day = TODAY + timedelta(days=days_on)
            settle(
                cast,
                code=code,
                title=code,
                term=LegalTerm(Unit.FIXED_DATE, fixed=FixedDay(day.month, day.day, day.year)),
            )
        asks = list(queries.asks_of(cast.who("sanne"), NOW))
        assert [ask.title for ask in asks] == ["laat", "vandaag", "bijna"]
        assert asks[0].is_late(TODAY)
        assert (asks[0].url, asks[0].about) == ("/besluiten/proef/", "Besluit over de proef")
        assert list(queries.asks_of(cast.who("bram"), NOW)) == []
        assert [row.code for row in queries.overdue(TODAY)] == ["laat"]

    def test_what_stands_still_is_met_or_cancelled_asks_nothing(self, cast: Cast) -> None:
        who = cast.who("sanne")
        for code in ("stil", "gehaald", "vervallen"):
            settle(cast, code=code)
        services.suspend(subject_key=KEY, code="stil", asked_on=TODAY, who=who)
        services.meet(subject_key=KEY, code="gehaald", who=who, now=NOW)
        services.cancel(subject_key=KEY, code="vervallen", who=who, now=NOW)
        assert list(queries.asks_of(who, NOW)) == []
        assert list(queries.overdue(date(2023, 1, 1))) == []
        assert list(queries.agenda_of(who, date(2022, 1, 1), date(2022, 12, 31))) == []

    def test_who_has_no_role_any_more_is_asked_nothing(self, cast: Cast) -> None:
        from accounts.organisations.rules import Who

        settle(cast)
        assert list(queries.asks_of(Who(person_id=cast.sanne.id, name="Sanne Proef"), NOW)) == []

    def test_the_agenda_has_the_days_of_the_owner(self, cast: Cast) -> None:
        settle(cast, is_confidential=True)
        found = list(queries.agenda_of(cast.who("sanne"), date(2022, 3, 7), date(2022, 3, 7)))
        assert [(item.day, item.kind, item.is_confidential) for item in found] == [
            (date(2022, 3, 7), "uiterste datum", True)
        ]
        assert list(queries.agenda_of(cast.who("sanne"), date(2022, 3, 8), date(2022, 12, 31))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"path": "https://elders.example/"},
        {"path": "//elders.example/"},
        {"met_at": NOW, "cancelled_at": NOW},
        {"suspended_on": TODAY, "met_at": NOW},
        {"suspended_on": date(2021, 1, 1)},
    ],
)
def test_the_table_refuses(cast: Cast, wrong: dict[str, Any]) -> None:
    row = settle(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.django_db
def test_a_deadline_is_never_deleted(cast: Cast) -> None:
    row = settle(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.django_db(transaction=True)
def test_two_rooms_that_set_one_deadline_at_once_make_one(cast: Cast) -> None:
    key = f"besluit:{uuid.uuid4()}"
    outcomes = at_once(
        *(lambda start=start: settle(cast, subject_key=key, starts_on=start) for start in (TODAY, TODAY))
    )
    assert all(isinstance(row, Deadline) for row in outcomes), outcomes
    assert Deadline.objects.filter(subject_key=key).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_extensions_at_once_both_count(cast: Cast) -> None:
    settle(cast)
    who = cast.who("sanne")
    at_once(*(lambda: services.extend(subject_key=KEY, code=CODE, weeks=1, who=who) for _ in range(2)))
    row = Deadline.objects.get(subject_key=KEY)
    assert row.due_on == date(2022, 3, 21)
    assert isinstance(row.closes_at, datetime)
