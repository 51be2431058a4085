"""An agenda as a calendar file, and the secret of its address."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.rooms.asks import AgendaItem
from desk.agenda.rules import as_calendar, fingerprint, is_secret

NOW = datetime(2022, 2, 7, 8, 30, tzinfo=UTC)


def item(**given: Any) -> AgendaItem:
    values = {"day": date(2022, 12, 31), "title": "Besluit", "url": "/x/", "about": "Proef", "kind": "mijlpaal"}
    return AgendaItem(**values | given)


def read(*items: AgendaItem) -> Any:
    return Calendar.from_ical(as_calendar(items, site="https://kompas.example", now=NOW))


def test_an_item_is_a_whole_day_that_takes_no_time() -> None:
    (event,) = read(item()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2022, 12, 31), date(2023, 1, 1))
    assert event["summary"] == "Besluit (Proef)"
    assert event["url"] == "https://kompas.example/x/"
    assert event["transp"] == "TRANSPARENT"
    assert event.decoded("dtstamp") == NOW


def test_the_calendar_says_what_it_is() -> None:
    calendar = read()
    assert (calendar["version"], calendar["x-wr-calname"]) == ("2.0", "Inkoopkompas")
    assert calendar.walk("VEVENT") == []


def test_what_is_confidential_stays_inside() -> None:
    assert read(item(is_confidential=True)).walk("VEVENT") == []


def test_an_item_keeps_its_name_when_its_day_moves() -> None:
    assert item(key="7").pk == item(key="7", day=date(2023, 1, 1)).pk
    assert item(key="7").pk != item(key="8").pk
    assert item().pk != item(day=date(2023, 1, 1)).pk


@given(st.text(max_size=300), st.text(min_size=1, max_size=80))
def test_any_title_can_be_read_back(title: str, about: str) -> None:
    content = as_calendar([item(title=title, about=about)], site="https://kompas.example", now=NOW)
    assert content.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1


@pytest.mark.parametrize("text", ["", "a" * 42, "a" * 44, "a" * 42 + "/", "a" * 42 + "é", "a" * 43 + "\n"])
def test_what_cannot_be_a_secret_is_not_looked_up(text: str) -> None:
    assert not is_secret(text)


def test_a_secret_is_kept_as_its_fingerprint() -> None:
    assert is_secret("a" * 43)
    assert len(fingerprint("a" * 43)) == 64
    assert fingerprint("a" * 43) != fingerprint("b" * 43)
