"""Who may comment, and mend or withdraw what they wrote."""

from accounts.organisations.rules import Role, Who
from accounts.remarks.models import Comment
from core.lifecycles.rules import Verdict, allow_if


def may_comment(who: Who, subject: object = None) -> Verdict:
    """Everybody who may see the subject, except who only audits."""
    return allow_if(
        not who.is_provider_only, "Opmerkingen zijn er voor medewerkers van OZJT en gemeenten.", secret=True
    ) & allow_if(
        any(hat.role != Role.AUDITOR for hat in who.hats), "Een auditor leest mee en schrijft geen opmerkingen."
    )


def may_be_internal(who: Who) -> bool:
    """Whether this person can write for OZJT only, and read what was."""
    return who.works_at_ozjt


def may_mend(who: Who, subject: Comment) -> Verdict:
    """Only the author."""
    return may_comment(who) & allow_if(
        subject.author_id == who.person_id, "Alleen wie de opmerking schreef kan haar wijzigen of intrekken."
    )
