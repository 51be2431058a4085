"""How a meeting moves, as a table."""

from dataclasses import dataclass
from datetime import date

from core.history.rules import spoken
from core.lifecycles.rules import ALLOWED, Lifecycle, Transition, Verdict, allow_if
from governance.bodies.access import may_keep
from governance.bodies.rules import MEETING_STATES


@dataclass(frozen=True)
class MeetingFacts:
    """What is known of a meeting: its day, today, whether its papers went out, whether another took its day."""

    day: date
    today: date
    papers_sent: bool = False
    day_is_taken: bool = False


def anything(facts: MeetingFacts) -> Verdict:
    """No condition."""
    return ALLOWED


def papers_not_sent(facts: MeetingFacts) -> Verdict:
    """Papers go out once."""
    return allow_if(not facts.papers_sent, "De stukken zijn al verzonden.")


def day_has_come(facts: MeetingFacts) -> Verdict:
    """A meeting is held on its day, not before."""
    return allow_if(facts.day <= facts.today, f"De vergadering is pas op {spoken(facts.day)}.")


def day_is_free(facts: MeetingFacts) -> Verdict:
    """A body meets once a day."""
    return allow_if(not facts.day_is_taken, "Op deze dag staat al een andere vergadering van dit orgaan.")


MEETINGS: Lifecycle[MeetingFacts] = Lifecycle(
    states=MEETING_STATES,
    transitions=(
        Transition(
            "send_papers",
            "Stukken zijn verzonden",
            ("planned",),
            "planned",
            may_keep,
            papers_not_sent,
            "papers_sent",
            False,
        ),
        Transition("move", "Verplaatsen", ("planned",), "planned", may_keep, anything, "meeting_moved", False),
        Transition("hold", "Is gehouden", ("planned",), "held", may_keep, day_has_come, "meeting_held", False),
        Transition("cancel", "Laten vervallen", ("planned",), "cancelled", may_keep, anything, "meeting_cancelled"),
        Transition(
            "reopen", "Weer op gepland zetten", ("held", "cancelled"), "planned", may_keep, day_is_free, "reopened"
        ),
    ),
)
