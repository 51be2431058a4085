"""Which mandate covers a legal act on a day, and in words why none does; pure.

Mandates of the municipalities to the portfolio holder of OZJT: strategic document 2.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from core.history.rules import spoken
from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse


class Act(StrEnum):
    """The legal acts, a closed catalogue; names and sources are in `content/acts.toml`."""

    TENDER_MESSAGES = "tender_messages"
    AWARD_NOTICE = "award_notice"
    EXCLUSION = "exclusion"
    ADMISSION = "admission"
    TENDER_WITHDRAWAL = "tender_withdrawal"
    FRAMEWORK_CONTRACT = "framework_contract"
    CONTRACT_CHANGE = "contract_change"
    CONTRACT_STEERING = "contract_steering"
    WARNING_LETTER = "warning_letter"
    NOTICE_OF_DEFAULT = "notice_of_default"
    CLIENT_STOP = "client_stop"
    CONTRACT_TAKEOVER = "contract_takeover"
    DISSOLUTION = "dissolution"
    TERMINATION = "termination"
    SCREENING_REPORT = "screening_report"
    BIBOB_REQUEST = "bibob_request"
    SUBSIDY_GRANT = "subsidy_grant"
    SUBSIDY_SETTLEMENT = "subsidy_settlement"
    SUBSIDY_RECOVERY = "subsidy_recovery"
    OBJECTION_DECISION = "objection_decision"
    LITIGATION = "litigation"


class Standing(StrEnum):
    """How a mandate stands on a day; the Dutch words are in STANDINGS."""

    VALID = "valid"
    COMING = "coming"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


STANDINGS: dict[str, str] = {
    Standing.VALID: "geldig",
    Standing.COMING: "nog niet begonnen",
    Standing.ENDED: "afgelopen",
    Standing.WITHDRAWN: "ingetrokken",
}


@dataclass(frozen=True)
class Held:
    """A mandate as the rules see it; `organisations` are covered, `withdrawn_on` is its first day without force."""

    id: UUID
    title: str
    holder: str
    acts: frozenset[str]
    organisations: frozenset[UUID]
    valid_from: date
    valid_until: date | None = None
    withdrawn_on: date | None = None
    holder_id: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """Whether somebody may, in words, and by which mandate."""

    verdict: Verdict
    mandate: Held | None = None
    missing: tuple[str, ...] = field(default=())


def standing_of(*, valid_from: date, valid_until: date | None, withdrawn_on: date | None, day: date) -> Standing:
    """How a mandate stands on `day`; its last day counts, the day of its withdrawal does not."""
    if withdrawn_on is not None and withdrawn_on <= day:
        return Standing.WITHDRAWN
    if day < valid_from:
        return Standing.COMING
    return Standing.ENDED if valid_until is not None and valid_until < day else Standing.VALID


def _standing(row: Held, day: date) -> Standing:
    return standing_of(valid_from=row.valid_from, valid_until=row.valid_until, withdrawn_on=row.withdrawn_on, day=day)


def enumerated(names: Iterable[str]) -> str:
    """Names in a sentence: "Almelo, Borne en Dinkelland"."""
    words = list(names)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}" if words else ""


def why_not(row: Held, day: date) -> str:
    """Why this mandate does not hold on `day`, in a sentence; nothing when it does."""
    match _standing(row, day):
        case Standing.WITHDRAWN:
            assert row.withdrawn_on is not None
            return f"Het mandaat '{row.title}' is op {spoken(row.withdrawn_on)} ingetrokken."
        case Standing.COMING:
            return f"Het mandaat '{row.title}' begint pas op {spoken(row.valid_from)}."
        case Standing.ENDED:
            return f"Het mandaat '{row.title}' liep tot en met {spoken(row.valid_until)}."
        case _:
            return ""


def mandate_for(
    *, act: str, act_name: str, organisations: Mapping[UUID, str], day: date, mandates: Iterable[Held]
) -> Answer:
    """The mandate by which `act` can be done on `day` for all of `organisations` (id → name), or why there is none.

    Of several that fit the one that began last is taken. One act rests on one mandate: when two together would cover
    everybody, the refusal says so. A mandate that has ended, has not begun or was withdrawn is named with its day.
    """
    if not organisations:
        return Answer(refuse("Kies voor welke gemeente of organisatie de handeling is."))
    about = [row for row in mandates if act in row.acts]
    if not about:
        return Answer(refuse(f"Niemand heeft mandaat voor deze handeling ({act_name.lower()})."))
    live = sorted((row for row in about if _standing(row, day) == Standing.VALID), key=lambda row: row.valid_from)
    asked = set(organisations)
    for row in reversed(live):
        if asked <= row.organisations:
            return Answer(ALLOWED, row)
    touching = [row for row in live if asked & row.organisations]
    if touching:
        return _covers_some(touching, organisations)
    return Answer(refuse(_nobody(about, organisations, day, act_name)))


def _covers_some(live: list[Held], organisations: Mapping[UUID, str]) -> Answer:
    """A mandate holds, but not for everybody that was asked."""
    best = max(live, key=lambda row: len(row.organisations & set(organisations)))
    missing = {key: name for key, name in organisations.items() if key not in best.organisations}
    names = tuple(sorted(missing.values()))
    words = f"Het mandaat '{best.title}' geldt niet voor {enumerated(names)}."
    covered = {key for row in live for key in row.organisations}
    if set(missing) <= covered:
        others = enumerated(f"'{row.title}'" for row in live if row is not best and set(missing) & row.organisations)
        words += f" Daarvoor geldt {others}: doe de handeling per mandaat."
    return Answer(refuse(words), best, names)


def _nobody(about: list[Held], organisations: Mapping[UUID, str], day: date, act_name: str) -> str:
    """No mandate holds on the day for anybody that was asked: what was, and what comes."""
    asked = set(organisations)
    near = [row for row in about if asked & row.organisations]
    if not near:
        names = enumerated(sorted(organisations.values()))
        return f"Niemand heeft mandaat voor deze handeling ({act_name.lower()}) voor {names}."
    gone = [row for row in near if _standing(row, day) in {Standing.ENDED, Standing.WITHDRAWN}]
    coming = [row for row in near if _standing(row, day) == Standing.COMING]
    said = []
    if gone:
        said.append(why_not(max(gone, key=_last_day), day))
    if coming:
        said.append(why_not(min(coming, key=lambda row: row.valid_from), day))
    return " ".join(said)


def _last_day(row: Held) -> date:
    ends = [row.valid_until or date.max, row.withdrawn_on or date.max]
    return min(ends)


def holder_verdict(row: Held, person_id: UUID) -> Verdict:
    """Whether this person holds the mandate; one given to a function without a name cannot be used by anybody yet."""
    if row.holder_id is None:
        return refuse(
            f"Het mandaat '{row.title}' is gegeven aan een functie ({row.holder}), maar er staat nog niet bij wie die "
            "functie heeft. Leg dat eerst vast in het mandaatregister."
        )
    return allow_if(row.holder_id == person_id, f"Het mandaat '{row.title}' is van {row.holder}, niet van jou.")


def period_verdict(*, valid_from: date, valid_until: date | None) -> Verdict:
    """A mandate runs forward."""
    forward = valid_until is None or valid_until >= valid_from
    return allow_if(forward, f"De laatste dag ({spoken(valid_until)}) ligt voor de eerste dag ({spoken(valid_from)}).")


def renewal_verdict(*, old_from: date, old_until: date | None, new_from: date) -> Verdict:
    """A renewal begins after the mandate that it follows, and leaves no day between them without saying so."""
    return allow_if(
        new_from > old_from, f"De opvolger moet na het begin van dit mandaat ({spoken(old_from)}) beginnen."
    )


def end_before(*, old_until: date | None, new_from: date) -> date:
    """The last day of a mandate whose successor begins on `new_from`: never later than the day before."""
    before = new_from - timedelta(days=1)
    return before if old_until is None else min(old_until, before)


def gap_words(*, old_until: date | None, new_from: date) -> str:
    """The days between a mandate and its successor without anybody entitled, in a sentence; nothing without a gap."""
    if old_until is None or new_from <= old_until + timedelta(days=1):
        return ""
    first, last = old_until + timedelta(days=1), new_from - timedelta(days=1)
    if first == last:
        return f"Op {spoken(first)} heeft niemand dit mandaat."
    return f"Van {spoken(first)} tot en met {spoken(last)} heeft niemand dit mandaat."
