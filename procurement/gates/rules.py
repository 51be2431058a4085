"""How each condition of a gate follows from the data; pure.

EVA describes when a phase may start (3.2, 4.2) and what it delivers (0, 4). A computed condition has a rule here by the
name that the content file uses; a condition with a check is met when that check is done; the others are confirmed by
hand, or computed by a room above once it registers itself (`procurement.gates.providers`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.lifecycles.rules import Verdict, allow_if
from procurement.trajectory.content_model import Condition

COMPUTED, BY_CHECK, BY_HAND = "computed", "check", "hand"
JUDGED: dict[str, str] = {
    COMPUTED: "berekend",
    BY_CHECK: "volgt uit controlepunt",
    BY_HAND: "met de hand bevestigd",
}


@dataclass(frozen=True)
class Provided:
    """What a room above says of a condition: met or not, why in Dutch, and where it can be mended."""

    met: bool
    why: str
    url: str = ""
    link_label: str = ""


NOT_KNOWN = Provided(met=False, why="Hierover is nog niets bekend.")


@dataclass(frozen=True)
class GateData:
    """What the rules look at: this phase, the one before it, its checks, its end product, its confirmations.

    `checks` maps check codes of the trajectory to their state; `confirmed` holds the codes of confirmed conditions;
    `provided` what rooms above say, by the name of the provider. `beside` is the sentence with which the model allows
    this phase to begin while the one before it runs, empty when it does not.
    """

    owner_set: bool
    planned_start: date | None
    planned_end: date | None
    previous_label: str
    previous_closed: bool
    obligatory_open: int
    end_products: int
    checks: Mapping[str, str]
    confirmed: frozenset[str]
    previous_running: bool = False
    beside: str = ""
    provided: Mapping[str, Provided] = field(default_factory=dict)


@dataclass(frozen=True)
class ConditionResult:
    """A condition with its outcome; `why` says in Dutch what is missing or what it rests on, `mend` where to mend it.

    `mend` is "checks", "end_product", "plan", "previous", "check:<code>", "confirm" or "elsewhere" (then `url` says
    where). `judged` is a key of JUDGED; `awaits` tells that a confirmed condition will be computed later.
    """

    code: str
    text: str
    source: str
    met: bool
    why: str
    mend: str
    is_computed: bool
    judged: str = COMPUTED
    awaits: bool = False
    url: str = ""
    link_label: str = ""


Rule = Callable[[GateData], tuple[bool, str, str]]


def previous_part_closed(data: GateData) -> tuple[bool, str, str]:
    """Phases follow each other, apart from the pairs that the model lets run side by side (EVA 4.2, SID 1.2)."""
    if not data.previous_closed and data.previous_running and data.beside:
        return True, f"{data.previous_label} loopt nog. {data.beside}", "previous"
    return earlier_part_closed(data)


def earlier_part_closed(data: GateData) -> tuple[bool, str, str]:
    """What ran beside the phase before it ends after it: the strategy is final after the tariff research (EVA 4.2)."""
    met = data.previous_closed
    return met, f"{data.previous_label} is {'' if met else 'nog niet '}afgesloten.", "previous"


def obligatory_checks_done(data: GateData) -> tuple[bool, str, str]:
    """Every obligatory check is done or set aside with a reason."""
    count = data.obligatory_open
    if count == 0:
        return True, "Alle verplichte controlepunten zijn afgerond.", "checks"
    number = (
        "Er staat nog 1 verplicht controlepunt" if count == 1 else f"Er staan nog {count} verplichte controlepunten"
    )
    return False, f"{number} open.", "checks"


def end_product_recorded(data: GateData) -> tuple[bool, str, str]:
    """The end product is there as a file, link or report."""
    met = data.end_products > 0
    return met, "Het eindproduct is vastgelegd." if met else "Er is nog geen eindproduct vastgelegd.", "end_product"


def owner_and_dates_set(data: GateData) -> tuple[bool, str, str]:
    """Somebody is responsible and the dates are known."""
    missing = [
        name
        for name, there in (
            ("een eigenaar", data.owner_set),
            ("een begindatum", data.planned_start is not None),
            ("een einddatum", data.planned_end is not None),
        )
        if not there
    ]
    if not missing:
        return True, "Eigenaar en data zijn bekend.", "plan"
    return False, f"Nog nodig: {' en '.join(missing)}.", "plan"


RULES: dict[str, Rule] = {
    "previous_part_closed": previous_part_closed,
    "earlier_part_closed": earlier_part_closed,
    "obligatory_checks_done": obligatory_checks_done,
    "end_product_recorded": end_product_recorded,
    "owner_and_dates_set": owner_and_dates_set,
}


SHORTEST_MOTIVATION = 20  # letters; less is not a sentence


def motivation_verdict(reason: str, *, deviates: bool) -> Verdict:
    """A deviation asks for a sentence that a reader understands later; another step only for a reason."""
    return allow_if(
        not deviates or len(reason.strip()) >= SHORTEST_MOTIVATION,
        "Schrijf in minstens één hele zin waarom deze stap nu moet. Iedereen leest dit later terug.",
    )


def judge(condition: Condition, data: GateData) -> ConditionResult:
    """The outcome of one condition."""
    url = link_label = ""
    judged = COMPUTED
    if condition.rule:
        met, why, mend = RULES[condition.rule](data)
    elif condition.check:
        met = data.checks.get(condition.check, "open") != "open"
        state = "afgerond" if met else "nog open"
        why, mend, judged = f"Controlepunt {condition.check} is {state}.", f"check:{condition.check}", BY_CHECK
    elif condition.provider in data.provided:
        given = data.provided[condition.provider]
        met, why, mend, url, link_label = given.met, given.why, "elsewhere", given.url, given.link_label
    else:
        met = condition.code in data.confirmed
        why = "Bevestigd met onderbouwing." if met else "Iemand moet dit nog bevestigen, met onderbouwing."
        mend, judged = "confirm", BY_HAND
    return ConditionResult(
        code=condition.code,
        text=condition.text,
        source=condition.source,
        met=met,
        why=why,
        mend=mend,
        is_computed=judged != BY_HAND,
        judged=judged,
        awaits=judged == BY_HAND and bool(condition.provider),
        url=url,
        link_label=link_label,
    )
