"""Noting a look."""

from datetime import datetime
from uuid import UUID

from accounts.looks.models import Look
from accounts.organisations.rules import Who


def note_look(
    *, who: Who, kind: str, subject_id: UUID, name: str, context_key: str, allowed: bool, now: datetime
) -> Look:
    """Note that `who` opened (or was refused) a confidential thing, on a connection of its own.

    `context_key` names the page under which looks are shown together, such as a trajectory's slug.
    """
    assert who.person_id is not None
    return Look.objects.using("looks").create(
        moment=now,
        person_id=who.person_id,
        person_name=who.name,
        subject_kind=kind,
        subject_id=subject_id,
        subject_name=name[:300],
        context_key=context_key,
        allowed=allowed,
    )
