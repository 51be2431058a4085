"""How phases and checks move: every row of the two tables, for everybody and from every state."""

from uuid import uuid4

import pytest

from accounts.organisations.rules import ROLES_OF_KIND, Hat, Role, Who
from procurement.trajectory.access import Worker
from procurement.trajectory.lifecycle import (
    CHECK_STATES,
    CHECKS,
    PHASE_STATES,
    PHASES,
    CheckFacts,
    CheckState,
    PhaseFacts,
    PhaseState,
)

KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}
GREEN = PhaseFacts()
RED = PhaseFacts(missing=("Controlepunt 0.2-b is nog open", "Er is nog geen eindproduct vastgelegd"))
JUST_CLOSED = PhaseFacts(closed_today=True)


def person(role: Role) -> Who:
    return Who(uuid4(), "Proef", (Hat(role, uuid4(), "Organisatie", KIND_OF[role]),))


OFFICER, MANAGER = person(Role.PROCUREMENT_OFFICER), person(Role.MANAGER)
STEERING = {Role.PROCUREMENT_OFFICER, Role.PROJECT_LEADER, Role.MANAGER}
OTHERS = [role for role in Role if role not in STEERING]


# --- Phases -----------------------------------------------------------------------------------------------------------
def test_the_table_of_phases() -> None:
    rows = [(row.name, row.sources, row.target, row.event, row.needs_reason) for row in PHASES.transitions]
    assert rows == [
        ("open", ("planned",), "open", "phase_opened", True),
        ("open_with_exception", ("planned",), "open", "phase_opened_with_exception", True),
        ("close", ("open",), "closed", "phase_closed", True),
        ("close_with_exception", ("open",), "closed", "phase_closed_with_exception", True),
        ("reopen", ("closed",), "open", "phase_reopened", True),
    ]
    assert dict(PhaseState.choices()) == PHASE_STATES


FITTING = {
    "open": GREEN,
    "open_with_exception": RED,
    "close": GREEN,
    "close_with_exception": RED,
    "reopen": JUST_CLOSED,
}


@pytest.mark.parametrize("name", FITTING)
@pytest.mark.parametrize("state", list(PhaseState))
def test_a_step_of_a_phase_leaves_only_its_own_state(name: str, state: PhaseState) -> None:
    verdict = PHASES.verdict(name, state=state, who=MANAGER, facts=FITTING[name])
    may = state in PHASES[name].sources
    assert verdict.allowed == may
    assert verdict.reason == ("" if may else f"Dit kan niet meer: de stand is nu '{PHASE_STATES[state]}'.")


@pytest.mark.parametrize("name", FITTING)
@pytest.mark.parametrize("role", list(Role))
def test_who_makes_a_step_of_a_phase(name: str, role: Role) -> None:
    who = {Role.MANAGER} if name.endswith("with_exception") else STEERING
    state = PHASES[name].sources[0]
    assert PHASES.verdict(name, state=state, who=person(role), facts=FITTING[name]).allowed == (role in who)


@pytest.mark.parametrize("name", ["open", "close"])
def test_a_red_gate_holds_with_every_reason(name: str) -> None:
    verdict = PHASES.verdict(name, state=PHASES[name].sources[0], who=OFFICER, facts=RED)
    assert verdict.reason == (
        "Aan 2 voorwaarden is nog niet voldaan: Controlepunt 0.2-b is nog open; Er is nog geen eindproduct vastgelegd."
    )


def test_one_missing_condition_is_named_in_the_singular() -> None:
    facts = PhaseFacts(missing=("De nulmeting is nog niet afgesloten",))
    verdict = PHASES.verdict("open", state="planned", who=OFFICER, facts=facts)
    assert verdict.reason == "Aan 1 voorwaarde is nog niet voldaan: De nulmeting is nog niet afgesloten."


