"""What is asked of a person, as the rooms tell it to Vandaag and the portal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Ask:
    """One thing that waits for somebody.

    `title` says what to do, `why` what it is for; `waits_for` names the person when it is asked of somebody else and
    the reader only waits for it.
    """

    title: str
    url: str
    why: str
    about: str
    due: date | None = None
    waits_for: str = ""

    def is_late(self, today: date) -> bool:
        """Whether the date has passed."""
        return self.due is not None and self.due < today
