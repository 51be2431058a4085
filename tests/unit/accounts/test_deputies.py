"""When a deputyship is allowed, and what to know about it."""

from datetime import date
from uuid import uuid4

import pytest

from accounts.deputies.rules import Period, chain_warning, deputy_verdict, period_verdict
from accounts.organisations.rules import StandIn, Who

TODAY = date(2022, 2, 7)
PERIOD = Period(date(2022, 2, 14), date(2022, 2, 25))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 2, 7), date(2022, 2, 7), ""),
        (date(2022, 2, 28), date(2022, 2, 20), "Draai ze om"),
        (date(2022, 1, 1), date(2022, 2, 6), "al voorbij"),
        (date(2022, 2, 6), date(2022, 2, 9), "in het verleden"),
        (date(2022, 2, 7), date(2023, 2, 7), ""),
        (date(2022, 2, 7), date(2023, 2, 8), "hoogstens een jaar"),
    ],
)
def test_a_period_is_today_or_later_forward_and_not_endless(first: date, last: date, said: str) -> None:
    verdict = period_verdict(Period(first, last), TODAY)
    assert verdict.allowed == (said == "")
    assert said in verdict.reason


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({}, ""),
        ({"is_self": True}, "eigen vervanger"),
        ({"is_active": False}, "kan niet inloggen"),
        ({"roles": []}, "geen rol bij deze organisatie"),
        ({"roles": [(date(2021, 1, 1), date(2022, 2, 24))]}, "niet de hele periode"),
        ({"roles": [(date(2022, 2, 15), None)]}, "niet de hele periode"),
        ({"roles": [(date(2022, 2, 14), date(2022, 2, 25))]}, ""),
    ],
)
def test_a_deputy_is_a_colleague_who_is_there_all_the_time(different: dict[str, object], said: str) -> None:
    given = {"is_self": False, "is_active": True, "name": "Bram", "roles": [(date(2021, 1, 1), None)]} | different
    verdict = deputy_verdict(period=PERIOD, **given)  # type: ignore[arg-type]
    assert verdict.allowed == (said == "")
    assert said in verdict.reason


def test_a_deputy_who_is_away_too_is_warned_of() -> None:
    away = [Period(date(2022, 2, 25), date(2022, 3, 1)), Period(date(2022, 4, 1), date(2022, 4, 2))]
    said = chain_warning(deputy="Bram", away=away, period=PERIOD)
    assert said.startswith("Bram is zelf afwezig van 25 februari 2022 tot en met 1 maart 2022.")
    assert "april" not in said
    assert chain_warning(deputy="Bram", away=away[1:], period=PERIOD) == ""


def test_a_period_says_itself_in_words() -> None:
    assert str(PERIOD) == "van 14 februari 2022 tot en met 25 februari 2022"
    assert str(Period(TODAY, TODAY)) == "op 7 februari 2022"
    assert PERIOD.holds(PERIOD.first)
    assert PERIOD.holds(PERIOD.last)
    assert not PERIOD.holds(date(2022, 2, 26))


def test_a_person_works_as_themselves_and_for_whom_they_stand_in() -> None:
    me, sanne = uuid4(), uuid4()
    who = Who(person_id=me, name="Bram", stands_in=(StandIn(sanne, "Sanne", PERIOD.last),))
    assert who.acts_for == {sanne}
    assert who.working_as == {me, sanne}
    assert who.behalf_of(sanne) == "Sanne"
    assert who.behalf_of(me) == who.behalf_of(None) == who.behalf_of(uuid4()) == ""
    assert Who().working_as == frozenset()
