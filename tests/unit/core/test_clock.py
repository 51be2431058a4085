"""What a moment says."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.clock.queries import Moment


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2022, 2, 6, 22, 59, tzinfo=UTC), date(2022, 2, 6)),
        (datetime(2022, 2, 6, 23, 0, tzinfo=UTC), date(2022, 2, 7)),
        (datetime(2022, 7, 6, 21, 59, tzinfo=UTC), date(2022, 7, 6)),
        (datetime(2022, 7, 6, 22, 0, tzinfo=UTC), date(2022, 7, 7)),
    ],
)
def test_today_is_the_date_in_the_netherlands_in_winter_and_summer(now: datetime, today: date) -> None:
    assert Moment(now, "real", timedelta(0)).today == today


def test_only_an_offset_makes_a_world_played() -> None:
    now = datetime(2022, 2, 7, tzinfo=UTC)
    assert Moment(now, "example", timedelta(0)).is_played is False
    assert Moment(now, "example", timedelta(days=-1)).is_played is True
