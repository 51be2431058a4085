"""What may be seen of bodies and meetings, what they ask of people, and what stands in the calendar."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Role, Who
from governance.bodies.access import STEERING
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import LOCAL_KINDS, BodyKind, MeetingState


# --- Reading ----------------------------------------------------------------------------------------------------------
def visible_bodies(who: Who) -> QuerySet[Body]:
    """All for colleagues; for officials the regional ones and those of their own municipality; none for others."""
    rows = Body.objects.select_related("organisation")
    if who.works_at_ozjt:
        return rows
    own = who.organisations(Kind.MUNICIPALITY)
    return rows.filter(Q(organisation__isnull=True) | Q(organisation__in=own)) if own else rows.none()


def kept_bodies(who: Who) -> QuerySet[Body]:
    """The bodies whose calendar this person keeps, by the same rule as `access.may_keep`."""
    rows = visible_bodies(who)
    kept = Q(id__in=[])
    if who.has(*STEERING):
        kept |= Q(organisation__isnull=True) | Q(kind=BodyKind.COLLEGE)
    own = [hat.organisation_id for hat in who.hats if hat.role == Role.MUNICIPALITY_OFFICIAL]
    if own:
        kept |= Q(organisation__in=own)
    return rows.filter(kept)


def with_next_meeting(rows: QuerySet[Body], today: date) -> QuerySet[Body]:
    """Bodies with the day of their next planned meeting and its last day for papers, in the same query."""
    coming = Meeting.objects.filter(body=OuterRef("pk"), state=MeetingState.PLANNED, date__gte=today).order_by("date")
    return rows.annotate(
        next_date=Subquery(coming.values("date")[:1]), next_submit_by=Subquery(coming.values("submit_by")[:1])
    )


def body(who: Who, slug: str) -> Body | None:
    """One body, if this person may see it."""
    return visible_bodies(who).filter(slug=slug).first()


def visible_meetings(who: Who) -> QuerySet[Meeting]:
    """The meetings of the bodies that this person may see, by day."""
    return (
        Meeting.objects.filter(body__in=visible_bodies(who))
        .select_related("body", "body__organisation")
        .order_by("date", "body__order", "body__name")
    )


def meeting(who: Who, meeting_id: UUID) -> Meeting | None:
    """One meeting, if this person may see its body."""
    return visible_meetings(who).filter(id=meeting_id).first()


def coming_meetings(rows: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    """Those of `rows` that are planned and lie ahead."""
    return rows.filter(state=MeetingState.PLANNED, date__gte=today)


def past_meetings(rows: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    """Those of `rows` whose day has passed or that no longer take place, the newest first."""
    return rows.filter(Q(date__lt=today) | ~Q(state=MeetingState.PLANNED)).order_by("-date")


def next_meeting(body_id: UUID, day: date) -> Meeting | None:
    """The first planned meeting of a body whose papers can still be handed in on `day`."""
    rows = Meeting.objects.filter(body=body_id, state=MeetingState.PLANNED, submit_by__gte=day, papers_sent_at=None)
    return rows.select_related("body").order_by("date").first()


def taken_days(row: Body, first: date, last: date) -> frozenset[date]:
    """The days in a period on which a body meets already."""
    rows = row.meetings.filter(date__range=(first, last)).exclude(state=MeetingState.CANCELLED)
    return frozenset(rows.values_list("date", flat=True))


# --- Who has to know --------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Concerned:
    """Somebody whom a change of a meeting concerns."""

    person_id: UUID
    name: str
    organisation: str


def concerned_by(row: Meeting, today: date) -> list[Concerned]:
    """Who has to know when a meeting changes, by name (one query).

    Those who steer; for a regional body also the officials of all municipalities, for the boards and the aldermen the
    portfolio holder as well; for a college or council the officials of that municipality.
    """
    roles = Q(role__in=STEERING)
    if row.body.kind in LOCAL_KINDS:
        roles |= Q(role=Role.MUNICIPALITY_OFFICIAL, organisation=row.body.organisation_id)
    elif row.body.kind != BodyKind.PROJECT_GROUP:
        roles |= Q(role=Role.MUNICIPALITY_OFFICIAL)
        if row.body.kind != BodyKind.OFFICIALS:
            roles |= Q(role=Role.PORTFOLIO_HOLDER)
    rows = (
        memberships_on(today)
        .filter(roles, person__is_active=True)
        .values_list("person_id", "person__name", "organisation__name")
        .order_by("person__name", "organisation__name")
    )
    found = {person: Concerned(person, name, organisation) for person, name, organisation in rows}
    return list(found.values())
