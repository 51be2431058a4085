"""What a municipality takes part in and delivers."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import memberships_on, municipalities
from accounts.organisations.rules import Kind, Who
from procurement.checks.queries import visible_evidence
from procurement.trajectory.lifecycle import CheckState
from procurement.trajectory.models import Check, Evidence, Trajectory
from procurement.trajectory.queries import visible_trajectories, with_progress


def visible_municipalities(who: Who) -> QuerySet[Organisation]:
    """All municipalities for colleagues, their own for others who work for one."""
    rows = municipalities()
    return rows if who.works_at_ozjt else rows.filter(id__in=who.organisations(Kind.MUNICIPALITY))


def trajectories_of(organisation: Organisation, who: Who) -> QuerySet[Trajectory]:
    """The trajectories in which it takes part, with where they stand."""
    return with_progress(visible_trajectories(who).filter(participations__organisation=organisation))


def people_of(organisation: Organisation, today: date) -> list[Membership]:
    """Its people of today."""
    rows = memberships_on(today).filter(organisation=organisation, person__is_active=True)
    return list(rows.select_related("person").order_by("person__name"))


def checks_of(organisation: Organisation, today: date, who: Who) -> list[Check]:
    """The checks that its people own."""
    owners = [row.person_id for row in people_of(organisation, today)]
    return list(
        Check.objects.filter(owner__in=owners, phase__trajectory__in=visible_trajectories(who))
        .exclude(state=CheckState.WITHDRAWN)
        .select_related("phase__trajectory", "owner")
        .order_by("state", "phase__planned_end", "phase__order", "order")
    )


def delivered_by(organisation: Organisation, who: Who) -> list[Evidence]:
    """What it delivered as evidence, newest first."""
    rows: Any = visible_evidence(who).filter(organisation=organisation, withdrawn_at__isnull=True)
    return list(rows.select_related("phase__trajectory", "check_point").order_by("-added_at")[:50])
