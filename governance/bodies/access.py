"""Who may see bodies and their meetings, and who keeps the calendar."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import Verdict, allow_if, refuse
from governance.bodies.rules import LOCAL_KINDS, BodyKind

STEERING = (Role.PROCUREMENT_OFFICER, Role.PROJECT_LEADER, Role.MANAGER)


def may_see_governance(who: Who, subject: object = None) -> Verdict:
    """Colleagues, and officials and supervisors of municipalities; for providers it does not exist."""
    return allow_if(
        who.works_at_ozjt or bool(who.organisations(Kind.MUNICIPALITY)),
        "Organen, vergaderingen en mandaten zijn er voor medewerkers van OZJT en van de gemeenten.",
        secret=who.is_provider_only,
    )


@dataclass(frozen=True)
class Secretary:
    """A person beside the body whose calendar they want to keep; `organisation_id` is its municipality, if any."""

    who: Who
    kind: str
    organisation_id: UUID | None


def secretary_of(who: Who, body: Any) -> Secretary:
    """This person beside this body."""
    return Secretary(who, body.kind, body.organisation_id)


def may_keep(secretary: Secretary) -> Verdict:
    """OZJT keeps the regional calendar and may enter colleges; officials keep those of their own municipality."""
    who = secretary.who
    if not may_see_governance(who):
        return may_see_governance(who)
    if secretary.kind not in LOCAL_KINDS:
        return allow_if(
            who.has(*STEERING), "Alleen een inkoper, projectleider of manager van OZJT houdt deze agenda bij."
        )
    own = any(
        hat.role == Role.MUNICIPALITY_OFFICIAL and hat.organisation_id == secretary.organisation_id for hat in who.hats
    )
    if own:
        return allow_if(True, "")
    if secretary.kind == BodyKind.COLLEGE:
        return allow_if(who.has(*STEERING), "Alleen een ambtenaar van deze gemeente of OZJT houdt deze agenda bij.")
    return refuse("Alleen een ambtenaar van deze gemeente houdt de agenda van de gemeenteraad bij.")


def may_keep_some(who: Who, subject: object = None) -> Verdict:
    """Whether there is any body whose calendar this person keeps."""
    if not may_see_governance(who):
        return may_see_governance(who)
    return allow_if(
        who.has(*STEERING, Role.MUNICIPALITY_OFFICIAL),
        "Vergaderingen plannen is voor inkopers, projectleiders en managers van OZJT en ambtenaren van gemeenten.",
    )


def may_keep_body(who: Who, subject: Any) -> Verdict:
    """Whether this person keeps the calendar of this body."""
    return may_see_governance(who) & may_keep(secretary_of(who, subject))


def may_keep_meeting(who: Who, subject: Any) -> Verdict:
    """Whether this person keeps the calendar to which this meeting belongs."""
    return may_keep_body(who, subject.body)
