"""Opening and closing phases: red gates hold, exceptions stay visible, and of two people one is first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.lifecycles.rules import Refused
from procurement.gates.models import GateConfirmation, GatePassage
from procurement.gates.queries import exceptions_of, gate_of, gates_of, passages_of
from procurement.gates.services import confirm, withdraw_confirmation
from procurement.trajectory.models import Phase
from tests.conftest import NOW, Cast, Walk
from tests.services.procurement.doing import check_of, make_green, phase_of, refused, settle, step, verdict_of
from tests.services.together import at_once, in_the_middle_of

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)

RED = (
    "Aan 3 voorwaarden is nog niet voldaan: Er staan nog 15 verplichte controlepunten open; "
    "Er is nog geen eindproduct vastgelegd; Controlepunt 0.2-b is nog open."
)


def unchanged(phase: Phase) -> bool:
    """Whether nothing of a phase was written since it was read."""
    fields = ("state", "version", "has_exception", "opened_at", "closed_at")
    now = Phase.objects.get(id=phase.id)
    return [getattr(now, field) for field in fields] == [getattr(phase, field) for field in fields]


# --- Closing ----------------------------------------------------------------------------------------------------------
def test_a_red_gate_is_not_closed_and_says_what_is_missing(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "0")
    assert refused(step, walk.trajectory, "0", "close", cast.who("sanne")) == RED
    assert unchanged(phase)
    assert [row.step for row in passages_of(phase)] == ["open"]


def test_a_green_gate_is_closed_with_how_every_condition_stood(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    make_green(walk.trajectory, "0", sanne)
    passage = step(walk.trajectory, "0", "close", sanne, "  Besproken in de projectgroep. ")
    phase = phase_of(walk.trajectory, "0")
    assert (phase.state, phase.closed_at, phase.has_exception) == ("closed", NOW, False)
    assert (passage.step, passage.with_exception, passage.reason, passage.passed_by_name) == (
        "close",
        False,
        "Besproken in de projectgroep.",
        "Sanne Proef",
    )
    assert [(line["code"], line["met"]) for line in passage.conditions] == [
        ("0-close-checks", True),
        ("0-close-end-product", True),
        ("0-close-mirrored", True),
    ]


@pytest.mark.parametrize("name", ["close", "close_with_exception"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_closed(cast: Cast, walk: Walk, name: str, reason: str) -> None:
    mila = cast.who("mila")
    if name == "close":
        make_green(walk.trajectory, "0", mila)
    phase = phase_of(walk.trajectory, "0")
    assert refused(step, walk.trajectory, "0", name, mila, reason) == "Schrijf op waarom je deze stap zet."
    assert unchanged(phase)


@pytest.mark.parametrize("name", ["teun", "iris", "anouk", "emre", "daan"])
def test_others_pass_no_gate(cast: Cast, walk: Walk, name: str) -> None:
    verdict = verdict_of(step, walk.trajectory, "0", "close", cast.who(name))
    assert verdict.secret == (name == "daan")
    assert phase_of(walk.trajectory, "0").state == "open"


# --- Deviating --------------------------------------------------------------------------------------------------------
def test_an_officer_does_not_deviate(cast: Cast, walk: Walk) -> None:
    assert refused(step, walk.trajectory, "0", "close_with_exception", cast.who("sanne")) == (
        "Afwijken van een faseovergang kan alleen een manager."
    )


def test_a_manager_deviates_with_a_reason_and_it_stays_visible(cast: Cast, walk: Walk) -> None:
    mila = cast.who("mila")
    step(walk.trajectory, "0", "close_with_exception", mila, "De raad vraagt het nu.")
    phase = phase_of(walk.trajectory, "0")
    assert (phase.state, phase.has_exception) == ("closed", True)
    passage = exceptions_of(walk.trajectory.id)[0]
    assert (passage.with_exception, passage.reason, passage.passed_by_name) == (
        True,
        "De raad vraagt het nu.",
        "Mila Proef",
    )
    assert [line["met"] for line in passage.conditions] == [False, False, False]
    step(walk.trajectory, "0", "reopen", mila)
    make_green(walk.trajectory, "0", mila)
    step(walk.trajectory, "0", "close", mila)
    assert phase_of(walk.trajectory, "0").has_exception is True
    assert exceptions_of(walk.trajectory.id) == [passage]
    assert sorted(row.step for row in passages_of(phase)) == ["close", "close", "open", "reopen"]


def test_nobody_deviates_from_a_green_gate(cast: Cast, walk: Walk) -> None:
    mila = cast.who("mila")
    make_green(walk.trajectory, "0", mila)
    assert refused(step, walk.trajectory, "0", "close_with_exception", mila) == (
        "Alle voorwaarden zijn voldaan; afwijken is niet nodig."
    )


# --- Opening ----------------------------------------------------------------------------------------------------------
def test_the_next_phase_waits_for_the_one_before(cast: Cast, walk: Walk) -> None:
    assert refused(step, walk.trajectory, "1", "open", cast.who("sanne")) == (
        "Aan 2 voorwaarden is nog niet voldaan: Fase 0: Nulmeting en probleemanalyse is nog niet afgesloten; "
        "Controlepunt 0.2-c is nog open."
    )


def test_phase_three_is_not_opened_out_of_turn(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    phase = phase_of(walk.trajectory, "3")
    assert refused(step, walk.trajectory, "3", "open", sanne) == (
        "Aan 3 voorwaarden is nog niet voldaan: Fase 2: Aanbodvorming is nog niet afgesloten; "
        "Controlepunt 2.1-b is nog open; Controlepunt 2.2-b is nog open."
    )
    assert unchanged(phase)
    step(walk.trajectory, "3", "open_with_exception", cast.who("mila"), "Het onderzoek kan nu al beginnen.")
    phase = phase_of(walk.trajectory, "3")
    assert (phase.state, phase.opened_at, phase.has_exception) == ("open", NOW, True)


def test_after_closing_the_next_phase_opens(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    make_green(walk.trajectory, "0", sanne)
    step(walk.trajectory, "0", "close", sanne)
    step(walk.trajectory, "1", "open", sanne)
    assert phase_of(walk.trajectory, "1").state == "open"


def test_a_track_needs_no_phase_before_it_and_no_phase_waits_for_it(cast: Cast, walk: Walk) -> None:
    step(walk.trajectory, "6", "open", cast.who("sanne"))
    assert phase_of(walk.trajectory, "6").state == "open"


def test_a_step_is_not_made_twice(cast: Cast, walk: Walk) -> None:
    assert refused(step, walk.trajectory, "0", "open", cast.who("sanne")) == (
        "Dit kan niet meer: de stand is nu 'loopt'."
    )


# --- Reopening --------------------------------------------------------------------------------------------------------
def closed(cast: Cast, walk: Walk, now: datetime = NOW) -> None:
    make_green(walk.trajectory, "0", cast.who("sanne"))
    step(walk.trajectory, "0", "close", cast.who("sanne"), now=now)


def test_a_closing_is_taken_back_on_the_same_day(cast: Cast, walk: Walk) -> None:
    opened_at = phase_of(walk.trajectory, "0").opened_at
    closed(cast, walk)
    step(walk.trajectory, "0", "reopen", cast.who("sanne"), now=NOW + timedelta(hours=3))
    phase = phase_of(walk.trajectory, "0")
    assert (phase.state, phase.opened_at, phase.closed_at) == ("open", opened_at, None)
    assert [row.step for row in passages_of(phase)] == ["reopen", "close", "open"]


@pytest.mark.parametrize(
    ("closed_at", "later"),
    [(NOW, timedelta(days=1)), (datetime(2022, 2, 7, 22, 30, tzinfo=UTC), timedelta(hours=1))],
    ids=["the next day", "past midnight in the Netherlands"],
)
def test_the_next_day_a_closing_stands(cast: Cast, walk: Walk, closed_at: datetime, later: timedelta) -> None:
    closed(cast, walk, closed_at)
    assert refused(step, walk.trajectory, "0", "reopen", cast.who("mila"), now=closed_at + later) == (
        "Terugdraaien kan alleen op de dag zelf. Overleg met de manager over een nieuwe stap."
    )


def test_a_closing_on_which_the_next_phase_stands_is_not_taken_back(cast: Cast, walk: Walk) -> None:
    closed(cast, walk)
    step(walk.trajectory, "1", "open", cast.who("sanne"))
    assert refused(step, walk.trajectory, "0", "reopen", cast.who("sanne")) == (
        "De volgende fase is al geopend; terugdraaien kan niet meer."
    )


# --- At the same time -------------------------------------------------------------------------------------------------
@real
def test_of_two_people_who_close_one_phase_one_is_told(cast: Cast, walk: Walk) -> None:
    make_green(walk.trajectory, "0", cast.who("sanne"))
    people = [cast.who("sanne"), cast.who("mila")]
    outcomes = at_once(*(lambda who=who: step(walk.trajectory, "0", "close", who) for who in people))  # type: ignore[misc]
    told = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [str(refusal) for refusal in told] == ["Dit kan niet meer: de stand is nu 'afgesloten'."]
    assert [row.step for row in passages_of(phase_of(walk.trajectory, "0"))] == ["close", "open"]


@real
def test_a_phase_does_not_open_on_a_closing_that_is_being_taken_back(cast: Cast, walk: Walk) -> None:
    closed(cast, walk)
    _, second = in_the_middle_of(
        lambda: step(walk.trajectory, "0", "reopen", cast.who("sanne")),
        lambda: step(walk.trajectory, "1", "open", cast.who("mila")),
    )
    assert str(second) == (
        "Aan 1 voorwaarde is nog niet voldaan: Fase 0: Nulmeting en probleemanalyse is nog niet afgesloten."
    )
    assert [phase_of(walk.trajectory, code).state for code in ("0", "1")] == ["open", "planned"]


@real
def test_a_phase_does_not_close_over_a_check_that_is_being_opened_again(cast: Cast, walk: Walk) -> None:
    make_green(walk.trajectory, "0", cast.who("sanne"))
    check = check_of(walk.trajectory, "0.2-b")
    _, second = in_the_middle_of(
        lambda: settle(check, "reopen", cast.who("sanne"), "Er kwam een reactie bij."),
        lambda: step(walk.trajectory, "0", "close", cast.who("mila")),
    )
    assert isinstance(second, Refused)
    assert phase_of(walk.trajectory, "0").state == "open"


@real
def test_a_check_is_not_opened_again_in_a_phase_that_is_being_closed(cast: Cast, walk: Walk) -> None:
    make_green(walk.trajectory, "0", cast.who("sanne"))
    check = check_of(walk.trajectory, "0.2-b")
    _, second = in_the_middle_of(
        lambda: step(walk.trajectory, "0", "close", cast.who("mila")),
        lambda: settle(check, "reopen", cast.who("sanne"), "Er kwam een reactie bij."),
    )
    assert str(second) == "De fase is afgesloten; het controlepunt ligt vast."
    assert check_of(walk.trajectory, "0.2-b").state == "not_applicable"


# --- Confirming -------------------------------------------------------------------------------------------------------
FROZEN = "5-open-systems-frozen"


def confirming(
    walk: Walk, cast: Cast, condition: str = FROZEN, grounds: str = "Brief van 1 mei.", code: str = "5"
) -> Any:
    phase = phase_of(walk.trajectory, code)
    return confirm(phase_id=phase.id, condition=condition, grounds=grounds, who=cast.who("sanne"), now=NOW)


def test_a_condition_is_confirmed_with_grounds_and_taken_back_with_a_reason(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "5")

    def is_met() -> bool:
        return {line.code: line.met for line in gate_of(phase, now=NOW).conditions}[FROZEN]

    assert is_met() is False
    assert confirming(walk, cast).grounds == "Brief van 1 mei."
    assert is_met() is True
    assert refused(confirming, walk, cast) == "Deze voorwaarde is al bevestigd."
    arguments = {"phase_id": phase.id, "condition": FROZEN, "who": cast.who("sanne")}
    assert refused(withdraw_confirmation, reason=" ", **arguments) == "Schrijf op waarom je de bevestiging intrekt."
    withdraw_confirmation(reason="De leverancier wijzigde toch iets.", **arguments)
    assert is_met() is False
    assert refused(withdraw_confirmation, reason="Nogmaals.", **arguments) == "Deze voorwaarde was niet bevestigd."


def test_what_cannot_be_confirmed(cast: Cast, walk: Walk) -> None:
    assert refused(confirming, walk, cast, grounds="  ") == "Schrijf op waar dit uit blijkt."
    computed = verdict_of(confirming, walk, cast, condition="5-open-previous")
    assert (computed.reason, computed.secret) == ("Deze voorwaarde wordt nu niet met de hand bevestigd.", True)
    assert verdict_of(confirming, walk, cast, condition="onbekend").secret is True
    assert verdict_of(confirming, walk, cast, code="4").secret is True
    assert GateConfirmation.objects.count() == 0


def test_in_a_closed_phase_nothing_is_confirmed(cast: Cast, walk: Walk) -> None:
    step(walk.trajectory, "5", "open_with_exception", cast.who("mila"), "Het bestuur vraagt dit nu.")
    step(walk.trajectory, "5", "close_with_exception", cast.who("mila"), "Het bestuur vraagt dit nu.")
    assert refused(confirming, walk, cast) == "De fase is afgesloten."


# --- What the database holds ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql", ["UPDATE procurement_gatepassage SET reason = 'anders'", "DELETE FROM procurement_gatepassage"]
)
def test_a_passage_stays_as_it_was(walk: Walk, sql: str) -> None:
    assert GatePassage.objects.count() == 2
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot update or delete rows"):
        cursor.execute(sql)


def test_a_passage_has_a_reason_and_a_phase_its_moments(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "0")
    values = {"phase": phase, "step": "close", "conditions": [], "passed_at": NOW, "passed_by": cast.sanne}
    with pytest.raises(IntegrityError, match="passage_has_reason"), transaction.atomic():
        GatePassage.objects.create(reason="", with_exception=False, **values)
    for changes in ({"state": "closed"}, {"closed_at": NOW}, {"opened_at": None}):
        with pytest.raises(IntegrityError, match="phase_state_has_moments"), transaction.atomic():
            Phase.objects.filter(id=phase.id).update(**changes)


def test_all_gates_of_a_trajectory_take_three_queries_and_what_rooms_above_ask(
    walk: Walk, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(8):  # two for decisions, three for the planning
        gates = gates_of(walk.trajectory.id, now=NOW)
    assert {code: gate.moment for code, gate in gates.items()} == {
        "0": "close", "1": "open", "2": "open", "3": "open", "4": "open", "5": "open", "I": "open",
        "6": "open", "7": "open", "8": "close",
    }  # fmt: skip
