"""The lead times as typed values, read once from `content/lead_times.toml`; pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

CONTENT = Path(__file__).parent / "content" / "lead_times.toml"
OWN_ASSUMPTION = "eigen aanname"


@dataclass(frozen=True)
class LeadTime:
    """How long a step takes, where that stands, and why; exactly one of months, weeks and days counts."""

    months: int
    weeks: int
    days: int
    source: str
    why: str

    @property
    def words(self) -> str:
        """The length in Dutch: "6 maanden", "1 week", "20 dagen"."""
        for number, one, many in (
            (self.months, "maand", "maanden"),
            (self.weeks, "week", "weken"),
            (self.days, "dag", "dagen"),
        ):
            if number:
                return f"{number} {one if number == 1 else many}"
        return "geen tijd"

    @property
    def is_assumed(self) -> bool:
        """Whether no source gives the figure."""
        return self.source == OWN_ASSUMPTION

    def before(self, day: date) -> date:
        """The day that lies this length before `day`; a month ends at its last day when the day does not exist."""
        return day - relativedelta(months=self.months) - timedelta(weeks=self.weeks, days=self.days)

    def after(self, day: date) -> date:
        """The day that lies this length after `day`."""
        return day + relativedelta(months=self.months) + timedelta(weeks=self.weeks, days=self.days)


LeadTimes = Mapping[str, LeadTime]


@cache
def lead_times(profile: str) -> LeadTimes:
    """The lead times of a profile by step; what it does not name is that of the full profile.

    Raises KeyError for an unknown profile.
    """
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["profile"]
    rows = content["full"] | content[profile]
    return {
        step: LeadTime(row.get("months", 0), row.get("weeks", 0), row.get("days", 0), row["source"], row["why"])
        for step, row in rows.items()
    }
