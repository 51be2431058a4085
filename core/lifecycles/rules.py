"""Verdicts and transition tables, pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class Verdict:
    """Whether something may, and in plain Dutch why not.

    `secret` says that the refusal itself tells too much: the page then answers as if the thing did not exist (404).
    """

    allowed: bool
    reason: str = ""
    secret: bool = False

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: "Verdict") -> "Verdict":
        """The first refusal of the two, or permission."""
        return other if self.allowed else self


ALLOWED = Verdict(True)


def refuse(reason: str, *, secret: bool = False) -> Verdict:
    """A refusal with its reason for the reader."""
    return Verdict(False, reason, secret)


def allow_if(condition: bool, otherwise: str, *, secret: bool = False) -> Verdict:
    """Permission when `condition` holds, else a refusal with the reason `otherwise`."""
    return ALLOWED if condition else refuse(otherwise, secret=secret)


class Refused(Exception):
    """A service would not do it; `verdict` says why, in words for the reader."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def ensure(verdict: Verdict) -> None:
    """Go on when `verdict` allows it; raises Refused otherwise."""
    if not verdict.allowed:
        raise Refused(verdict)


F = TypeVar("F")


@dataclass(frozen=True)
class Transition(Generic[F]):
    """One row of a lifecycle: what it is called, from where to where, who may, and under which condition.

    `who` judges the person, `guard` the facts about the subject (a plain value `F` of the room). A transition with
    `needs_reason` is refused without a written reason.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    who: Callable[[Any], Verdict]
    guard: Callable[[F], Verdict]
    event: str
    needs_reason: bool = True


class Lifecycle(Generic[F]):
    """States with their Dutch names, and the transitions between them."""

    def __init__(self, *, states: dict[str, str], transitions: tuple[Transition[F], ...]) -> None:
        self.states = states
        self.transitions = transitions
        self._by_name = {transition.name: transition for transition in transitions}
        if len(self._by_name) != len(transitions):
            raise ValueError("Two transitions have the same name.")
        for transition in transitions:
            unknown = {*transition.sources, transition.target} - set(states)
            if unknown:
                raise ValueError(f"Transition {transition.name} names unknown states: {sorted(unknown)}")

    def __getitem__(self, name: str) -> Transition[F]:
        return self._by_name[name]

    def verdict(self, name: str, *, state: str, who: Any, facts: F) -> Verdict:
        """May `who` make transition `name` of a subject in `state` about which `facts` hold?

        Access is judged before the state and the guard, so that a stranger learns nothing of either.
        """
        transition = self._by_name[name]
        return (
            transition.who(who)
            & allow_if(state in transition.sources, f"Dit kan niet meer: de stand is nu '{self.states[state]}'.")
            & transition.guard(facts)
        )

    def offered(self, *, state: str, who: Any, facts: F) -> Iterator[tuple[Transition[F], Verdict]]:
        """The transitions that leave `state` and that this person could make, each with its verdict now.

        What the person may never do is left out; what the guard forbids is kept, with the reason.
        """
        for transition in self.transitions:
            if state in transition.sources and transition.who(who):
                yield transition, transition.guard(facts)
