"""Municipalities among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from desk.municipality.queries import visible_municipalities


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a municipality (one query)."""
    return {
        row.id: Line(reverse("municipality:municipality", args=[row.slug]), f"CBS-code {row.cbs_code}")
        for row in visible_municipalities(who).filter(id__in=ids)
    }


def visible(who: Who) -> Any | None:
    """The municipalities whose page this person may see."""
    return visible_municipalities(who).order_by().values("id")


KINDS = (HitKind("organisation", ("gemeente", "gemeenten"), 70, visible, lines),)
