"""Who may see decisions, write them, record what was decided, and comment."""

from dataclasses import dataclass
from uuid import UUID

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import ALLOWED, Verdict, allow_if, refuse
from governance.decisions.rules import StepKind

WRITING = (Role.PROCUREMENT_OFFICER, Role.PROJECT_LEADER, Role.MANAGER, Role.JURIST)


def may_see_decisions(who: Who, subject: object = None) -> Verdict:
    """Colleagues, and people of municipalities; which ones is the work of the query."""
    return allow_if(
        who.works_at_ozjt or bool(who.organisations(Kind.MUNICIPALITY)),
        "Besluiten zijn er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )


def may_write(who: Who, subject: object = None) -> Verdict:
    """Officers, project leaders, managers and jurists write proposals and lead them along their route."""
    if not may_see_decisions(who):
        return may_see_decisions(who)
    return allow_if(who.has(*WRITING), "Alleen een inkoper, projectleider, jurist of manager van OZJT kan dit.")


def sees_drafts(who: Who) -> bool:
    """Drafts are for OZJT; municipalities see a decision once it has left."""
    return who.works_at_ozjt


@dataclass(frozen=True)
class Seated:
    """A person beside the seat whose result they want to record: a college of this municipality, or another body."""

    who: Who
    kind: str
    organisation_id: UUID | None


def may_record(seated: Seated) -> Verdict:
    """Whoever writes records every result; an official the one of their own college and no other."""
    if seated.who.has(*WRITING):
        return ALLOWED
    own = {hat.organisation_id for hat in seated.who.hats if hat.role == Role.MUNICIPALITY_OFFICIAL}
    if seated.kind == StepKind.COLLEGES and seated.organisation_id in own:
        return ALLOWED
    return refuse("Je kunt alleen de uitkomst van het college van je eigen gemeente vastleggen.")


def may_comment(who: Who, *, reactions_asked: bool) -> Verdict:
    """Colleagues who do not only read along; officials when OZJT asked the municipalities for a reaction."""
    if any(hat.organisation_kind == Kind.OZJT and hat.role != Role.AUDITOR for hat in who.hats):
        return ALLOWED
    if who.has(Role.MUNICIPALITY_OFFICIAL):
        return allow_if(reactions_asked, "OZJT heeft de gemeenten nu niet om een reactie gevraagd.")
    return refuse("Je leest mee en schrijft hier geen opmerkingen.")


def may_fulfil(who: Who, owner_id: UUID | None) -> Verdict:
    """A condition is reported as fulfilled by its owner or by whoever writes."""
    return allow_if(
        who.has(*WRITING) or (owner_id is not None and owner_id == who.person_id),
        "Alleen de eigenaar van deze voorwaarde of een inkoper, projectleider, jurist of manager kan dit.",
    )
