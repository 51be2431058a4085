"""Keeping the mandate register, and asking it before a legal act is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.organisations.models import Organisation
from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.files import services as files
from core.history.rules import spoken
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from governance.bodies.models import Body
from governance.bodies.rules import BodyKind
from governance.mandates import queries
from governance.mandates.access import may_register
from governance.mandates.models import LegalAct, Mandate, MandateAct, MandateCoverage
from governance.mandates.rules import Act, end_before, holder_verdict, period_verdict, renewal_verdict

NOT_FOUND = refuse("Dit mandaat bestaat niet of is niet voor jou.", secret=True)


@dataclass(frozen=True)
class Paper:
    """The document behind a mandate: its name and content."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class MandatePlan:
    """What a mandate says. `giver` is `queries.COLLEGES` (each college for its own municipality) or the id of a board.

    `max_amount` in whole euros; `source` names the decision, with a file or a link when there is one.
    """

    title: str
    holder_function: str
    act_codes: Sequence[str]
    organisation_ids: Sequence[UUID]
    valid_from: date
    valid_until: date | None
    source: str
    giver: str = queries.COLLEGES
    holder_id: UUID | None = None
    segments: str = ""
    limits: str = ""
    max_amount: int | None = None
    may_submandate: bool = False
    url: str = ""
    paper: Paper | None = None


def _ensure_holder(holder_id: UUID | None, today: date) -> None:
    if holder_id is not None:
        known = memberships_on(today).filter(
            person_id=holder_id, organisation__kind__in=[Kind.OZJT, Kind.MUNICIPALITY], person__is_active=True
        )
        ensure(allow_if(known.exists(), "Kies iemand die nu bij OZJT of een gemeente werkt."))


def _givers(giver: str, places: list[Organisation]) -> dict[UUID, Body]:
    """Who gives the mandate in the name of each organisation; raises Refused when somebody cannot."""
    if giver == queries.COLLEGES:
        municipal = all(row.kind == Kind.MUNICIPALITY for row in places)
        ensure(allow_if(municipal, "Een college geeft alleen mandaat voor de eigen gemeente. Kies een ander orgaan."))
        colleges = Body.objects.filter(kind=BodyKind.COLLEGE, organisation__in=places)
        return {row.organisation_id: row for row in colleges if row.organisation_id is not None}
    boards = [BodyKind.GENERAL_BOARD, BodyKind.EXECUTIVE_BOARD]
    board = Body.objects.filter(id=UUID(giver), kind__in=boards).first()
    if board is None:
        raise Refused(refuse("Kies wie het mandaat geeft: de colleges of een bestuur."))
    return dict.fromkeys((row.id for row in places), board)


def _create(*, plan: MandatePlan, follows: Mandate | None, who: Who, now: datetime) -> Mandate:
    today = now.astimezone(AMSTERDAM).date()
    named = plan.title.strip() and plan.holder_function.strip() and plan.source.strip()
    ensure(allow_if(bool(named), "Vul in hoe het mandaat heet, aan welke functie het is gegeven en in welk besluit."))
    ensure(period_verdict(valid_from=plan.valid_from, valid_until=plan.valid_until))
    ensure(allow_if(not (plan.paper and plan.url), "Voeg een bestand of een link toe, niet allebei."))
    _ensure_holder(plan.holder_id, today)
    acts = list(LegalAct.objects.filter(code__in=plan.act_codes))
    ensure(allow_if(bool(acts), "Kies minstens één handeling waarvoor het mandaat geldt."))
    places = list(Organisation.objects.filter(id__in=plan.organisation_ids, kind__in=[Kind.MUNICIPALITY, Kind.OZJT]))
    ensure(allow_if(bool(places), "Kies minstens één gemeente of organisatie waarvoor het mandaat geldt."))
    givers = _givers(plan.giver, places)
    file = None
    if plan.paper is not None:
        file = files.receive(chunks=plan.paper.chunks, name=plan.paper.name, received_from=who.name, now=now)
    row = Mandate.objects.create(
        title=plan.title.strip(),
        holder_function=plan.holder_function.strip(),
        holder_id=plan.holder_id,
        segments=plan.segments.strip(),
        valid_from=plan.valid_from,
        valid_until=plan.valid_until,
        limits=plan.limits.strip(),
        max_amount=plan.max_amount,
        may_submandate=plan.may_submandate,
        source=plan.source.strip(),
        file=file,
        url=plan.url,
        follows=follows,
        registered_at=now,
        registered_by_name=who.name,
    )
    MandateAct.objects.bulk_create(MandateAct(mandate=row, act=act) for act in acts)
    MandateCoverage.objects.bulk_create(
        MandateCoverage(mandate=row, organisation=place, granted_by=givers[place.id]) for place in places
    )
    return row


