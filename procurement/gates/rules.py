"""How each condition of a gate follows from the data; pure.

EVA describes when a phase may start (3.2, 4.2) and what it delivers (0, 4). A computed condition has a rule here by the
name that the content file uses; a condition with a check is met when that check is done; the others are confirmed by
hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.lifecycles.rules import Verdict, allow_if
from procurement.trajectory.content_model import Condition


@dataclass(frozen=True)
class GateData:
    """What the rules look at: this phase, the one before it, its checks, its end product, its confirmations.

    `checks` maps check codes of the trajectory to their state; `confirmed` holds the codes of confirmed conditions.
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


@dataclass(frozen=True)
class ConditionResult:
    """A condition with its outcome; `why` says in Dutch what is missing or what it rests on, `mend` where to mend it.

    `mend` is "checks", "end_product", "plan", "previous", "check:<code>" or "confirm".
    """

    code: str
    text: str
    source: str
    met: bool
    why: str
    mend: str
    is_computed: bool


Rule = Callable[[GateData], tuple[bool, str, str]]


def previous_part_closed(data: GateData) -> tuple[bool, str, str]:
    """Phases follow each other."""
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
    if condition.rule:
        met, why, mend = RULES[condition.rule](data)
    elif condition.check:
        met = data.checks.get(condition.check, "open") != "open"
        state = "afgerond" if met else "nog open"
        why, mend = f"Controlepunt {condition.check} is {state}.", f"check:{condition.check}"
    else:
        met = condition.code in data.confirmed
        why = "Bevestigd met onderbouwing." if met else "Iemand moet dit nog bevestigen, met onderbouwing."
        mend = "confirm"
    return ConditionResult(
        code=condition.code,
        text=condition.text,
        source=condition.source,
        met=met,
        why=why,
        mend=mend,
        is_computed=bool(condition.rule or condition.check),
    )
