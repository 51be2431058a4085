"""Kinds of body, what they decide, the states of a meeting and the arithmetic of its dates; pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.history.rules import spoken
from core.lifecycles.rules import ALLOWED, Verdict, allow_if
from core.terms.calendar import holiday_on, is_free_day, school_holidays_between

LONGEST_SERIES = 60  # meetings
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class BodyKind(StrEnum):
    """The kinds of body; the Dutch names are in BODY_KINDS."""

    PROJECT_GROUP = "project_group"
    OFFICIALS = "officials"
    ALDERMEN = "aldermen"
    EXECUTIVE_BOARD = "executive_board"
    GENERAL_BOARD = "general_board"
    COLLEGE = "college"
    COUNCIL = "council"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Kinds with their Dutch names."""
        return [(kind.value, BODY_KINDS[kind]) for kind in cls]


BODY_KINDS: dict[str, str] = {
    BodyKind.PROJECT_GROUP: "projectgroep",
    BodyKind.OFFICIALS: "ambtelijk overleg (AO)",
    BodyKind.ALDERMEN: "bestuurlijk overleg (BO)",
    BodyKind.EXECUTIVE_BOARD: "dagelijks bestuur (DB)",
    BodyKind.GENERAL_BOARD: "algemeen bestuur (AB)",
    BodyKind.COLLEGE: "college van burgemeester en wethouders",
    BodyKind.COUNCIL: "gemeenteraad",
}
LOCAL_KINDS = frozenset({BodyKind.COLLEGE, BodyKind.COUNCIL})


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, MEETING_STATES[state]) for state in cls]


MEETING_STATES: dict[str, str] = {
    MeetingState.PLANNED: "gepland",
    MeetingState.HELD: "gehouden",
    MeetingState.CANCELLED: "vervallen",
}


# --- What a body decides ----------------------------------------------------------------------------------------------
class Part(StrEnum):
    """What a body does with a proposal."""

    DECIDES = "decides"
    ADVISES = "advises"
    PREPARES = "prepares"
    IS_INFORMED = "is_informed"


PARTS: dict[str, str] = {
    Part.DECIDES: "besluit",
    Part.ADVISES: "adviseert",
    Part.PREPARES: "bereidt voor",
    Part.IS_INFORMED: "wordt geïnformeerd",
}


@dataclass(frozen=True)
class Competence:
    """What a kind of body does, in words for the reader, with the paragraph it rests on."""

    part: Part
    about: str
    source: str


OWN_ADDITION = "eigen aanvulling"
COMPETENCES: dict[str, Competence] = {
    BodyKind.PROJECT_GROUP: Competence(
        Part.PREPARES, "De projectgroep schrijft de voorstellen. Zij neemt geen besluiten.", OWN_ADDITION
    ),
    BodyKind.OFFICIALS: Competence(
        Part.ADVISES,
        "Ambtenaren van de veertien gemeenten adviseren het bestuurlijk overleg. Zij nemen geen besluiten.",
        OWN_ADDITION,
    ),
    BodyKind.ALDERMEN: Competence(
        Part.ADVISES,
        "Wethouders van de veertien gemeenten adviseren het algemeen bestuur en de colleges. Die besluiten zelf.",
        OWN_ADDITION,
    ),
    BodyKind.EXECUTIVE_BOARD: Competence(
        Part.PREPARES, "Het dagelijks bestuur bereidt de besluiten van het algemeen bestuur voor.", OWN_ADDITION
    ),
    BodyKind.GENERAL_BOARD: Competence(
        Part.DECIDES,
        "Het algemeen bestuur van SamenTwente is bevoegd voor alle jeugdhulp die de gemeenten hebben overgedragen. "
        "Dat is alles behalve het segment Ambulant.",
        "SID 2.2",
    ),
    BodyKind.COLLEGE: Competence(
        Part.DECIDES,
        "Het college besluit voor de eigen gemeente over het segment Ambulant. Dat segment is niet overgedragen: alle "
        "veertien colleges besluiten er zelf over.",
        "SID 2.2",
    ),
    BodyKind.COUNCIL: Competence(
        Part.IS_INFORMED,
        "De gemeenteraad wordt geïnformeerd. De raad stelt de kaders vast, zoals de regiovisie.",
        OWN_ADDITION,
    ),
}


