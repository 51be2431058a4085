"""What is asked of a person and what is coming, as the rooms tell it to Vandaag, the portal and the agenda."""

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


@dataclass(frozen=True)
class AgendaItem:
    """Something on a day that this person may see.

    `kind` is a Dutch word that the agenda filters by, such as "mijlpaal"; `about` what it belongs to. What is
    confidential stays in the application: no feed and no mail carries it.
    """

    day: date
    title: str
    url: str
    about: str
    kind: str
    is_confidential: bool = False
