"""What a municipality takes part in, what waits for its people, and what it delivers."""

from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import memberships_on, municipalities
from accounts.organisations.rules import Kind, Who
from core.deadlines.models import Deadline
from core.deadlines.queries import running
from core.reports.models import Report
from core.reports.queries import readable_reports
from governance.bodies.models import Meeting
from governance.bodies.queries import coming_meetings, visible_meetings
from governance.bodies.rules import BodyKind, MeetingState
from procurement.checks.queries import visible_evidence
from procurement.trajectory.lifecycle import CheckState
from procurement.trajectory.models import Check, Evidence, Participation, Trajectory
from procurement.trajectory.queries import subject_of, visible_trajectories, with_progress

SHOWN_MEETINGS, SHOWN_REPORTS, SHOWN_EVIDENCE = 6, 6, 50


def visible_municipalities(who: Who) -> QuerySet[Organisation]:
    """All municipalities for colleagues, their own for others who work for one."""
    rows = municipalities()
    return rows if who.works_at_ozjt else rows.filter(id__in=who.organisations(Kind.MUNICIPALITY))


def with_figures(rows: QuerySet[Organisation], today: date) -> QuerySet[Organisation]:
    """Municipalities with their trajectories, the open checks of their people, and when the college meets next.

    All of it in the same query.
    """
    taking_part = (
        Participation.objects.filter(organisation=OuterRef("pk"))
        .order_by()
        .values("organisation")
        .annotate(number=Count("pk"))
        .values("number")
    )
    theirs = memberships_on(today).filter(organisation=OuterRef(OuterRef("pk")), person__is_active=True)
    open_checks = (
        Check.objects.filter(state=CheckState.OPEN, owner__in=theirs.values("person"))
        .order_by()
        .values("state")
        .annotate(number=Count("pk"))
        .values("number")
    )
    college = Meeting.objects.filter(
        body__organisation=OuterRef("pk"), body__kind=BodyKind.COLLEGE, state=MeetingState.PLANNED, date__gte=today
    ).order_by("date")
    return rows.annotate(
        trajectories_total=Coalesce(Subquery(taking_part), 0),
        checks_open=Coalesce(Subquery(open_checks), 0),
        next_college=Subquery(college.values("date")[:1]),
    )


def trajectories_of(organisation: Organisation, who: Who) -> QuerySet[Trajectory]:
    """The trajectories in which it takes part, with where they stand."""
    return with_progress(visible_trajectories(who).filter(participations__organisation=organisation))


def people_of(organisation: Organisation, today: date) -> list[Membership]:
    """Its people of today with their roles."""
    rows = memberships_on(today).filter(organisation=organisation, person__is_active=True)
    return list(rows.select_related("person").order_by("person__name", "role"))


def open_checks_of(organisation: Organisation, today: date, who: Who) -> list[Check]:
    """The open checks that its people own in trajectories that this person may see, what is due first."""
    owners = memberships_on(today).filter(organisation=organisation, person__is_active=True).values("person")
    return list(
        Check.objects.filter(owner__in=owners, phase__trajectory__in=visible_trajectories(who), state=CheckState.OPEN)
        .select_related("phase__trajectory", "owner")
        .order_by(F("phase__planned_end").asc(nulls_last=True), "phase__order", "order")
    )


def deadlines_of(organisation: Organisation, today: date) -> list[Deadline]:
    """The running deadlines of its people, without confidential ones, what is due first."""
    owners = memberships_on(today).filter(organisation=organisation, person__is_active=True).values("person")
    return list(running().filter(owner__in=owners, is_confidential=False).select_related("owner").order_by("due_on"))


def meetings_of(organisation: Organisation, today: date, who: Who) -> list[Meeting]:
    """The coming meetings of its college and council."""
    rows = visible_meetings(who).filter(body__organisation=organisation)
    return list(coming_meetings(rows, today)[:SHOWN_MEETINGS])


def reports_about(trajectories: list[Trajectory], who: Who) -> list[Report]:
    """The newest kept reports about these trajectories that this person may read."""
    keys = [subject_of(row) for row in trajectories]
    return list(readable_reports(who).filter(subject_key__in=keys)[:SHOWN_REPORTS])


def delivered_by(organisation: Organisation, who: Who) -> list[Evidence]:
    """What it delivered as evidence, newest first."""
    rows: Any = visible_evidence(who).filter(organisation=organisation, withdrawn_at__isnull=True)
    return list(rows.select_related("phase__trajectory", "check_point").order_by("-added_at")[:SHOWN_EVIDENCE])


def in_trajectory(rows: QuerySet[Organisation], slug: str) -> QuerySet[Organisation]:
    """Those of `rows` that take part in the trajectory with this slug."""
    return rows.filter(participations__trajectory__slug=slug)


def trajectory_choices() -> list[tuple[str, str]]:
    """Every trajectory by slug, for the list that only colleagues see (one query)."""
    return list(Trajectory.objects.order_by("name").values_list("slug", "name"))
