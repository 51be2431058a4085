"""Recognised holidays and the school holidays of the region Noord; pure.

Recognised holidays: Algemene termijnenwet article 3. 5 May is one every year; Good Friday is treated as one. The moving
of King's Day and the dates around Easter come from the package `holidays`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

FIRST_YEAR, LAST_YEAR = 2014, 2030  # the years of which the school holidays are known


@dataclass(frozen=True)
class SchoolHoliday:
    """A school holiday in the region Noord, both days included."""

    name: str
    first: date
    last: date


@cache
def holidays_of(year: int) -> dict[date, str]:
    """The recognised holidays of a year with their Dutch names."""
    found = holidays.NL(years=year, categories=("public", "optional"), language="nl")
    return {day: name.split("; ")[0] for day, name in sorted(found.items())}


def holiday_on(day: date) -> str:
    """The Dutch name of the recognised holiday on `day`, or nothing."""
    return holidays_of(day.year).get(day, "")


def is_free_day(day: date) -> bool:
    """Whether `day` is a Saturday, a Sunday or a recognised holiday (Algemene termijnenwet 1)."""
    return day.weekday() >= 5 or bool(holiday_on(day))


@cache
def school_holidays_of(year: int) -> tuple[SchoolHoliday, ...]:
    """The school holidays that begin in `year`, in their order; none outside the years that are known.

    Source: Regeling vaststelling schoolvakanties, region Noord.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    days = holidays.NL(years=[year - 1, year, year + 1], categories="school", subdiv="Noord", language="nl")
    found: list[SchoolHoliday] = []
    for day, name in sorted(days.items()):
        last = found[-1] if found else None
        if last and last.name == name and day - last.last == timedelta(days=1):
            found[-1] = SchoolHoliday(name, last.first, day)
        else:
            found.append(SchoolHoliday(name, day, day))
    return tuple(row for row in found if row.first.year == year)


def school_holidays_between(first: date, last: date) -> tuple[SchoolHoliday, ...]:
    """The school holidays that share a day with the period, in their order."""
    rows = (row for year in range(first.year - 1, last.year + 1) for row in school_holidays_of(year))
    return tuple(row for row in rows if row.first <= last and first <= row.last)


def summer_holidays_of(year: int) -> SchoolHoliday | None:
    """The summer holidays of a year, or None when they are not known."""
    return next((row for row in school_holidays_of(year) if row.name.startswith("Zomer")), None)
