"""The states of a meeting set."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Lifecycle, Transition, Verdict, allow_if


class SetState(StrEnum):
    """Where a meeting set stands."""

    DRAFT = "draft"
    FROZEN = "frozen"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, SET_STATES[state]) for state in cls]


SET_STATES: dict[str, str] = {SetState.DRAFT: "concept", SetState.FROZEN: "vastgesteld"}


@dataclass(frozen=True)
class SetFacts:
    """What a step of a meeting set depends on."""

    documents: int


def is_manager(who: Who) -> Verdict:
    """A manager composes sets for the boards."""
    return allow_if(who.has(Role.MANAGER), "Een vergaderset maakt een manager van OZJT.", secret=who.is_provider_only)


def has_documents(facts: SetFacts) -> Verdict:
    """An empty set cannot be handed out."""
    return allow_if(facts.documents > 0, "Kies eerst minstens één document.")


SETS: Lifecycle[SetFacts] = Lifecycle(
    states=SET_STATES,
    transitions=(
        Transition(
            name="bind",
            label="Concept-pdf maken",
            sources=(SetState.DRAFT,),
            target=SetState.DRAFT,
            who=is_manager,
            guard=has_documents,
            event="het concept werd gemaakt",
            needs_reason=False,
        ),
        Transition(
            name="freeze",
            label="Vaststellen",
            sources=(SetState.DRAFT,),
            target=SetState.FROZEN,
            who=is_manager,
            guard=has_documents,
            event="de set werd vastgesteld",
            needs_reason=False,
        ),
    ),
)
