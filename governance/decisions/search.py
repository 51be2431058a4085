"""Decisions among what people find: to municipalities only those that have left, as on the pages."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from governance.decisions.lifecycle import DECISION_STATES
from governance.decisions.visibility import visible_decisions


def visible(who: Who) -> Any:
    """The decisions that this person may see."""
    return visible_decisions(who).order_by().values("id")


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a decision with how it stands (one query)."""
    return {
        row.id: Line(
            reverse("decisions:decision", args=[row.id]), f"{row.get_artefact_display()}, {DECISION_STATES[row.state]}"
        )
        for row in visible_decisions(who).filter(id__in=ids)
    }


KINDS = (HitKind("decision", ("besluit", "besluiten"), 15, visible, lines),)
