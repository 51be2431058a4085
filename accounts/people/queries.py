"""People and their roles."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import ROLE_NAMES, Role, Who
from accounts.people.models import Person
from core.clock.queries import AMSTERDAM
from core.rooms.asks import Ask


def people(today: date) -> QuerySet[Person]:
    """Everybody, by name, with `has_role` for who has a role today; `memberships` are fetched along (two queries)."""
    return (
        Person.objects.annotate(has_role=Exists(memberships_on(today).filter(person=OuterRef("pk"))))
        .prefetch_related("memberships__organisation")
        .order_by("name")
    )


def person(person_id: UUID, today: date) -> Person | None:
    """One person with their roles."""
    return people(today).filter(id=person_id).first()


def membership(person_id: UUID, membership_id: UUID) -> Membership | None:
    """One role of one person."""
    return (
        Membership.objects.select_related("organisation", "person")
        .filter(id=membership_id, person_id=person_id)
        .first()
    )


def organisation_choices() -> list[tuple[str, str]]:
    """Every organisation, by name."""
    return [(str(row.id), row.name) for row in Organisation.objects.order_by("kind", "name")]


def role_choices() -> list[tuple[str, str]]:
    """Every role."""
    return [(str(role), name.capitalize()) for role, name in ROLE_NAMES.items()]


def seen_until(who: Who) -> datetime | None:
    """Up to when this person has seen the changes."""
    if who.person_id is None:
        return None
    return Person.objects.filter(id=who.person_id).values_list("seen_until", flat=True).first()


def colleagues_of(who: Who, today: date) -> list[Membership]:
    """Everybody with a role today at the organisations for which this person works."""
    own = [hat.organisation_id for hat in who.hats]
    return list(
        memberships_on(today)
        .filter(organisation__in=own, person__is_active=True)
        .select_related("person")
        .order_by("organisation__name", "person__name")
    )


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """Of an administrator, as long as nobody can start a trajectory: invite somebody who can (one query)."""
    if not who.has(Role.ADMINISTRATOR):
        return
    today = now.astimezone(AMSTERDAM).date()
    steering = (Role.PROCUREMENT_OFFICER, Role.MANAGER)
    if not memberships_on(today).filter(role__in=steering, person__is_active=True).exists():
        yield Ask(
            title="Nodig een inkoper of manager uit",
            url=reverse("people:invite"),
            why="Er is nog niemand die een traject kan starten.",
            about="Mensen en rollen",
        )
