"""Mandates among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from core.history.rules import spoken
from governance.mandates.models import Mandate
from governance.mandates.queries import visible_mandates


def visible(who: Who) -> Any:
    """The register, for who may read it."""
    return visible_mandates(who).order_by().values("id")


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a mandate, to which function it was given and how long it holds (one query)."""
    return {
        row.id: Line(reverse("mandates:mandate", args=[row.id]), f"aan de {row.holder_function}, {_period(row)}")
        for row in visible_mandates(who).filter(id__in=ids)
    }


def _period(row: Mandate) -> str:
    if row.withdrawn_on:
        return f"ingetrokken per {spoken(row.withdrawn_on)}"
    until = f" tot en met {spoken(row.valid_until)}" if row.valid_until else ""
    return f"vanaf {spoken(row.valid_from)}{until}"


KINDS = (HitKind("mandate", ("mandaat", "mandaten"), 56, visible, lines),)
