"""Who a person is today, and which organisations there are."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.rules import Hat, Kind, Role, Who


def memberships_on(today: date) -> QuerySet[Membership]:
    """The roles that count today."""
    return Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today), valid_from__lte=today
    ).select_related("organisation")


def who_is(*, person_id: UUID, name: str, today: date) -> Who:
    """This person with the roles of today (one query)."""
    rows = memberships_on(today).filter(person_id=person_id).order_by("role", "organisation__name")
    return Who(
        person_id=person_id,
        name=name,
        hats=tuple(
            Hat(
                role=row.role,
                organisation_id=row.organisation_id,
                organisation_name=row.organisation.name,
                organisation_kind=row.organisation.kind,
            )
            for row in rows
        ),
    )


def municipalities() -> QuerySet[Organisation]:
    """The municipalities, by name."""
    return Organisation.objects.filter(kind=Kind.MUNICIPALITY).order_by("name")


def municipality(slug: str) -> Organisation | None:
    """The municipality with this slug."""
    return municipalities().filter(slug=slug).first()


def people_choices(*, roles: tuple[Role, ...], today: date) -> list[tuple[str, str]]:
    """Active people with one of `roles` today, as (id, name with organisation), by name."""
    rows = (
        memberships_on(today)
        .filter(role__in=roles, person__is_active=True)
        .values_list("person_id", "person__name", "organisation__name")
        .order_by("person__name", "organisation__name")
    )
    chosen: dict[str, str] = {}
    for person_id, name, organisation in rows:
        chosen.setdefault(str(person_id), f"{name} ({organisation})")
    return list(chosen.items())
