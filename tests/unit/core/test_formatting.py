"""Dutch dates, moments and amounts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shell.forms import parse_dutch_date
from core.shell.templatetags.shell import dutch_date, dutch_moment, dutch_number, euro, iso_moment, percent


def plain(text: str) -> str:
    """With ordinary spaces, which read better in a test."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_800_000_000, "€ 1.800.000.000"),
        (0, "€ 0"),
        (-1250, "€ -1.250"),
        (Decimal("12.5"), "€ 12,50"),
        (Decimal("12.345"), "€ 12,35"),
        ("12.00", "€ 12"),
        (None, "–"),
        ("", "–"),
        ("geen", "–"),
        (True, "–"),
        (float("nan"), "–"),
    ],
)
def test_amounts(value: object, text: str) -> None:
    assert plain(euro(value)) == text


def test_an_amount_with_cents_asked_for() -> None:
    assert plain(euro(12, 2)) == "€ 12,00"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (Decimal("0.12345"), None, "0,123"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.4"), 0, "0"),
        (1_000_000, None, "1.000.000"),
    ],
)
def test_numbers_are_rounded_half_away_from_zero(value: object, decimals: int | None, text: str) -> None:
    assert dutch_number(value, decimals) == text


def test_percentage_points() -> None:
    assert percent(Decimal("83.15")) == "83,2%"
    assert percent(100, 0) == "100%"
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2027, 5, 12), "12 mei 2027"),
        (datetime(2022, 2, 6, 23, 30, tzinfo=UTC), "7 februari 2022"),
        (datetime(2022, 2, 6, 23, 30), "6 februari 2022"),
        (None, "–"),
        ("", "–"),
        ("binnenkort", "binnenkort"),
    ],
)
def test_dates(value: object, text: str) -> None:
    assert plain(dutch_date(value)) == text  # type: ignore[arg-type]


def test_moments_are_shown_in_amsterdam() -> None:
    assert plain(dutch_moment(datetime(2022, 7, 1, 12, 5, tzinfo=UTC))) == "1 juli 2022, 14:05"
    assert plain(dutch_moment(datetime(2022, 1, 1, 12, 5, tzinfo=UTC))) == "1 januari 2022, 13:05"
    assert plain(dutch_moment(date(2022, 1, 1))) == "1 januari 2022"
    assert iso_moment(date(2022, 1, 1)) == "2022-01-01"
    assert iso_moment(None) == ""


@given(st.integers(min_value=-(10**15), max_value=10**15), st.integers(min_value=0, max_value=99))
def test_an_amount_can_be_read_back(euros: int, cents: int) -> None:
    amount = Decimal(f"{abs(euros)}.{cents:02}").copy_sign(euros or 1)
    text = euro(amount, 2).removeprefix("€\N{NO-BREAK SPACE}")
    assert Decimal(text.replace(".", "").replace(",", ".")) == amount


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_as_we_write_it_is_a_date_as_we_read_it(day: date) -> None:
    assert parse_dutch_date(dutch_date(day)) == day
    assert parse_dutch_date(f"{day:%d-%m-%Y}") == day
    assert parse_dutch_date(f"{day.day}/{day.month}/{day.year}") == day
    assert parse_dutch_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 mrt 2027", date(2027, 3, 1)),
        ("1 feb. 2027", date(2027, 2, 1)),
        (" 1  Februari 2027 ", date(2027, 2, 1)),
        ("29-2-2024", date(2024, 2, 29)),
    ],
)
def test_dates_as_people_type_them(text: str, day: date) -> None:
    assert parse_dutch_date(text) == day


@pytest.mark.parametrize(
    "text", ["", "29-2-2023", "31-4-2027", "12-31-2027", "1 ju 2027", "morgen", "1-2-27", "0-1-2027"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_dutch_date(text)
