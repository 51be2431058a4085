"""What may be seen of bodies and meetings, what they ask of people, and what stands in the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse

from accounts.organisations.queries import memberships_on
from accounts.organisations.rules import Kind, Role, Who
from core.clock.queries import AMSTERDAM
from core.history.rules import spoken
from core.rooms.asks import AgendaItem, Ask
from governance.bodies.access import STEERING, may_see_governance
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import LOCAL_KINDS, BodyKind, MeetingState

PAPERS_SOON = timedelta(days=14)
FOUR_OF_A_KIND = 4  # from here on one line says it for all colleges


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


def coming_first(rows: QuerySet[Meeting], today: date) -> QuerySet[Meeting]:
    """What lies ahead by day, then what has been, the newest first."""
    ahead = Case(When(date__gte=today, then=F("date")), default=None)
    return rows.order_by(ahead.asc(nulls_last=True), "-date", "body__order", "body__name")


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


# --- Asked of people, and the calendar --------------------------------------------------------------------------------
def meeting_url(row: Meeting) -> str:
    """The page of a meeting."""
    return reverse("bodies:meeting", args=[row.id])


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """Papers that are due within two weeks, and meetings that have passed without a word (two queries)."""
    if not (who.has(*STEERING) or who.has(Role.MUNICIPALITY_OFFICIAL)):
        return
    today = now.astimezone(AMSTERDAM).date()
    kept = kept_bodies(who)
    planned = Meeting.objects.filter(state=MeetingState.PLANNED).select_related("body").order_by("submit_by", "date")
    due = planned.filter(body__in=kept, papers_sent_at=None, date__gte=today, submit_by__lte=today + PAPERS_SOON)
    yield from _papers(list(due))
    own = kept.filter(organisation__in=who.organisations(Kind.MUNICIPALITY))
    mine = kept.filter(organisation__isnull=True) if who.has(*STEERING) else own
    for row in planned.filter(body__in=mine, date__lt=today):
        yield Ask(
            title=f"Is de vergadering van {row.body.name} doorgegaan?",
            url=meeting_url(row),
            why="De dag is voorbij. Meld dat de vergadering is gehouden, of laat haar vervallen.",
            about=row.body.name,
            due=row.date,
        )


def _papers(rows: list[Meeting]) -> Iterator[Ask]:
    """One ask per meeting, and one for all colleges that have the same last day."""
    colleges: dict[date, list[Meeting]] = {}
    for row in rows:
        if row.body.kind == BodyKind.COLLEGE:
            colleges.setdefault(row.submit_by, []).append(row)
    many = {day: group for day, group in colleges.items() if len(group) >= FOUR_OF_A_KIND}
    for row in rows:
        if row.body.kind == BodyKind.COLLEGE and row.submit_by in many:
            continue
        yield Ask(
            title=f"Lever de stukken aan voor {row.body.name}",
            url=meeting_url(row),
            why=f"De vergadering is op {spoken(row.date)}.",
            about="Vergaderingen",
            due=row.submit_by,
        )
    for day, group in many.items():
        yield Ask(
            title=f"Lever de stukken aan voor {len(group)} colleges",
            url=f"{reverse('bodies:meetings')}?soort=college&vanaf={group[0].date:%d-%m-%Y}&tot={group[-1].date:%d-%m-%Y}",
            why=f"Zij vergaderen vanaf {spoken(group[0].date)}.",
            about="Vergaderingen",
            due=day,
        )


def agenda_of(who: Who, first: date, last: date) -> list[AgendaItem]:
    """The meetings in a period and the last days for their papers, for this person's calendar (one query)."""
    if not who or not may_see_governance(who):
        return []
    rows = (
        visible_meetings(who)
        .exclude(state=MeetingState.CANCELLED)
        .filter(Q(date__range=(first, last)) | Q(submit_by__range=(first, last), state=MeetingState.PLANNED))
    )
    items = []
    for row in rows:
        url, about, key = meeting_url(row), row.body.name, str(row.id)
        if first <= row.date <= last:
            items.append(AgendaItem(row.date, f"Vergadering: {row.body.name}", url, about, "vergadering", key=key))
        if row.state == MeetingState.PLANNED and first <= row.submit_by <= last:
            title = f"Stukken inleveren: {row.body.name}"
            items.append(AgendaItem(row.submit_by, title, url, about, "aanleverdag", key=key))
    return sorted(items, key=lambda item: (item.day, item.title))
