"""What is asked of a person and what is coming, as the rooms tell it to Vandaag, the portal and the agenda."""

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5


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
    """Something on a day that this person may see.

    `kind` is a Dutch word that the agenda filters by, such as "mijlpaal"; `about` what it belongs to. What is
    confidential stays in the application: no feed and no mail carries it. `key` is what stays the same when the day
    moves, such as the id of a row.
    """

    day: date
    title: str
    url: str
    about: str
    kind: str
    is_confidential: bool = False
    key: str = ""

    @property
    def pk(self) -> UUID:
        """A lasting name of this item: the same in every feed, also when its day moves."""
        return uuid5(NAMESPACE_URL, f"{self.kind}|{self.url}|{self.key or f'{self.title}|{self.day}'}")
