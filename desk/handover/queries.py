"""The open work of a person, as far as the asker may see it."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Role, Who
from accounts.people.models import Person
from desk.handover.rules import Item, Thing
from procurement.trajectory.access import STEERING
from procurement.trajectory.lifecycle import CheckState, PhaseState
from procurement.trajectory.models import Check, Phase
from procurement.trajectory.queries import visible_trajectories


def work_of(person_id: UUID, who: Who) -> list[Item]:
    """The trajectories, open phases and open checks that this person owns, in that order (three queries)."""
    seen = visible_trajectories(who)
    items = [
        Item(Thing.TRAJECTORY, row.id, row.name, "het hele traject", reverse("trajectory:trajectory", args=[row.slug]))
        for row in seen.filter(owner_id=person_id).order_by("name")
    ]
    phases = Phase.objects.filter(trajectory__in=seen, owner_id=person_id).exclude(state=PhaseState.CLOSED)
    items += [
        Item(
            Thing.PHASE, row.id, row.title, row.trajectory.name,
            reverse("trajectory:phase", args=[row.trajectory.slug, row.slug]),
        )
        for row in phases.select_related("trajectory").order_by("trajectory__name", "order")
    ]  # fmt: skip
    checks = Check.objects.filter(phase__trajectory__in=seen, owner_id=person_id, state=CheckState.OPEN).exclude(
        phase__state=PhaseState.CLOSED
    )
    items += [
        Item(
            Thing.CHECK, row.id, f"{row.code} {row.text}", f"{row.phase.trajectory.name}, {row.phase.label.lower()}",
            reverse("checks:check", args=[row.phase.trajectory.slug, row.id]),
        )
        for row in checks.select_related("phase__trajectory").order_by(
            "phase__trajectory__name", "phase__order", "order"
        )
    ]  # fmt: skip
    return items


def giver(person_id: UUID) -> Person | None:
    """The person whose work it is, also when their roles have ended."""
    return Person.objects.filter(id=person_id).first()


def givers(who: Who) -> list[tuple[str, str]]:
    """Everybody who owns something that this person may see, by name, oneself first (one query)."""
    seen = visible_trajectories(who).values("id")
    owning = Person.objects.filter(
        Q(id__in=visible_trajectories(who).values("owner_id"))
        | Q(id__in=Phase.objects.filter(trajectory__in=seen).exclude(state=PhaseState.CLOSED).values("owner_id"))
        | Q(id__in=Check.objects.filter(phase__trajectory__in=seen, state=CheckState.OPEN).values("owner_id"))
    )
    rows = owning.distinct().order_by("name").values_list("id", "name")
    return [(str(person_id), name) for person_id, name in rows]


def receivers(today: date) -> list[tuple[str, str]]:
    """Who can own work somewhere: colleagues who work on trajectories, and officials (one query)."""
    roles = [*STEERING, Role.JURIST, Role.DATA_ANALYST]
    rows = (
        memberships_on(today)
        .filter(
            Q(role__in=roles) | Q(role=Role.MUNICIPALITY_OFFICIAL, organisation__kind=Kind.MUNICIPALITY),
            person__is_active=True,
        )
        .order_by("person__name", "organisation__name")
        .values_list("person_id", "person__name", "organisation__name")
    )
    chosen: dict[str, str] = {}
    for person_id, name, organisation in rows:
        chosen.setdefault(str(person_id), f"{name} ({organisation})")
    return list(chosen.items())
