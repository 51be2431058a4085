"""What time it is, here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from core.clock.models import World

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Moment:
    """One reading of the clock: the moment in UTC, the kind of world, and the offset of its clock."""

    now: datetime
    kind: str
    offset: timedelta

    @property
    def today(self) -> date:
        """The date in the Netherlands at this moment."""
        return self.now.astimezone(AMSTERDAM).date()

    @property
    def is_played(self) -> bool:
        """Whether this world runs at another time than the real one."""
        return self.offset != timedelta(0)


def read_clock() -> Moment:
    """Read the database's clock once; pass the answer on instead of reading again (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_now(), coalesce((SELECT kind FROM core_world), 'real'),"
            " coalesce((SELECT clock_offset FROM core_world), interval '0')"
        )
        now, kind, offset = cursor.fetchone()
    return Moment(now=now, kind=kind, offset=offset)


def now() -> datetime:
    """The moment by the database's clock (one query)."""
    return read_clock().now


def is_example() -> bool:
    """Whether this database holds the example world."""
    return World.objects.filter(kind=World.Kind.EXAMPLE).exists()
