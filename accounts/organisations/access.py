"""Who may manage people and roles."""

from accounts.organisations.rules import Role, Who
from core.lifecycles.rules import Verdict, allow_if


def may_see_people(who: Who, subject: object = None) -> Verdict:
    """Administrators manage people, managers and auditors read along."""
    return allow_if(
        who.has(Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR),
        "Mensen en rollen zijn er voor functioneel beheerders, managers en auditors.",
        secret=who.is_provider_only,
    )


def may_manage_people(who: Who, subject: object = None) -> Verdict:
    """Only administrators add people and give or end roles."""
    return allow_if(
        who.has(Role.ADMINISTRATOR),
        "Alleen een functioneel beheerder kan mensen en rollen wijzigen.",
        secret=who.is_provider_only,
    )
