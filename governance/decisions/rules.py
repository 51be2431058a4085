"""What is decided by whom, the route that follows from it, and what the results together mean; pure.

Sources: the advice memo of the strategic procurement document (argument 1.3 and "Vervolg") and SID 2.2 for who is
competent; EVA 4.2 and 4.3 for the strategy, which OZJT settles itself.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse
from governance.bodies.rules import BodyKind


class Named(StrEnum):
    """Words with Dutch names in NAMES."""

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Values with their Dutch names."""
        return [(item.value, NAMES[cls.__name__][item]) for item in cls]

    @property
    def dutch(self) -> str:
        """The Dutch name."""
        return NAMES[type(self).__name__][self]


class Artefact(Named):
    """What is decided on. Tariffs are no choice: in phase 3 the bodies decide on their impact only (EVA 3)."""

    ASSIGNMENT = "assignment"
    FRAMES = "frames"
    STRATEGIC_DOCUMENT = "strategic_document"
    PROCUREMENT_DOCUMENT = "procurement_document"
    IMPACT = "impact"
    STRATEGY = "strategy"
    OTHER = "other"


class Competence(Named):
    """Who decides on a segment."""

    BOARD = "board"
    COLLEGES = "colleges"


class StepKind(Named):
    """Who a step goes to: one body, or the colleges or councils of every municipality that takes part."""

    BODY = "body"
    COLLEGES = "colleges"
    COUNCILS = "councils"


class StepRole(Named):
    """What is asked there."""

    ADVISES = "advises"
    DECIDES = "decides"
    INFORMED = "informed"


class Outcome(Named):
    """What a body or municipality said."""

    AGREED = "agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    NOTED = "noted"


NAMES: dict[str, dict[str, str]] = {
    "Artefact": {
        Artefact.ASSIGNMENT: "bestuurlijke opdracht",
        Artefact.FRAMES: "kaders",
        Artefact.STRATEGIC_DOCUMENT: "strategisch inkoopdocument",
        Artefact.PROCUREMENT_DOCUMENT: "inkoopdocument",
        Artefact.IMPACT: "financiële gevolgen (impact)",
        Artefact.STRATEGY: "inkoopstrategie",
        Artefact.OTHER: "iets anders",
    },
    "Competence": {Competence.BOARD: "algemeen bestuur", Competence.COLLEGES: "colleges van de gemeenten"},
    "StepKind": {
        StepKind.BODY: "één orgaan",
        StepKind.COLLEGES: "de colleges van de deelnemende gemeenten",
        StepKind.COUNCILS: "de raden van de deelnemende gemeenten",
    },
    "StepRole": {
        StepRole.ADVISES: "adviseert",
        StepRole.DECIDES: "besluit",
        StepRole.INFORMED: "wordt geïnformeerd",
    },
    "Outcome": {
        Outcome.AGREED: "akkoord",
        Outcome.AGREED_WITH_CONDITIONS: "akkoord met voorwaarden",
        Outcome.REJECTED: "afgewezen",
        Outcome.POSTPONED: "aangehouden",
        Outcome.NOTED: "ter kennisname",
    },
}
OUTCOMES_OF: dict[str, tuple[Outcome, ...]] = {
    StepRole.ADVISES: tuple(Outcome),
    StepRole.DECIDES: (Outcome.AGREED, Outcome.AGREED_WITH_CONDITIONS, Outcome.REJECTED, Outcome.POSTPONED),
    StepRole.INFORMED: (Outcome.NOTED, Outcome.POSTPONED),
}


# --- Who is competent ------------------------------------------------------------------------------------------------
MEMO = "SID adviesnota 1.3; SID 2.2"
COMPETENT_KIND: dict[str, BodyKind] = {
    Competence.BOARD: BodyKind.GENERAL_BOARD,
    Competence.COLLEGES: BodyKind.COLLEGE,
}
KIND_WORDS: dict[str, str] = {
    BodyKind.PROJECT_GROUP: "de projectgroep",
    BodyKind.OFFICIALS: "het ambtelijk overleg (AO)",
    BodyKind.ALDERMEN: "het bestuurlijk overleg (BO)",
    BodyKind.EXECUTIVE_BOARD: "het dagelijks bestuur (DB)",
    BodyKind.GENERAL_BOARD: "het algemeen bestuur (AB)",
    BodyKind.COLLEGE: "de colleges van B&W",
    BodyKind.COUNCIL: "de gemeenteraden",
}


