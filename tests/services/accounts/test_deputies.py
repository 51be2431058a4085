"""Deputies: arranged with all their refusals, counting on their days only, without roles, stopped early."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.deputies import queries, services
from accounts.deputies.models import Deputyship
from accounts.deputies.rules import Period
from accounts.notices.models import Notice
from accounts.organisations.models import Membership
from accounts.organisations.rules import Who
from accounts.people.services import end_role
from core.history.services import recorded
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from core.outbox.models import OutboxMessage
from core.outbox.services import deliver
from tests.conftest import NOW, TODAY, Cast
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
LEAVE = Period(date(2022, 2, 14), date(2022, 2, 25))


def arrange(cast: Cast, absent: str = "sanne", deputy: str = "bram", by: str = "", **other: Any) -> Deputyship:
    arguments: dict[str, Any] = {
        "person_id": getattr(cast, absent).id,
        "deputy_id": getattr(cast, deputy).id,
        "period": LEAVE,
        "reason": "Vakantie",
        "who": cast.who(by or absent),
        "now": NOW,
    }
    return services.arrange_deputy(**arguments | other)


def bram(cast: Cast, day: date) -> Who:
    return queries.standing_in(cast.who("bram"), day)


def reason_of(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.verdict.reason


def deliver_all() -> None:
    for message in OutboxMessage.objects.filter(topic="notice", done_at__isnull=True).order_by("created_at", "id"):
        deliver(message_id=message.id)


# --- Arranging --------------------------------------------------------------------------------------------------------
def test_a_colleague_stands_in_on_the_days_and_gets_no_role(cast: Cast) -> None:
    arrange(cast)
    assert bram(cast, date(2022, 2, 13)).acts_for == frozenset()
    for day in (LEAVE.first, LEAVE.last):
        assert bram(cast, day).acts_for == {cast.sanne.id}
    assert bram(cast, date(2022, 2, 26)).acts_for == frozenset()
    there = bram(cast, LEAVE.first)
    assert there.hats == cast.who("bram").hats
    assert there.behalf_of(cast.sanne.id) == "Sanne Proef"
    assert queries.standing_in(cast.who("sanne"), LEAVE.first).acts_for == frozenset()


def test_both_hear_of_it_unless_they_did_it(cast: Cast) -> None:
    arrange(cast, by="mila")
    deliver_all()
    told = dict(Notice.objects.values_list("person__name", "title"))
    days = "van 14 februari 2022 tot en met 25 februari 2022"
    assert told == {
        "Bram Proef": f"Je vervangt Sanne Proef {days}",
        "Sanne Proef": f"Bram Proef vervangt jou {days}",
    }
    assert "Vakantie" not in str(told), "why somebody is away is not for the mail"
    assert set(Notice.objects.values_list("kind", "url")) == {("deputy", "/account/vervanging/")}


def test_it_is_recorded_with_the_reason(cast: Cast) -> None:
    row = arrange(cast)
    event = events_of(Deputyship).objects.get(pgh_obj_id=row.id)
    assert (event.pgh_context["name"], event.pgh_context["reason"]) == ("Sanne Proef", "Vakantie")


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"reason": " "}, "Schrijf op waarom"),
        ({"period": Period(date(2022, 2, 1), date(2022, 2, 6))}, "al voorbij"),
        ({"period": Period(date(2022, 2, 1), date(2022, 2, 9))}, "in het verleden"),
        ({"period": Period(date(2022, 2, 20), date(2022, 2, 10))}, "Draai ze om"),
        ({"deputy": "sanne"}, "eigen vervanger"),
        ({"deputy": "anouk"}, "geen rol bij deze organisatie"),
        ({"deputy": "daan"}, "geen rol bij deze organisatie"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, different: dict[str, Any], said: str) -> None:
    assert said in reason_of(lambda: arrange(cast, **different))
    assert not Deputyship.objects.exists()


def test_a_deputy_who_is_gone_or_goes_is_refused(cast: Cast) -> None:
    cast.bram.is_active = False
    cast.bram.save()
    assert "kan niet inloggen" in reason_of(lambda: arrange(cast))
    cast.bram.is_active = True
    cast.bram.save()
    row = Membership.objects.get(person=cast.bram)
    end_role(membership_id=row.id, last_day=date(2022, 2, 20), reason="Andere baan", who=cast.who("teun"))
    assert "niet de hele periode" in reason_of(lambda: arrange(cast))
    end_role(membership_id=row.id, last_day=date(2022, 2, 6), reason="Eerder weg", who=cast.who("teun"))
    assert "niet de hele periode" in reason_of(lambda: arrange(cast))


def test_one_deputy_at_a_time(cast: Cast) -> None:
    arrange(cast)
    said = reason_of(lambda: arrange(cast, deputy="mila", period=Period(LEAVE.last, LEAVE.last + timedelta(days=5))))
    assert said.startswith("Er is al vervanging van 14 februari 2022 tot en met 25 februari 2022.")
    arrange(cast, deputy="mila", period=Period(LEAVE.last + timedelta(days=1), LEAVE.last + timedelta(days=5)))
    assert Deputyship.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_arrangements_at_once_become_one(cast: Cast) -> None:
    outcomes = at_once(lambda: arrange(cast), lambda: arrange(cast, deputy="mila", by="mila"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Deputyship", "Refused"]
    assert Deputyship.objects.count() == 1


def test_a_deputy_who_is_away_too_is_warned_of_and_nothing_passes_on(cast: Cast) -> None:
    arrange(cast, absent="bram", deputy="mila")
    row = arrange(cast)
    assert queries.warning_about(row).startswith("Bram Proef is zelf afwezig van 14 februari 2022")
    mila = queries.standing_in(cast.who("mila"), LEAVE.first)
    assert mila.acts_for == {cast.bram.id}


@pytest.mark.parametrize(
    ("by", "absent", "deputy", "may"),
    [
        ("sanne", "bram", "mila", False),
        ("mila", "bram", "sanne", True),
        ("teun", "bram", "sanne", True),
        ("iris", "bram", "sanne", False),
        ("daan", "daan", "daan", False),
    ],
)
def test_for_somebody_else_only_a_manager_or_administrator(
    cast: Cast, by: str, absent: str, deputy: str, may: bool
) -> None:
    if may:
        assert arrange(cast, absent=absent, deputy=deputy, by=by).arranged_by_name == getattr(cast, by).name
    else:
        reason_of(lambda: arrange(cast, absent=absent, deputy=deputy, by=by))
        assert not Deputyship.objects.exists()


def test_a_manager_arranges_only_for_their_own_organisation(cast: Cast) -> None:
    said = reason_of(lambda: arrange(cast, absent="anouk", deputy="sanne", by="mila"))
    assert said == "Je regelt alleen vervanging voor mensen van je eigen organisatie."


def test_a_deputy_whose_role_ends_stands_in_no_more(cast: Cast) -> None:
    arrange(cast)
    row = Membership.objects.get(person=cast.bram)
    end_role(membership_id=row.id, last_day=date(2022, 2, 15), reason="Andere baan", who=cast.who("teun"))
    assert queries.standing_in(Who(person_id=cast.bram.id, name="Bram"), date(2022, 2, 16)).acts_for == frozenset()


# --- Stopping ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["sanne", "bram", "mila", "teun"])
def test_it_is_stopped_by_who_is_concerned_and_both_hear_of_it(cast: Cast, by: str) -> None:
    row = arrange(cast, period=Period(TODAY, LEAVE.last))
    services.stop_deputyship(deputyship_id=row.id, reason="Eerder terug", who=cast.who(by), now=NOW)
    assert bram(cast, TODAY).acts_for == frozenset()
    deliver_all()
    told = set(Notice.objects.values_list("person__name", "title"))
    stopped = {
        "bram": ("Bram Proef", "Je vervangt Sanne Proef niet meer"),
        "sanne": ("Sanne Proef", "Je vervanging is gestopt"),
    }
    for name, notice in stopped.items():
        assert (notice in told) == (name != by)
    arrange(cast, deputy="mila")  # the days are free again


def test_stopping_asks_a_reason_and_happens_once(cast: Cast) -> None:
    row = arrange(cast)
    assert "Schrijf op" in reason_of(
        lambda: services.stop_deputyship(deputyship_id=row.id, reason="", who=cast.who("sanne"), now=NOW)
    )
    reason_of(lambda: services.stop_deputyship(deputyship_id=row.id, reason="Nee", who=cast.who("iris"), now=NOW))
    services.stop_deputyship(deputyship_id=row.id, reason="Terug", who=cast.who("sanne"), now=NOW)
    assert "al gestopt" in reason_of(
        lambda: services.stop_deputyship(deputyship_id=row.id, reason="Terug", who=cast.who("sanne"), now=NOW)
    )


def test_what_is_over_is_not_stopped(cast: Cast) -> None:
    row = arrange(cast)
    later = datetime.fromisoformat("2022-02-26T09:00:00+01:00")
    assert "al voorbij" in reason_of(
        lambda: services.stop_deputyship(deputyship_id=row.id, reason="Terug", who=cast.who("sanne"), now=later)
    )


# --- The database and what may be seen --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"deputy_id": "self"}, "deputyship_of_another"),
        ({"last_day": date(2022, 1, 1)}, "deputyship_forward"),
        ({"reason": ""}, "deputyship_reasoned"),
        ({"stopped_at": NOW - timedelta(days=1)}, "deputyship_stopped_later"),
    ],
)
def test_the_database_holds_the_rules(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    row = arrange(cast)
    values = {key: cast.sanne.id if value == "self" else value for key, value in values.items()}
    with pytest.raises(IntegrityError, match=constraint), recorded(cast.who("sanne")):
        Deputyship.objects.filter(id=row.id).update(**values)


def test_a_deputyship_is_never_deleted(cast: Cast) -> None:
    arrange(cast)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Deputyship.objects.all().delete()


@pytest.mark.parametrize(
    ("name", "sees"),
    [("sanne", 1), ("bram", 1), ("mila", 1), ("teun", 1), ("iris", 1), ("anouk", 0), ("daan", 0)],
)
def test_it_is_seen_by_who_is_concerned(cast: Cast, name: str, sees: int) -> None:
    arrange(cast)
    assert queries.deputyships_for(cast.who(name), TODAY).count() == sees


def test_a_list_says_where_each_stands(cast: Cast) -> None:
    arrange(cast)
    assert [
        queries.deputyships_for(cast.who("sanne"), day).get().state for day in (TODAY, LEAVE.first, date(2022, 3, 1))
    ] == [
        "planned",
        "now",
        "over",
    ]
