"""Bodies among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from governance.bodies.queries import visible_bodies
from governance.bodies.rules import BODY_KINDS


def visible(who: Who) -> Any:
    """The bodies that this person may see."""
    return visible_bodies(who).order_by().values("id")


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a body and what kind it is (one query)."""
    return {
        row.id: Line(reverse("bodies:body", args=[row.slug]), BODY_KINDS[row.kind])
        for row in visible_bodies(who).filter(id__in=ids)
    }


KINDS = (HitKind("body", ("orgaan", "organen"), 55, visible, lines),)