@dataclass(frozen=True)
class Competent:
    """The kinds of body that must decide, those that may, why, and where that is written."""

    must: tuple[BodyKind, ...]
    may: tuple[BodyKind, ...]
    why: str
    source: str

    @property
    def is_hybrid(self) -> bool:
        """Whether the board decides on one part and the colleges on the other."""
        return len(self.must) > 1


def competent_for(artefact: str, competences: Collection[str]) -> Competent:
    """Who is competent to decide on `artefact` for segments with these competences.

    Everything but Ambulant was handed over to the joint body: the AB decides. On Ambulant each college decides for its
    own municipality. A text about both is hybrid and goes to both. The AO, BO and DB advise; councils are informed. The
    assignment is given by the BO; the strategy is settled by OZJT and decided on by no body (EVA 4.2).
    """
    if artefact == Artefact.STRATEGY:
        why = "OZJT stelt de inkoopstrategie zelf vast; de organen krijgen haar alleen om te lezen."
        return Competent((), (), why, "EVA 4.2 en 4.3")
    if artefact == Artefact.ASSIGNMENT:
        why = "De opdracht voor de inkoop geeft het bestuurlijk overleg, namens de gemeenten."
        return Competent((BodyKind.ALDERMEN,), (), why, "SID adviesnota, inleiding")
    must = tuple(kind for competence, kind in COMPETENT_KIND.items() if competence in competences)
    may = (BodyKind.COUNCIL,) if artefact == Artefact.FRAMES else ()
    if len(must) == 2:
        why = (
            "Het stuk gaat over overgedragen jeugdhulp én over Ambulant. Het algemeen bestuur beslist over het "
            "eerste, elk college over het tweede voor zijn eigen gemeente."
        )
    elif must == (BodyKind.COLLEGE,):
        why = "Ambulant is niet overgedragen: elk college beslist voor zijn eigen gemeente."
    elif must == (BodyKind.GENERAL_BOARD,):
        why = "Deze jeugdhulp is overgedragen aan SamenTwente: het algemeen bestuur beslist."
    else:
        why = "Kies eerst voor welke segmenten het besluit geldt; daaruit volgt wie beslist."
    return Competent(must, may, why, MEMO)


# --- The route -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ProposedStep:
    """A step of a route before it is kept; `body_kind` says which body, also for the colleges and councils."""

    kind: StepKind
    body_kind: BodyKind
    role: StepRole


def kind_of_step(body_kind: str) -> StepKind:
    """Whether a step for this kind of body goes to one body or to one per municipality."""
    return {BodyKind.COLLEGE: StepKind.COLLEGES, BodyKind.COUNCIL: StepKind.COUNCILS}.get(
        BodyKind(body_kind), StepKind.BODY
    )


def route_for(artefact: str, competences: Collection[str], municipalities: int) -> tuple[ProposedStep, ...]:
    """The usual route: advice from officials up to the DB, the competent bodies decide, the councils are informed.

    Without municipalities there are no steps for colleges and councils.
    """
    competent = competent_for(artefact, competences)
    kinds: list[tuple[BodyKind, StepRole]] = []
    order = (BodyKind.OFFICIALS, BodyKind.ALDERMEN, BodyKind.EXECUTIVE_BOARD)
    if artefact == Artefact.STRATEGY:
        kinds = [(kind, StepRole.INFORMED) for kind in (*order, BodyKind.GENERAL_BOARD)]
    elif artefact == Artefact.ASSIGNMENT:
        kinds = [(BodyKind.OFFICIALS, StepRole.ADVISES), (BodyKind.ALDERMEN, StepRole.DECIDES)]
    else:
        kinds = [(kind, StepRole.ADVISES) for kind in order if BodyKind.GENERAL_BOARD in competent.must]
        kinds = kinds or [(kind, StepRole.ADVISES) for kind in order[:2]]
        kinds += [(kind, StepRole.DECIDES) for kind in competent.must]
        kinds.append((BodyKind.COUNCIL, StepRole.INFORMED))
    steps = [ProposedStep(kind_of_step(kind), kind, role) for kind, role in kinds]
    return tuple(step for step in steps if municipalities or step.kind == StepKind.BODY)


