"""What is asked of a person and what stands in their calendar, as the rooms tell it to Vandaag and the portal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ask:
    """One thing that waits for somebody.

    `title` says what to do, `why` what it is for; `waits_for` names the person when it is asked of somebody else and
    the reader only waits for it. `behalf` names who is away when the reader stands in for them.
    """

    title: str
    url: str
    why: str
    about: str
    due: date | None = None
    waits_for: str = ""
    behalf: str = ""

    def is_late(self, today: date) -> bool:
        """Whether the date has passed."""
        return self.due is not None and self.due < today


@dataclass(frozen=True)
class AgendaItem:
    """One thing in the calendar of a person: its day, what happens, its page, what it belongs to, its kind."""

    day: date
    title: str
    url: str
    about: str
    kind: str