@pytest.mark.parametrize("name", ["open_with_exception", "close_with_exception"])
def test_nobody_deviates_from_a_green_gate(name: str) -> None:
    verdict = PHASES.verdict(name, state=PHASES[name].sources[0], who=MANAGER, facts=GREEN)
    assert verdict.reason == "Alle voorwaarden zijn voldaan; afwijken is niet nodig."


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (JUST_CLOSED, ""),
        (
            PhaseFacts(closed_today=False),
            "Terugdraaien kan alleen op de dag zelf. Overleg met de manager over een nieuwe stap.",
        ),
        (
            PhaseFacts(closed_today=True, successor_opened=True),
            "De volgende fase is al geopend; terugdraaien kan niet meer.",
        ),
        (PhaseFacts(missing=RED.missing, closed_today=True), ""),
    ],
)
def test_a_closing_is_undone_on_its_day_while_nothing_was_built_on_it(facts: PhaseFacts, reason: str) -> None:
    assert PHASES.verdict("reopen", state="closed", who=OFFICER, facts=facts).reason == reason


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("planned", ["open", "open_with_exception"]),
        ("open", ["close", "close_with_exception"]),
        ("closed", ["reopen"]),
    ],
)
def test_what_is_offered_follows_the_table(state: str, steps: list[str]) -> None:
    def offered(who: Who) -> list[str]:
        return [step.name for step, _ in PHASES.offered(state=state, who=who, facts=RED)]

    assert offered(MANAGER) == steps
    assert offered(OFFICER) == [name for name in steps if not name.endswith("with_exception")]
    assert [offered(person(role)) for role in OTHERS] == [[]] * len(OTHERS)


# --- Checks -----------------------------------------------------------------------------------------------------------
OPEN_PHASE = CheckFacts(needs_evidence=False, evidence_count=0, phase_closed=False)
ASKS = CheckFacts(needs_evidence=True, evidence_count=0, phase_closed=False)
SHOWN = CheckFacts(needs_evidence=True, evidence_count=1, phase_closed=False)
CLOSED_PHASE = CheckFacts(needs_evidence=True, evidence_count=1, phase_closed=True)
FIXED = "De fase is afgesloten; het controlepunt ligt vast."


def test_the_table_of_checks() -> None:
    rows = [(row.name, row.sources, row.target, row.event, row.needs_reason) for row in CHECKS.transitions]
    assert rows == [
        ("finish", ("open",), "done", "check_done", False),
        ("skip", ("open",), "not_applicable", "check_skipped", True),
        ("reopen", ("done", "not_applicable"), "open", "check_reopened", True),
        ("withdraw", ("open",), "withdrawn", "check_withdrawn", True),
    ]
    assert dict(CheckState.choices()) == CHECK_STATES


@pytest.mark.parametrize("name", ["finish", "skip", "reopen"])
@pytest.mark.parametrize("state", list(CheckState))
def test_a_step_of_a_check_leaves_only_its_own_states(name: str, state: CheckState) -> None:
    verdict = CHECKS.verdict(name, state=state, who=Worker(OFFICER, None), facts=OPEN_PHASE)
    may = state in CHECKS[name].sources
    assert verdict.reason == ("" if may else f"Dit kan niet meer: de stand is nu '{CHECK_STATES[state]}'.")


@pytest.mark.parametrize("name", ["finish", "skip", "reopen"])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_owner", [False, True])
def test_who_makes_a_step_of_a_check(name: str, role: Role, is_owner: bool) -> None:
    who = person(role)
    worker = Worker(who, who.person_id if is_owner else uuid4())
    verdict = CHECKS.verdict(name, state=CHECKS[name].sources[0], who=worker, facts=OPEN_PHASE)
    assert verdict.allowed == (is_owner or role in STEERING)


@pytest.mark.parametrize(
    ("name", "facts", "reason"),
    [
        ("finish", OPEN_PHASE, ""),
        ("finish", ASKS, "Dit controlepunt vraagt om bewijs. Voeg eerst een bestand, link of rapport toe."),
        ("finish", SHOWN, ""),
        ("finish", CLOSED_PHASE, FIXED),
        ("skip", ASKS, ""),
        ("skip", CLOSED_PHASE, FIXED),
        ("reopen", ASKS, ""),
        ("reopen", CLOSED_PHASE, FIXED),
    ],
)
def test_what_must_hold_for_a_step_of_a_check(name: str, facts: CheckFacts, reason: str) -> None:
    verdict = CHECKS.verdict(name, state=CHECKS[name].sources[0], who=Worker(OFFICER, None), facts=facts)
    assert verdict.reason == reason