@dataclass(frozen=True)
class PlannedStep:
    """A step as the warnings look at it; `on` is the day of its meeting or its planned day."""

    label: str
    body_kind: str
    role: str
    on: date | None = None


@dataclass(frozen=True)
class RouteWarning:
    """What is odd about a route; nothing is blocked, but `asks_why` wants a motivation before it leaves."""

    text: str
    source: str
    asks_why: bool = True


def route_warnings(
    artefact: str, competences: Collection[str], steps: Sequence[PlannedStep]
) -> tuple[RouteWarning, ...]:
    """A body that decides without being competent, a competent body that is missing, dates that go backwards."""
    competent = competent_for(artefact, competences)
    deciding = [step for step in steps if step.role == StepRole.DECIDES]
    found: list[RouteWarning] = []
    for step in deciding:
        if step.body_kind not in {*competent.must, *competent.may}:
            word = KIND_WORDS[BodyKind(step.body_kind)]
            text = f"Volgens de route is het besluit aan {word}, maar dat orgaan is niet bevoegd. {competent.why}"
            found.append(RouteWarning(text, competent.source))
    for kind in competent.must:
        if kind not in {step.body_kind for step in deciding}:
            text = f"Op de route ontbreekt een besluit van {KIND_WORDS[kind]}. {competent.why}"
            found.append(RouteWarning(text, competent.source))
    dated = [step for step in steps if step.on is not None]
    for earlier, later in pairwise(dated):
        if later.on is not None and earlier.on is not None and later.on < earlier.on:
            text = (
                f"{later.label} is aan de beurt op {later.on:%d-%m-%Y}, "
                f"eerder dan de stap ervoor ({earlier.label}, {earlier.on:%d-%m-%Y})."
            )
            found.append(RouteWarning(text, "volgorde van de route", asks_why=False))
    return tuple(found)


# --- Results ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SeatStanding:
    """A body or municipality on the route and what it said; `outcome` is None while it said nothing."""

    name: str
    kind: str
    role: str
    outcome: str | None


class Settled(StrEnum):
    """What the results together mean."""

    WAITING = "waiting"
    DECIDED = "decided"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Standing:
    """What the results together mean, in words; who still has to decide, who drops out, who set conditions."""

    settled: Settled
    text: str
    waiting: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


