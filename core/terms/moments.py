"""The moment at which a day ends for who must be in time; pure."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LAST_MINUTE = time(23, 59)


def closing_moment(day: date, at: time = LAST_MINUTE) -> datetime:
    """The moment at which something closes on `day` when the clock in Amsterdam shows `at`; in UTC.

    On the two nights on which the clock changes: a time that exists twice means the later one, so that nobody is cut
    off an hour early; a time that is skipped means the same moment by the new clock (02:30 becomes 03:30).
    """
    later = datetime.combine(day, at.replace(fold=1), tzinfo=AMSTERDAM)
    earlier = later.replace(fold=0)
    return max(later.astimezone(UTC), earlier.astimezone(UTC))


def is_in_time(moment: datetime, day: date, at: time = LAST_MINUTE) -> bool:
    """Whether `moment` falls at the latest within the closing minute of `day`."""
    return moment.replace(second=0, microsecond=0) <= closing_moment(day, at)
