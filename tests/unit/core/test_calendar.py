"""Holidays that the law recognises, and those of the schools of the region Noord."""

from datetime import date

import pytest

from core.terms.calendar import (
    holiday_on,
    is_free_day,
    school_holidays_between,
    school_holidays_of,
    summer_holidays_of,
)


@pytest.mark.parametrize("year", range(2022, 2031))
def test_the_fifth_of_may_is_recognised_every_year(year: int) -> None:
    assert holiday_on(date(year, 5, 5)).startswith("Bevrijdingsdag")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2025, 4, 26), "Koningsdag"),  # the 27th is a Sunday
        (date(2025, 4, 27), ""),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 31), ""),
    ],
)
def test_a_holiday_is_known_by_its_name(day: date, name: str) -> None:
    assert holiday_on(day) == name


def test_weekends_and_holidays_are_free() -> None:
    assert is_free_day(date(2026, 3, 7))
    assert is_free_day(date(2026, 5, 14))
    assert not is_free_day(date(2026, 3, 6))


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2025, date(2025, 7, 12), date(2025, 8, 24)),
        (2026, date(2026, 7, 4), date(2026, 8, 16)),
        (2027, date(2027, 7, 10), date(2027, 8, 22)),
        (2030, date(2030, 7, 20), date(2030, 9, 1)),
    ],
)
def test_the_summer_holidays_are_those_of_the_region_noord(year: int, first: date, last: date) -> None:
    summer = summer_holidays_of(year)
    assert summer is not None
    assert (summer.first, summer.last) == (first, last)


def test_the_christmas_holidays_belong_to_the_year_in_which_they_begin() -> None:
    names = [(row.name, row.last) for row in school_holidays_of(2027)]
    assert names[-1] == ("Kerstvakantie", date(2028, 1, 9))
    assert names[0][0] == "Voorjaarsvakantie"


def test_a_period_names_the_holidays_that_it_touches() -> None:
    touched = school_holidays_between(date(2028, 1, 9), date(2028, 2, 19))
    assert [row.name for row in touched] == ["Kerstvakantie", "Voorjaarsvakantie"]
    assert school_holidays_between(date(2026, 3, 9), date(2026, 4, 1)) == ()
    assert school_holidays_of(2031) == ()
