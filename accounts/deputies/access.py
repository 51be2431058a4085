"""Who may arrange and see deputies."""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from accounts.deputies.models import Deputyship
from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import ALLOWED, Verdict, allow_if


@dataclass(frozen=True)
class Absent:
    """Somebody who will be away, and the organisations for which they work."""

    person_id: UUID
    organisations: Set[UUID] = frozenset()


def may_have_deputies(who: Who, subject: object = None) -> Verdict:
    """Colleagues and people of municipalities."""
    return allow_if(
        not who.is_provider_only, "Vervanging is er voor medewerkers van OZJT en gemeenten.", secret=True
    ) & allow_if(bool(who.hats), "Je hebt nog geen rol. Vraag een functioneel beheerder om er een te geven.")


def may_arrange_for_others(who: Who, subject: object = None) -> Verdict:
    """Managers, for their own organisation, and administrators."""
    return may_have_deputies(who) & allow_if(
        who.has(Role.MANAGER, Role.ADMINISTRATOR),
        "Alleen een manager of functioneel beheerder regelt vervanging voor een ander.",
    )


def may_arrange(who: Who, absent: Absent) -> Verdict:
    """For oneself, as a manager for somebody of the same organisation, as an administrator for everybody."""
    if absent.person_id == who.person_id:
        return may_have_deputies(who)
    if who.has(Role.ADMINISTRATOR):
        return ALLOWED
    own = {hat.organisation_id for hat in who.hats}
    return may_arrange_for_others(who) & allow_if(
        bool(own & absent.organisations), "Je regelt alleen vervanging voor mensen van je eigen organisatie."
    )


def may_stop(who: Who, row: Deputyship) -> Verdict:
    """Whoever may arrange it, and the deputy, who may turn out to have no time."""
    if row.deputy_id == who.person_id:
        return may_have_deputies(who)
    return may_arrange(who, Absent(row.person_id, frozenset({row.organisation_id})))
