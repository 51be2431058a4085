"""How phases and checks move, as tables."""

from dataclasses import dataclass
from enum import StrEnum

from core.lifecycles.rules import ALLOWED, Lifecycle, Transition, Verdict, allow_if, refuse
from procurement.trajectory.access import may_deviate, may_pass_gates, may_withdraw_check, may_work


class PhaseState(StrEnum):
    """Where a phase or track stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, PHASE_STATES[state]) for state in cls]


class CheckState(StrEnum):
    """Where a check stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """States with their Dutch names."""
        return [(state.value, CHECK_STATES[state]) for state in cls]


PHASE_STATES: dict[str, str] = {
    PhaseState.PLANNED: "gepland",
    PhaseState.OPEN: "loopt",
    PhaseState.CLOSED: "afgesloten",
}
CHECK_STATES: dict[str, str] = {
    CheckState.OPEN: "open",
    CheckState.DONE: "gereed",
    CheckState.NOT_APPLICABLE: "niet van toepassing",
    CheckState.WITHDRAWN: "ingetrokken",
}


@dataclass(frozen=True)
class PhaseFacts:
    """What the gate and the calendar say about a phase.

    `missing` lists the conditions that are not met for the next step (to open a planned phase, to close an open one);
    `closed_today` and `successor_opened` bound the undo of a closing.
    """

    missing: tuple[str, ...] = ()
    closed_today: bool = False
    successor_opened: bool = False


def gate_is_green(facts: PhaseFacts) -> Verdict:
    """Every condition of the gate is met."""
    if not facts.missing:
        return ALLOWED
    count = len(facts.missing)
    lead = f"Aan {count} {'voorwaarde' if count == 1 else 'voorwaarden'} is nog niet voldaan"
    return refuse(f"{lead}: {'; '.join(facts.missing)}.")


def gate_is_not_green(facts: PhaseFacts) -> Verdict:
    """Passing with an exception makes sense only when something is missing."""
    return allow_if(bool(facts.missing), "Alle voorwaarden zijn voldaan; afwijken is niet nodig.")


def closing_can_be_undone(facts: PhaseFacts) -> Verdict:
    """A closing may be taken back within the day, while nothing has been built on it."""
    return allow_if(
        facts.closed_today, "Terugdraaien kan alleen op de dag zelf. Overleg met de manager over een nieuwe stap."
    ) & allow_if(not facts.successor_opened, "De volgende fase is al geopend; terugdraaien kan niet meer.")


PHASES: Lifecycle[PhaseFacts] = Lifecycle(
    states=PHASE_STATES,
    transitions=(
        Transition("open", "Fase openen", ("planned",), "open", may_pass_gates, gate_is_green, "phase_opened"),
        Transition(
            "open_with_exception",
            "Openen: afwijken met motivering",
            ("planned",),
            "open",
            may_deviate,
            gate_is_not_green,
            "phase_opened_with_exception",
        ),
        Transition("close", "Fase afsluiten", ("open",), "closed", may_pass_gates, gate_is_green, "phase_closed"),
        Transition(
            "close_with_exception",
            "Afsluiten: afwijken met motivering",
            ("open",),
            "closed",
            may_deviate,
            gate_is_not_green,
            "phase_closed_with_exception",
        ),
        Transition(
            "reopen",
            "Afsluiten terugdraaien",
            ("closed",),
            "open",
            may_pass_gates,
            closing_can_be_undone,
            "phase_reopened",
        ),
    ),
)


@dataclass(frozen=True)
class CheckFacts:
    """What is known of a check: whether it asks for evidence, how much there is, and whether its phase still runs.

    `is_own`: added to this trajectory by its people.
    """

    needs_evidence: bool
    evidence_count: int
    phase_closed: bool
    is_own: bool = False


def phase_still_open(facts: CheckFacts) -> Verdict:
    """A closed phase keeps its checks as they were."""
    return allow_if(not facts.phase_closed, "De fase is afgesloten; het controlepunt ligt vast.")


def evidence_is_there(facts: CheckFacts) -> Verdict:
    """A check that asks for evidence is done only with evidence."""
    return phase_still_open(facts) & allow_if(
        not facts.needs_evidence or facts.evidence_count > 0,
        "Dit controlepunt vraagt om bewijs. Voeg eerst een bestand, link of rapport toe.",
    )


def was_added_here(facts: CheckFacts) -> Verdict:
    """What the phase model asks is settled, not withdrawn."""
    return phase_still_open(facts) & allow_if(
        facts.is_own, "Dit controlepunt hoort bij het fasemodel. Meld het gereed of zet het op niet van toepassing."
    )


CHECKS: Lifecycle[CheckFacts] = Lifecycle(
    states=CHECK_STATES,
    transitions=(
        Transition("finish", "Gereed melden", ("open",), "done", may_work, evidence_is_there, "check_done", False),
        Transition(
            "skip", "Niet van toepassing", ("open",), "not_applicable", may_work, phase_still_open, "check_skipped"
        ),
        Transition(
            "reopen",
            "Weer openzetten",
            ("done", "not_applicable"),
            "open",
            may_work,
            phase_still_open,
            "check_reopened",
        ),
        Transition(
            "withdraw", "Intrekken", ("open",), "withdrawn", may_withdraw_check, was_added_here, "check_withdrawn"
        ),
    ),
)
