"""Who is competent, which route follows, what the results mean, and how a decision moves."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from accounts.organisations.rules import Hat, Kind, Role, Who
from governance.bodies.rules import BodyKind
from governance.decisions.access import Seated, may_comment, may_fulfil, may_record, may_see_decisions, may_write
from governance.decisions.lifecycle import DECISIONS, DecisionFacts, DecisionState
from governance.decisions.memo import HEADINGS, compared, missing_headings, word_pieces
from governance.decisions.rules import (
    OUTCOMES_OF,
    Artefact,
    Competence,
    Outcome,
    PlannedStep,
    SeatStanding,
    Settled,
    StepKind,
    StepRole,
    competent_for,
    moved_text,
    next_number,
    result_verdict,
    route_for,
    route_warnings,
    standing_of,
    takes_part_verdict,
)

BOARD, COLLEGES = Competence.BOARD, Competence.COLLEGES
AB, BO, COLLEGE, COUNCIL = BodyKind.GENERAL_BOARD, BodyKind.ALDERMEN, BodyKind.COLLEGE, BodyKind.COUNCIL
AGREED, WITH, NO, HELD = Outcome.AGREED, Outcome.AGREED_WITH_CONDITIONS, Outcome.REJECTED, Outcome.POSTPONED


@pytest.mark.parametrize(
    ("artefact", "competences", "must"),
    [
        (Artefact.PROCUREMENT_DOCUMENT, {BOARD}, (AB,)),
        (Artefact.PROCUREMENT_DOCUMENT, {COLLEGES}, (COLLEGE,)),
        (Artefact.STRATEGIC_DOCUMENT, {BOARD, COLLEGES}, (AB, COLLEGE)),
        (Artefact.IMPACT, {BOARD, COLLEGES}, (AB, COLLEGE)),
        (Artefact.FRAMES, {BOARD}, (AB,)),
        (Artefact.ASSIGNMENT, {BOARD, COLLEGES}, (BO,)),
        (Artefact.STRATEGY, {BOARD, COLLEGES}, ()),
        (Artefact.OTHER, set(), ()),
    ],
)
def test_the_competent_body_follows_from_artefact_and_segments(artefact: str, competences: Any, must: Any) -> None:
    assert competent_for(artefact, competences).must == must


def test_tariffs_are_no_choice() -> None:
    assert not [name for _, name in Artefact.choices() if "tarief" in name or "tarieven" in name]


def test_a_text_about_both_is_hybrid_and_says_where_that_is_written() -> None:
    both = competent_for(Artefact.STRATEGIC_DOCUMENT, {BOARD, COLLEGES})
    assert both.is_hybrid
    assert "1.3" in both.source


def test_the_usual_route_of_a_hybrid_text() -> None:
    steps = route_for(Artefact.STRATEGIC_DOCUMENT, {BOARD, COLLEGES}, 14)
    assert [(step.body_kind.value, step.role.value) for step in steps] == [
        ("officials", "advises"),
        ("aldermen", "advises"),
        ("executive_board", "advises"),
        ("general_board", "decides"),
        ("college", "decides"),
        ("council", "informed"),
    ]
    assert [step.kind for step in steps][-2:] == [StepKind.COLLEGES, StepKind.COUNCILS]


def test_ambulant_alone_passes_by_the_boards() -> None:
    kinds = [step.body_kind for step in route_for(Artefact.PROCUREMENT_DOCUMENT, {COLLEGES}, 14)]
    assert kinds == [BodyKind.OFFICIALS, BO, COLLEGE, COUNCIL]


def test_without_municipalities_there_are_no_colleges_on_the_route() -> None:
    kinds = [step.body_kind for step in route_for(Artefact.PROCUREMENT_DOCUMENT, {BOARD, COLLEGES}, 0)]
    assert COLLEGE not in kinds
    assert COUNCIL not in kinds


def test_the_strategy_only_informs() -> None:
    assert {step.role for step in route_for(Artefact.STRATEGY, {BOARD}, 14)} == {StepRole.INFORMED}


@pytest.mark.parametrize("artefact", list(Artefact))
@pytest.mark.parametrize("competences", [{BOARD}, {COLLEGES}, {BOARD, COLLEGES}])
def test_the_usual_route_is_never_warned_about(artefact: Artefact, competences: set[str]) -> None:
    steps = [PlannedStep("stap", step.body_kind, step.role) for step in route_for(artefact, competences, 14)]
    assert route_warnings(artefact, competences, steps) == ()


def test_a_body_that_is_not_competent_is_warned_about_with_reason_and_source() -> None:
    steps = [PlannedStep("BO", BO, StepRole.DECIDES), PlannedStep("AB", AB, StepRole.DECIDES)]
    (warning,) = route_warnings(Artefact.PROCUREMENT_DOCUMENT, {BOARD}, steps)
    assert "het bestuurlijk overleg (BO), maar dat orgaan is niet bevoegd" in warning.text
    assert warning.source == "SID adviesnota 1.3; SID 2.2"
    assert warning.asks_why


def test_a_competent_body_that_is_missing_is_warned_about() -> None:
    steps = [PlannedStep("AB", AB, StepRole.DECIDES)]
    (warning,) = route_warnings(Artefact.STRATEGIC_DOCUMENT, {BOARD, COLLEGES}, steps)
    assert warning.text.startswith("Op de route ontbreekt een besluit van de colleges van B&W")


def test_a_board_that_decides_on_the_strategy_is_warned_about() -> None:
    (warning,) = route_warnings(Artefact.STRATEGY, {BOARD}, [PlannedStep("AB", AB, StepRole.DECIDES)])
    assert warning.source == "EVA 4.2 en 4.3"


def test_councils_may_decide_on_frames_but_not_on_documents() -> None:
    steps = [PlannedStep("AB", AB, StepRole.DECIDES), PlannedStep("Raden", COUNCIL, StepRole.DECIDES)]
    assert route_warnings(Artefact.FRAMES, {BOARD}, steps) == ()
    assert len(route_warnings(Artefact.PROCUREMENT_DOCUMENT, {BOARD}, steps)) == 1


def test_dates_that_go_backwards_are_told_without_asking_why() -> None:
    steps = [
        PlannedStep("BO", BO, StepRole.ADVISES, date(2022, 10, 20)),
        PlannedStep("AB", AB, StepRole.DECIDES, date(2022, 10, 12)),
    ]
    (warning,) = route_warnings(Artefact.PROCUREMENT_DOCUMENT, {BOARD}, steps)
    assert "AB is aan de beurt op 12-10-2022, eerder dan de stap ervoor (BO, 20-10-2022)" in warning.text
    assert not warning.asks_why


def seat(name: str, outcome: str | None, kind: str = StepKind.COLLEGES, role: str = StepRole.DECIDES) -> SeatStanding:
    return SeatStanding(name, kind, role, outcome)


def board(outcome: str | None) -> SeatStanding:
    return seat("Algemeen bestuur", outcome, StepKind.BODY)


CASES: list[tuple[str, list[SeatStanding], bool, Settled, str]] = [
    ("all agree", [board(AGREED), seat("Almelo", AGREED)], True, Settled.DECIDED, "Besloten."),
    (
        "one college refuses and drops out",
        [seat("Almelo", AGREED), seat("Borne", NO)],
        True,
        Settled.DECIDED,
        "Besloten, zonder gemeente Borne.",
    ),
    (
        "two drop out",
        [seat("Almelo", NO), seat("Borne", NO), seat("Losser", AGREED)],
        True,
        Settled.DECIDED,
        "Besloten, zonder de gemeenten Almelo en Borne.",
    ),
    (
        "one refusal refuses the whole",
        [seat("Almelo", AGREED), seat("Borne", NO)],
        False,
        Settled.REJECTED,
        "Afgewezen door Borne.",
    ),
    (
        "every college refuses",
        [seat("Almelo", NO), seat("Borne", NO)],
        True,
        Settled.REJECTED,
        "Afgewezen door alle colleges.",
    ),
    (
        "the board refuses a hybrid text",
        [board(NO), seat("Almelo", AGREED)],
        True,
        Settled.REJECTED,
        "Afgewezen door Algemeen bestuur.",
    ),
    (
        "the board refuses while colleges wait",
        [board(NO), seat("Almelo", None)],
        True,
        Settled.REJECTED,
        "Afgewezen door Algemeen bestuur.",
    ),
    ("held over waits", [seat("Almelo", AGREED), seat("Borne", HELD)], True, Settled.WAITING, "Wacht op Borne."),
    ("nobody yet", [board(None), seat("Almelo", None)], True, Settled.WAITING, "Wacht op Algemeen bestuur en Almelo."),
    (
        "many wait",
        [seat(name, None) for name in "ABCD"],
        True,
        Settled.WAITING,
        "Wacht op 4 organen of gemeenten.",
    ),
    (
        "conditions are told",
        [board(AGREED), seat("Almelo", WITH), seat("Borne", AGREED)],
        True,
        Settled.DECIDED,
        "Besloten; Almelo stelt voorwaarden.",
    ),
    (
        "dropping out and conditions",
        [seat("Almelo", WITH), seat("Borne", NO), seat("Losser", WITH)],
        True,
        Settled.DECIDED,
        "Besloten, zonder gemeente Borne; Almelo en Losser stellen voorwaarden.",
    ),
    (
        "advice does not block",
        [seat("AO", NO, StepKind.BODY, StepRole.ADVISES), board(AGREED)],
        True,
        Settled.DECIDED,
        "Besloten.",
    ),
    (
        "only informed",
        [seat("AB", Outcome.NOTED, StepKind.BODY, StepRole.INFORMED)],
        True,
        Settled.DECIDED,
        "Iedereen op de route heeft kennisgenomen.",
    ),
    (
        "not everybody informed",
        [seat("AB", None, StepKind.BODY, StepRole.INFORMED)],
        True,
        Settled.WAITING,
        "Nog niet iedereen is geïnformeerd.",
    ),
    ("an empty route", [], True, Settled.WAITING, "Nog niet iedereen is geïnformeerd."),
]


@pytest.mark.parametrize(
    ("seats", "itself", "settled", "text"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_the_results_mean(seats: list[SeatStanding], itself: bool, settled: Settled, text: str) -> None:
    found = standing_of(seats, each_for_itself=itself)
    assert (found.settled, found.text) == (settled, text)


def verdict(**other: Any) -> str:
    values: dict[str, Any] = {
        "role": StepRole.DECIDES,
        "outcome": AGREED,
        "conditions": "",
        "on": date(2022, 10, 12),
        "today": date(2022, 10, 13),
        "meeting_on": date(2022, 10, 12),
        "meeting_name": "Algemeen bestuur",
        "current": None,
        "current_on": None,
    }
    return result_verdict(**values | other).reason


def test_a_result_fits_its_step_its_day_and_what_was_said_before() -> None:
    assert verdict() == ""
    assert "past niet bij een stap die besluit" in verdict(outcome=Outcome.NOTED)
    assert "nog niet geweest" in verdict(on=date(2022, 10, 14))
    assert "De vergadering (Algemeen bestuur) staat op 20-10-2022" in verdict(meeting_on=date(2022, 10, 20))
    assert "welke voorwaarden" in verdict(outcome=WITH)
    assert "Voorwaarden horen alleen bij" in verdict(conditions="Eerst geld")
    assert "al een uitkomst vastgelegd: akkoord op 12-10-2022" in verdict(current=AGREED, current_on=date(2022, 10, 12))
    assert verdict(current=HELD, current_on=date(2022, 10, 5)) == ""
    assert "is het punt aangehouden" in verdict(current=HELD, current_on=date(2022, 10, 13))


def test_every_role_has_outcomes_and_informing_never_agrees() -> None:
    assert set(OUTCOMES_OF) == set(StepRole)
    assert AGREED not in OUTCOMES_OF[StepRole.INFORMED]


def test_a_municipality_that_does_not_take_part_is_refused_in_words() -> None:
    assert not takes_part_verdict(name="Enschede", takes_part=False)
    assert "Enschede doet niet mee" in takes_part_verdict(name="Enschede", takes_part=False).reason


def test_a_meeting_moved_after_the_papers_left_is_told() -> None:
    day, later = date(2022, 10, 12), date(2022, 10, 19)
    assert moved_text(sent_for=None, now_on=later, is_cancelled=False) == ""
    assert moved_text(sent_for=day, now_on=day, is_cancelled=False) == ""
    assert moved_text(sent_for=day, now_on=later, is_cancelled=False).startswith(
        "Verzet van 12-10-2022 naar 19-10-2022"
    )
    assert "vervalt" in moved_text(sent_for=day, now_on=day, is_cancelled=True)


def test_numbers_count_on_within_a_year() -> None:
    assert next_number([], 2022) == "B-2022-001"
    assert next_number(["B-2022-009", "B-2021-040"], 2022) == "B-2022-010"
    assert next_number(["B-2022-999"], 2022) == "B-2022-1000"


def test_the_headings_are_those_of_the_memo() -> None:
    assert [heading.label for heading in HEADINGS] == [
        "Onderwerp",
        "Voorstel",
        "Inleiding",
        "Beoogd effect",
        "Argumenten",
        "Kanttekeningen",
        "Kosten, baten en dekking",
        "Communicatie",
        "Vervolg",
        "Bijlagen",
        "Besluit",
    ]


def test_missing_headings_and_differences() -> None:
    assert missing_headings({"subject": "x", "proposal": "  "})[0] == "Voorstel"
    pieces = word_pieces("wij kopen ambulant in", "wij kopen crisis in")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "wij kopen"),
        ("old", "ambulant"),
        ("new", "crisis"),
        ("same", "in"),
    ]
    ((label, _),) = compared({"subject": "x", "proposal": "a"}, {"subject": "x", "proposal": "b"})
    assert label == "Voorstel"


# --- Moving ----------------------------------------------------------------------------------------------------------
ALMELO, ENSCHEDE, OZJT = uuid4(), uuid4(), uuid4()


def person(role: Role, home: Any = OZJT, kind: Kind = Kind.OZJT) -> Who:
    return Who(uuid4(), "Proef", (Hat(role, home, "Organisatie", kind),))


OFFICIAL = person(Role.MUNICIPALITY_OFFICIAL, ALMELO, Kind.MUNICIPALITY)
PROVIDER = person(Role.PROVIDER_MEMBER, uuid4(), Kind.PROVIDER)
WRITER = person(Role.PROCUREMENT_OFFICER)
READY = DecisionFacts(has_text=True, approved=True, steps=3)


@pytest.mark.parametrize(
    ("name", "state", "facts", "reason"),
    [
        ("submit", "draft", DecisionFacts(), "Er is nog geen tekst"),
        (
            "submit",
            "draft",
            DecisionFacts(has_text=True, missing=("Voorstel", "Vervolg")),
            "Nog leeg: voorstel, vervolg",
        ),
        ("submit", "on_route", READY, "Dit kan niet meer: de stand is nu 'op route'"),
        ("approve", "review", DecisionFacts(has_text=True, is_author=True), "vier ogen"),
        ("approve", "review", READY, "al akkoord"),
        ("send", "review", DecisionFacts(has_text=True, steps=3), "tweede paar ogen"),
        ("send", "review", DecisionFacts(has_text=True, approved=True), "De route is leeg"),
        ("send", "review", DecisionFacts(True, approved=True, steps=2, undated=("AB",)), "Nog zonder datum: AB"),
        ("send", "review", DecisionFacts(True, approved=True, steps=2, needs_why=True), "wijkt af"),
        ("revise", "decided", READY, "de stand is nu 'besloten'"),
        ("withdraw", "decided", READY, "de stand is nu 'besloten'"),
    ],
)
def test_steps_that_are_refused(name: str, state: str, facts: DecisionFacts, reason: str) -> None:
    assert reason in DECISIONS.verdict(name, state=state, who=WRITER, facts=facts).reason


def test_a_complete_text_goes_its_way() -> None:
    whole = DecisionFacts(has_text=True)
    assert DECISIONS.verdict("submit", state="draft", who=WRITER, facts=whole)
    assert DECISIONS.verdict("approve", state="review", who=WRITER, facts=whole)
    assert DECISIONS.verdict("send", state="review", who=WRITER, facts=READY)
    assert {DECISIONS[name].needs_reason for name in ("return", "revise", "withdraw")} == {True}
    assert set(DECISIONS.states) == set(DecisionState)


def test_who_may_what() -> None:
    assert may_see_decisions(OFFICIAL)
    assert may_see_decisions(PROVIDER).secret
    assert may_write(person(Role.JURIST))
    assert not may_write(person(Role.AUDITOR))
    assert not may_write(OFFICIAL)


def test_officials_record_their_own_college_only() -> None:
    assert may_record(Seated(OFFICIAL, StepKind.COLLEGES, ALMELO))
    assert not may_record(Seated(OFFICIAL, StepKind.COLLEGES, ENSCHEDE))
    assert not may_record(Seated(OFFICIAL, StepKind.COUNCILS, ALMELO))
    assert not may_record(Seated(OFFICIAL, StepKind.BODY, None))
    assert may_record(Seated(WRITER, StepKind.BODY, None))
    supervisor = person(Role.SUPERVISOR, ALMELO, Kind.MUNICIPALITY)
    assert not may_record(Seated(supervisor, StepKind.COLLEGES, ALMELO))


def test_comments_and_conditions() -> None:
    assert not may_comment(OFFICIAL, reactions_asked=False)
    assert may_comment(OFFICIAL, reactions_asked=True)
    assert not may_comment(person(Role.AUDITOR), reactions_asked=True)
    assert may_fulfil(OFFICIAL, OFFICIAL.person_id)
    assert not may_fulfil(OFFICIAL, None)
