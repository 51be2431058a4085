"""People among what people find, for who manages them or reads along."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.access import may_see_people
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.findable.rules import HitKind, Line


def visible(who: Who) -> Any | None:
    """Everybody, for those who may see the list of people."""
    return Person.objects.values("id") if may_see_people(who) else None


def lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The address of somebody, and whether they can sign in (one query)."""
    return {
        row.id: Line(
            reverse("people:person", args=[row.id]),
            row.email if row.is_active else f"{row.email}, kan niet meer inloggen",
        )
        for row in Person.objects.filter(id__in=ids)
    }


KINDS = (HitKind("person", ("persoon", "personen"), 80, visible, lines),)
