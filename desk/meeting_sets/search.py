"""Meeting sets among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from desk.library.access import may_see_library
from desk.meeting_sets.lifecycle import SET_STATES
from desk.meeting_sets.queries import visible_sets


def visible(who: Who) -> Any | None:
    """The sets that exist for this person."""
    if not may_see_library(who):
        return None
    return visible_sets(who).order_by().values("id")


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a set and how it stands (one query)."""
    return {
        row.id: Line(
            reverse("meeting_sets:set", args=[row.id]), f"{SET_STATES[row.state]}, gemaakt door {row.created_by_name}"
        )
        for row in visible_sets(who).filter(id__in=ids)
    }


KINDS = (HitKind("meeting_set", ("vergaderset", "vergadersets"), 65, visible, lines),)
