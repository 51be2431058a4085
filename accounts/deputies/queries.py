"""Who stands in for whom."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from accounts.deputies.models import Deputyship
from accounts.deputies.rules import Period, chain_warning
from accounts.organisations.models import Membership
from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Role, StandIn, Who

STATES = (("now", "loopt"), ("planned", "gepland"), ("over", "geweest"), ("stopped", "eerder gestopt"))


def counting() -> QuerySet[Deputyship]:
    """The deputyships that were not stopped."""
    return Deputyship.objects.filter(stopped_at__isnull=True)


def standing_in(who: Who, today: date) -> Who:
    """`who` with those for whom they stand in today, at organisations where they work themselves (one query).

    It does not pass on: whoever stands in for a deputy does not get the deputy's stand-ins.
    """
    if who.person_id is None or not who.hats or who.is_provider_only:
        return who
    rows = (
        counting()
        .filter(
            deputy_id=who.person_id,
            first_day__lte=today,
            last_day__gte=today,
            organisation_id__in={hat.organisation_id for hat in who.hats},
        )
        .order_by("person__name", "person_id")
        .values_list("person_id", "person__name", "last_day")
    )
    return replace(who, stands_in=tuple(StandIn(person_id, name, until) for person_id, name, until in rows))


def deputyships_for(who: Who, today: date) -> QuerySet[Deputyship]:
    """One's own and those as deputy; for managers those of their organisation, for administrators and auditors all.

    Annotated with `state`: now, planned, over or stopped.
    """
    rows = Deputyship.objects.select_related("person", "deputy", "organisation").annotate(
        state=Case(
            When(stopped_at__isnull=False, then=Value("stopped")),
            When(last_day__lt=today, then=Value("over")),
            When(first_day__gt=today, then=Value("planned")),
            default=Value("now"),
            output_field=CharField(),
        )
    )
    if who.person_id is None or who.is_provider_only:
        return rows.none()
    if not who.has(Role.ADMINISTRATOR, Role.AUDITOR):
        seen = Q(person_id=who.person_id) | Q(deputy_id=who.person_id)
        if who.has(Role.MANAGER):
            seen |= Q(organisation_id__in={hat.organisation_id for hat in who.hats})
        rows = rows.filter(seen)
    return rows.order_by("-last_day", "person__name")


def deputyship(who: Who, deputyship_id: UUID, today: date) -> Deputyship | None:
    """One deputyship that this person may see."""
    return deputyships_for(who, today).filter(id=deputyship_id).first()


def working(today: date) -> QuerySet[Membership]:
    """The roles of today of people who can sign in, providers left out."""
    return (
        memberships_on(today)
        .exclude(organisation__kind=Kind.PROVIDER)
        .filter(person__is_active=True)
        .select_related("person")
    )


def deputy_choices(who: Who, today: date) -> list[tuple[str, str]]:
    """Colleagues at one's own organisations, by name; for an administrator everybody."""
    rows = working(today)
    if not who.has(Role.ADMINISTRATOR):
        rows = rows.filter(organisation_id__in={hat.organisation_id for hat in who.hats})
    chosen = {str(row.person_id): f"{row.person.name} ({row.organisation.name})" for row in rows}
    return sorted(chosen.items(), key=lambda item: item[1])


def organisations_of(person_id: UUID, today: date) -> frozenset[UUID]:
    """The organisations, providers left out, for which somebody works today."""
    rows = memberships_on(today).exclude(organisation__kind=Kind.PROVIDER).filter(person_id=person_id)
    return frozenset(rows.values_list("organisation_id", flat=True))


def warning_about(row: Deputyship) -> str:
    """What to know when the deputy is away too in the same period (one query)."""
    away = counting().filter(person_id=row.deputy_id, first_day__lte=row.last_day, last_day__gte=row.first_day)
    return chain_warning(
        deputy=row.deputy.name,
        away=[Period(first, last) for first, last in away.order_by("first_day").values_list("first_day", "last_day")],
        period=Period(row.first_day, row.last_day),
    )