# --- Dates ------------------------------------------------------------------------------------------------------------
def submit_by_for(*, meeting: date, notice_days: int) -> date:
    """The last day for papers: `notice_days` calendar days before the meeting, and when that is a Saturday, Sunday or
    recognised holiday the last working day before it.
    """
    day = meeting - timedelta(days=notice_days)
    while is_free_day(day):
        day -= timedelta(days=1)
    return day


def free_day_words(day: date) -> str:
    """Why nobody works on `day`: "een zaterdag" or "Eerste kerstdag"; nothing on a working day."""
    if holiday := holiday_on(day):
        return holiday
    return f"een {WEEKDAYS[day.weekday()]}" if day.weekday() >= 5 else ""


def cautions(day: date) -> list[str]:
    """What somebody who plans a meeting on `day` wants to know, in sentences; it does not stop them."""
    found = []
    if words := free_day_words(day):
        found.append(f"{spoken(day).capitalize()} is {words}.")
    found += [f"Het is dan schoolvakantie in de regio ({row.name})." for row in school_holidays_between(day, day)]
    return found


def submit_by_verdict(*, meeting: date, submit_by: date) -> Verdict:
    """Papers are due on a working day, at the latest on the day of the meeting."""
    if submit_by > meeting:
        return allow_if(
            False,
            f"De aanleverdag ({spoken(submit_by)}) ligt na de vergadering ({spoken(meeting)}). Kies een dag ervoor.",
        )
    words = free_day_words(submit_by)
    return allow_if(
        not words, f"De aanleverdag ({spoken(submit_by)}) is {words}. Kies een werkdag, of laat het vak leeg."
    )


def move_verdict(*, was: date, becomes: date, today: date, papers_sent: bool, reason: str) -> Verdict:
    """Whether a planned meeting may move; after its papers were sent only with a reason that people can read."""
    if was == becomes:
        return allow_if(False, f"De vergadering staat al op {spoken(was)}. Vul een andere datum in.")
    if becomes < today <= was:
        return allow_if(False, f"De nieuwe datum ({spoken(becomes)}) is al voorbij. Kies een dag vanaf vandaag.")
    if papers_sent and not reason.strip():
        return allow_if(
            False, "De stukken zijn al verzonden. Schrijf op waarom de vergadering verschuift; iedereen leest dat."
        )
    return ALLOWED


@dataclass(frozen=True)
class Planned:
    """One day of a series: with `skipped` the reason why there is no meeting, else the last day for papers."""

    day: date
    submit_by: date | None
    skipped: str = ""


def series_verdict(*, first: date, last: date, every_weeks: int) -> Verdict:
    """A series runs forward and is not endless."""
    if last < first:
        return allow_if(
            False,
            f"De laatste dag ({spoken(last)}) ligt voor de eerste vergadering ({spoken(first)}). "
            "Kies een latere laatste dag.",
        )
    if not 1 <= every_weeks <= 26:
        return allow_if(False, "Kies een aantal weken van 1 tot en met 26.")
    count = (last - first).days // (7 * every_weeks) + 1
    return allow_if(
        count <= LONGEST_SERIES,
        f"Dit zijn {count} vergaderingen; plan er hoogstens {LONGEST_SERIES} tegelijk. Kies een eerdere laatste dag.",
    )


def series(
    *, first: date, last: date, every_weeks: int, notice_days: int, taken: Collection[date]
) -> Iterator[Planned]:
    """The same weekday every n weeks from `first` to `last`, with what falls out and why.

    Recognised holidays, weekends, school holidays in the region and days on which the body already meets are skipped.
    """
    day = first
    while day <= last:
        words = free_day_words(day)
        schools = school_holidays_between(day, day)
        if words:
            yield Planned(day, None, words)
        elif schools:
            yield Planned(day, None, f"schoolvakantie ({schools[0].name})")
        elif day in taken:
            yield Planned(day, None, "op deze dag staat al een vergadering")
        else:
            yield Planned(day, submit_by_for(meeting=day, notice_days=notice_days))
        day += timedelta(weeks=every_weeks)
