"""Who may stand in for whom, and when that counts; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.history.rules import spoken
from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Period:
    """A period of whole days, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether `day` is in it."""
        return self.first <= day <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return f"op {spoken(self.first)}"
        return f"van {spoken(self.first)} tot en met {spoken(self.last)}"


def period_verdict(period: Period, today: date) -> Verdict:
    """A period runs forward, is not over, and lasts at most a year."""
    return (
        allow_if(period.first <= period.last, "De laatste dag ligt voor de eerste dag. Draai ze om.")
        & allow_if(period.last >= today, "Deze periode is al voorbij. Kies een laatste dag vanaf vandaag.")
        & allow_if(
            period.first >= today,
            "De eerste dag ligt in het verleden. Kies vandaag of later; wat geweest is, blijft zo.",
        )
        & allow_if(
            period.last - period.first < LONGEST, "Een vervanging duurt hoogstens een jaar. Kies een kortere periode."
        )
    )


def deputy_verdict(
    *, is_self: bool, is_active: bool, name: str, roles: Sequence[tuple[date, date | None]], period: Period
) -> Verdict:
    """A deputy is somebody else who can sign in and works for the same organisation all through the period.

    `roles` are the periods of the deputy's roles at that organisation, without an end when it is not known.
    """
    if is_self:
        return refuse("Je kunt niet je eigen vervanger zijn. Kies een collega.")
    if not is_active:
        return refuse(f"{name} kan niet inloggen. Kies iemand anders.")
    if not roles:
        return refuse(f"{name} heeft geen rol bij deze organisatie. Kies iemand die er werkt.")
    if any(first <= period.first and (last is None or period.last <= last) for first, last in roles):
        return ALLOWED
    return refuse(
        f"{name} heeft niet de hele periode een rol bij deze organisatie. Kies iemand anders of een andere periode."
    )


def chain_warning(*, deputy: str, away: Sequence[Period], period: Period) -> str:
    """What to know when the deputy is away too: work does not pass on to the deputy's deputy."""
    both = [str(other) for other in away if other.overlaps(period)]
    if not both:
        return ""
    return f"{deputy} is zelf afwezig {' en '.join(both)}. Het werk gaat dan niet door naar een volgende vervanger."