def register(*, plan: MandatePlan, who: Who, now: datetime) -> Mandate:
    """Put a mandate in the register.

    Raises Refused when the period runs backward, nothing or nobody is covered, a college would give for another
    municipality, or the file is refused.
    """
    ensure(may_register(who))
    with recorded(who, routine="Mandaat ingeschreven"):
        return _create(plan=plan, follows=None, who=who, now=now)


def _locked(mandate_id: UUID) -> Mandate:
    row = Mandate.objects.select_for_update(of=("self",)).select_related("holder").filter(id=mandate_id).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def renew(*, mandate_id: UUID, version: int, plan: MandatePlan, who: Who, now: datetime) -> Mandate:
    """Let a mandate be followed by a new one; the old one ends at the latest on the day before.

    Raises Refused when it was withdrawn, has a successor already, or would begin before the old one; Conflict when
    somebody saved the old one after `version`. Locks the old mandate.
    """
    ensure(may_register(who))
    with recorded(who, routine="Mandaat vernieuwd"):
        old = _locked(mandate_id)
        ensure_version(old, version)
        ensure(allow_if(old.withdrawn_on is None, "Dit mandaat is ingetrokken. Schrijf een nieuw mandaat in."))
        followed = Mandate.objects.filter(follows=old).exists()
        ensure(allow_if(not followed, "Dit mandaat heeft al een opvolger. Vernieuw die."))
        ensure(renewal_verdict(old_from=old.valid_from, old_until=old.valid_until, new_from=plan.valid_from))
        row = _create(plan=plan, follows=old, who=who, now=now)
        old.valid_until = end_before(old_until=old.valid_until, new_from=plan.valid_from)
        old.version += 1
        old.save()
    return row


def withdraw(*, mandate_id: UUID, on: date, reason: str, who: Who) -> Mandate:
    """Take a mandate back; `on` is its first day without force. The row stays, with the reason. Locks the mandate."""
    ensure(may_register(who))
    with recorded(who, reason):
        row = _locked(mandate_id)
        ensure(allow_if(bool(reason.strip()), "Schrijf op waarom het mandaat wordt ingetrokken."))
        ensure(allow_if(row.withdrawn_on is None, "Dit mandaat is al ingetrokken."))
        ended = row.valid_until is not None and row.valid_until < on
        ensure(allow_if(not ended, f"Dit mandaat liep tot en met {spoken(row.valid_until)}; intrekken heeft geen zin."))
        row.withdrawn_on, row.withdrawn_reason, row.withdrawn_by_name = on, reason.strip(), who.name
        row.version += 1
        row.save()
    return row


def name_holder(
    *, mandate_id: UUID, version: int, holder_id: UUID | None, reason: str, who: Who, now: datetime
) -> Mandate:
    """Say who has the function to which the mandate was given, from now on; nobody is possible as well.

    Raises Conflict when somebody saved the mandate after `version`. Locks the mandate.
    """
    ensure(may_register(who))
    with recorded(who, reason, routine="Mandaathouder bijgewerkt"):
        row = _locked(mandate_id)
        ensure_version(row, version)
        ensure(allow_if(row.withdrawn_on is None, "Dit mandaat is ingetrokken."))
        _ensure_holder(holder_id, now.astimezone(AMSTERDAM).date())
        row.holder_id = holder_id
        row.version += 1
        row.save()
    return row


def ensure_mandate(
    *, act: Act | str, organisation_ids: Sequence[UUID], on: date, person_id: UUID | None = None
) -> Mandate:
    """The mandate by which `act` can be done on `on` for all of these organisations; Refused with the reason in words.

    With `person_id` it must also be this person's. Every outgoing legal act asks this and names its mandate.
    """
    answer = queries.look_up(act=str(act), organisation_ids=organisation_ids, day=on)
    ensure(answer.verdict)
    assert answer.mandate is not None
    if person_id is not None:
        ensure(holder_verdict(answer.mandate, person_id))
    return Mandate.objects.select_related("holder").get(id=answer.mandate.id)