def named(names: Sequence[str]) -> str:
    """Names in a sentence: "Almelo, Borne en Wierden"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def standing_of(seats: Sequence[SeatStanding], *, each_for_itself: bool) -> Standing:
    """What the results together mean.

    Only those who decide count; without any, the text is settled when everybody on the route has answered. A college
    that refuses drops out by itself when each decides for its own municipality; otherwise one refusal refuses the
    whole. The refusal of a board always does. "Aangehouden" waits.
    """
    deciding = [seat for seat in seats if seat.role == StepRole.DECIDES]
    if not deciding:
        waiting = tuple(seat.name for seat in seats if seat.outcome in {None, Outcome.POSTPONED})
        if waiting or not seats:
            return Standing(Settled.WAITING, "Nog niet iedereen is geïnformeerd.", waiting)
        return Standing(Settled.DECIDED, "Iedereen op de route heeft kennisgenomen.")
    colleges = [seat for seat in deciding if seat.kind == StepKind.COLLEGES]
    refused = [seat for seat in deciding if seat.outcome == Outcome.REJECTED]
    dropped = tuple(seat.name for seat in refused if each_for_itself and seat.kind == StepKind.COLLEGES)
    against = [seat.name for seat in refused if seat.name not in dropped]
    waiting = tuple(seat.name for seat in deciding if seat.outcome in {None, Outcome.POSTPONED})
    conditions = tuple(seat.name for seat in deciding if seat.outcome == Outcome.AGREED_WITH_CONDITIONS)
    if against:
        return Standing(Settled.REJECTED, f"Afgewezen door {named(against)}.", waiting, dropped, conditions)
    if colleges and len(dropped) == len(colleges):
        return Standing(Settled.REJECTED, "Afgewezen door alle colleges.", waiting, dropped, conditions)
    if waiting:
        count = len(waiting)
        who = named(waiting) if count <= 3 else f"{count} organen of gemeenten"
        return Standing(Settled.WAITING, f"Wacht op {who}.", waiting, dropped, conditions)
    text = "Besloten"
    if dropped:
        text += f", zonder {'gemeente' if len(dropped) == 1 else 'de gemeenten'} {named(dropped)}"
    if conditions:
        text += f"; {named(conditions)} {'stelt' if len(conditions) == 1 else 'stellen'} voorwaarden"
    return Standing(Settled.DECIDED, f"{text}.", waiting, dropped, conditions)


def result_verdict(
    *,
    role: str,
    outcome: str,
    conditions: str,
    on: date,
    today: date,
    meeting_on: date | None,
    meeting_name: str,
    current: str | None,
    current_on: date | None,
) -> Verdict:
    """May this result be kept? `current` is what was said before; only "aangehouden" may be followed by another."""
    if outcome not in OUTCOMES_OF[role]:
        return refuse(f"'{Outcome(outcome).dutch}' past niet bij een stap die {StepRole(role).dutch}.")
    if on > today:
        return refuse(f"{on:%d-%m-%Y} is nog niet geweest. Leg de uitkomst vast als de vergadering is gehouden.")
    if meeting_on is not None and on < meeting_on:
        return refuse(
            f"De vergadering ({meeting_name}) staat op {meeting_on:%d-%m-%Y}; een uitkomst van {on:%d-%m-%Y} kan niet. "
            "Kies een andere vergadering bij deze stap, of verzet de vergadering."
        )
    if outcome == Outcome.AGREED_WITH_CONDITIONS and not conditions.strip():
        return refuse("Schrijf op welke voorwaarden er zijn gesteld.")
    if outcome != Outcome.AGREED_WITH_CONDITIONS and conditions.strip():
        return refuse(
            "Voorwaarden horen alleen bij 'akkoord met voorwaarden'. Kies die uitkomst of maak het veld leeg."
        )
    if current is not None and current != Outcome.POSTPONED:
        day = f" op {current_on:%d-%m-%Y}" if current_on else ""
        return refuse(
            f"Hier is al een uitkomst vastgelegd: {Outcome(current).dutch}{day}. "
            "Klopt die niet, verbeter hem dan met een reden."
        )
    if current == Outcome.POSTPONED and current_on is not None and on < current_on:
        return refuse(f"Op {current_on:%d-%m-%Y} is het punt aangehouden; een uitkomst van eerder kan niet.")
    return ALLOWED


def takes_part_verdict(*, name: str, takes_part: bool) -> Verdict:
    """Only municipalities that take part decide along."""
    return allow_if(
        takes_part,
        f"{name} doet niet mee aan dit besluit, dus het college van {name} beslist niet mee. "
        "Voeg de gemeente eerst toe aan het besluit, in een nieuwe versie.",
    )


def moved_text(*, sent_for: date | None, now_on: date | None, is_cancelled: bool) -> str:
    """What to say of a step whose meeting changed after the papers were sent; "" when it did not."""
    if sent_for is None:
        return ""
    if is_cancelled:
        return f"De vergadering van {sent_for:%d-%m-%Y} vervalt; de stukken waren al verstuurd. Kies een andere datum."
    if now_on is not None and now_on != sent_for:
        return f"Verzet van {sent_for:%d-%m-%Y} naar {now_on:%d-%m-%Y}, nadat de stukken waren verstuurd."
    return ""


def next_number(taken: Collection[str], year: int) -> str:
    """The next number of this year: "B-2022-003"."""
    used = [int(number.rsplit("-", 1)[1]) for number in taken if number.startswith(f"B-{year}-")]
    return f"B-{year}-{max(used, default=0) + 1:03}"
