"""How a decision moves, as a table."""

from dataclasses import dataclass
from enum import StrEnum

from core.lifecycles.rules import ALLOWED, Lifecycle, Transition, Verdict, allow_if
from governance.decisions.access import may_see_decisions, may_write


class DecisionState(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"
    REVIEW = "review"
    ON_ROUTE = "on_route"
    DECIDED = "decided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, DECISION_STATES[state]) for state in cls]


DECISION_STATES: dict[str, str] = {
    DecisionState.DRAFT: "concept",
    DecisionState.REVIEW: "ter beoordeling",
    DecisionState.ON_ROUTE: "op route",
    DecisionState.DECIDED: "besloten",
    DecisionState.REJECTED: "afgewezen",
    DecisionState.WITHDRAWN: "ingetrokken",
}
TONES: dict[str, str] = {
    DecisionState.DRAFT: "neutral",
    DecisionState.REVIEW: "info",
    DecisionState.ON_ROUTE: "info",
    DecisionState.DECIDED: "positive",
    DecisionState.REJECTED: "negative",
    DecisionState.WITHDRAWN: "neutral",
}
LEFT = (DecisionState.ON_ROUTE, DecisionState.DECIDED, DecisionState.REJECTED)


@dataclass(frozen=True)
class DecisionFacts:
    """What is known of a decision: headings without text, the second pair of eyes, the route, who looks.

    `needs_why` says that the route deviates and nobody wrote why; `is_author` that the reader wrote this version.
    """

    has_text: bool = False
    missing: tuple[str, ...] = ()
    is_author: bool = False
    approved: bool = False
    steps: int = 0
    undated: tuple[str, ...] = ()
    needs_why: bool = False


def text_is_complete(facts: DecisionFacts) -> Verdict:
    """The second pair of eyes reads a whole text."""
    return allow_if(facts.has_text, "Er is nog geen tekst. Schrijf eerst het voorstel.") & allow_if(
        not facts.missing, f"Nog leeg: {', '.join(facts.missing).lower()}. Vul dit eerst in."
    )


def seen_by_two(facts: DecisionFacts) -> Verdict:
    """Four eyes: somebody who did not write the version agrees with it."""
    return allow_if(
        not facts.is_author, "Jij schreef deze versie. Iemand anders moet hem nakijken (vier ogen)."
    ) & allow_if(not facts.approved, "Deze versie is al akkoord bevonden.")


def ready_to_leave(facts: DecisionFacts) -> Verdict:
    """A text leaves when it was approved and the route is known."""
    return (
        allow_if(facts.approved, "Een tweede paar ogen moet de tekst eerst akkoord bevinden.")
        & allow_if(facts.steps > 0, "De route is leeg. Voeg eerst een stap toe.")
        & allow_if(not facts.undated, f"Nog zonder datum: {', '.join(facts.undated)}. Vul die eerst in.")
        & allow_if(not facts.needs_why, "De route wijkt af van wie er bevoegd is. Schrijf eerst op waarom.")
    )


def always(facts: DecisionFacts) -> Verdict:
    """No condition beside the state."""
    return ALLOWED


DECISIONS: Lifecycle[DecisionFacts] = Lifecycle(
    states=DECISION_STATES,
    transitions=(
        Transition(
            "submit",
            "Voorleggen aan een tweede paar ogen",
            ("draft",),
            "review",
            may_write,
            text_is_complete,
            "decision_submitted",
            False,
        ),
        Transition("approve", "Tekst akkoord", ("review",), "review", may_write, seen_by_two, "text_approved", False),
        Transition(
            "send", "Op route sturen", ("review",), "on_route", may_write, ready_to_leave, "decision_sent", False
        ),
        Transition("return", "Terug naar de schrijver", ("review",), "draft", may_write, always, "decision_returned"),
        Transition(
            "revise", "Nieuwe versie maken", ("on_route", "rejected"), "draft", may_write, always, "decision_revised"
        ),
        Transition(
            "withdraw",
            "Intrekken",
            ("draft", "review", "on_route"),
            "withdrawn",
            may_write,
            always,
            "decision_withdrawn",
        ),
    ),
)
# What the results do by themselves; nobody presses a button for these.
SETTLING: Lifecycle[DecisionFacts] = Lifecycle(
    states=DECISION_STATES,
    transitions=(
        Transition(
            "decided",
            "Besloten",
            ("on_route", "rejected"),
            "decided",
            may_see_decisions,
            always,
            "decision_taken",
            False,
        ),
        Transition(
            "rejected",
            "Afgewezen",
            ("on_route", "decided"),
            "rejected",
            may_see_decisions,
            always,
            "decision_refused",
            False,
        ),
        Transition(
            "waiting",
            "Weer op route",
            ("decided", "rejected"),
            "on_route",
            may_see_decisions,
            always,
            "decision_reopened",
            False,
        ),
    ),
)
