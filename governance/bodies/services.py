"""Keeping the calendar of bodies: every verb locks the body first, so that two people never plan one day twice."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.notices.rules import NoticeKind
from accounts.notices.services import notify
from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.history.rules import spoken
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from governance.bodies import queries
from governance.bodies.access import may_keep, secretary_of
from governance.bodies.lifecycle import MEETINGS, MeetingFacts
from governance.bodies.models import Body, Meeting
from governance.bodies.queries import Concerned
from governance.bodies.rules import (
    MeetingState,
    move_verdict,
    series,
    series_verdict,
    submit_by_for,
    submit_by_verdict,
)

NOT_FOUND = refuse("Dit orgaan of deze vergadering bestaat niet of is niet voor jou.", secret=True)
MOST_NOTICE_DAYS = 60


def _locked_body(body_id: UUID, who: Who) -> Body:
    """The body, locked, if this person keeps its calendar."""
    row = Body.objects.select_for_update().filter(id=body_id).first()
    if row is None:
        raise Refused(NOT_FOUND)
    ensure(may_keep(secretary_of(who, row)))
    return row


def _locked_meeting(meeting_id: UUID, who: Who) -> Meeting:
    """The meeting, locked after its body, if this person keeps its calendar."""
    body_id = Meeting.objects.filter(id=meeting_id).values_list("body_id", flat=True).first()
    if body_id is None:
        raise Refused(NOT_FOUND)
    _locked_body(body_id, who)
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(id=meeting_id)


def _ensure_free(body: Body, day: date, *, besides: UUID | None = None) -> None:
    others = body.meetings.filter(date=day).exclude(state=MeetingState.CANCELLED)
    taken = (others.exclude(id=besides) if besides else others).exists()
    ensure(allow_if(not taken, f"{body.name} vergadert al op {spoken(day)}. Kies een andere dag."))


def set_notice_days(*, body_id: UUID, version: int, days: int, who: Who) -> Body:
    """Change how many calendar days before a meeting its papers must be in; meetings that stand keep their day.

    Raises Conflict when somebody saved the body after `version`. Locks the body.
    """
    with recorded(who, routine="Aanlevertermijn bijgewerkt"):
        row = _locked_body(body_id, who)
        ensure_version(row, version)
        ensure(allow_if(0 <= days <= MOST_NOTICE_DAYS, f"Kies een aantal dagen van 0 tot en met {MOST_NOTICE_DAYS}."))
        row.notice_days = days
        row.version += 1
        row.save()
    return row


def plan_meeting(
    *, body_id: UUID, day: date, who: Who, submit_by: date | None = None, place: str = "", note: str = ""
) -> Meeting:
    """Put a meeting in the calendar; without `submit_by` the notice days of the body set it.

    Raises Refused when the body meets on that day already, or when papers would be due after it or on a free day.
    """
    with recorded(who, routine="Vergadering gepland"):
        body = _locked_body(body_id, who)
        _ensure_free(body, day)
        due = submit_by or submit_by_for(meeting=day, notice_days=body.notice_days)
        ensure(submit_by_verdict(meeting=day, submit_by=due))
        return Meeting.objects.create(body=body, date=day, submit_by=due, place=place.strip(), note=note.strip())


def plan_series(
    *, body_id: UUID, first: date, last: date, every_weeks: int, who: Who, place: str = ""
) -> list[Meeting]:
    """Put the same weekday every n weeks in the calendar, without holidays and days that are taken.

    Raises Refused when nothing is left to plan. What falls out is what `rules.series` says at this moment.
    """
    with recorded(who, routine="Reeks vergaderingen gepland"):
        body = _locked_body(body_id, who)
        ensure(series_verdict(first=first, last=last, every_weeks=every_weeks))
        planned = series(
            first=first,
            last=last,
            every_weeks=every_weeks,
            notice_days=body.notice_days,
            taken=queries.taken_days(body, first, last),
        )
        rows = [
            Meeting(body=body, date=row.day, submit_by=row.submit_by, place=place.strip())
            for row in planned
            if row.submit_by is not None
        ]
        ensure(allow_if(bool(rows), "In deze periode blijft geen enkele dag over. Kies een andere dag of periode."))
        return Meeting.objects.bulk_create(rows)


def edit_meeting(*, meeting_id: UUID, version: int, submit_by: date, place: str, note: str, who: Who) -> Meeting:
    """Change the last day for papers, the place or the note of a planned meeting; its day changes by moving it.

    Raises Conflict when somebody saved it after `version`. Locks the body, then the meeting.
    """
    with recorded(who, routine="Vergadering bijgewerkt"):
        row = _locked_meeting(meeting_id, who)
        ensure_version(row, version)
        ensure(allow_if(row.state == MeetingState.PLANNED, "De vergadering is niet meer gepland; zij ligt vast."))
        if submit_by != row.submit_by:
            ensure(submit_by_verdict(meeting=row.date, submit_by=submit_by))
        row.submit_by, row.place, row.note = submit_by, place.strip(), note.strip()
        row.version += 1
        row.save()
    return row


@dataclass(frozen=True)
class Told:
    """A meeting that changed, and the people who have to know."""

    meeting: Meeting
    concerned: list[Concerned]


def facts_of(row: Meeting, now: datetime) -> MeetingFacts:
    """What the lifecycle needs to know of a meeting (one query)."""
    others = Meeting.objects.filter(body=row.body_id, date=row.date).exclude(state=MeetingState.CANCELLED)
    return MeetingFacts(
        day=row.date,
        today=now.astimezone(AMSTERDAM).date(),
        papers_sent=row.papers_sent_at is not None,
        day_is_taken=row.state == MeetingState.CANCELLED and others.exclude(id=row.id).exists(),
    )


def move_meeting(
    *, meeting_id: UUID, version: int, day: date, reason: str, who: Who, now: datetime, submit_by: date | None = None
) -> Told:
    """Move a planned meeting to another day; answers with who is concerned.

    After papers were sent these people get a notice, apart from who moves it. Without `submit_by` the notice days set
    the last day for papers, unless the papers were sent: then that day stays, or becomes the day of the meeting when
    that is earlier. Raises Refused without a reason after papers were sent, and Conflict when somebody saved the
    meeting after `version`. Locks the body, then the meeting.
    """
    with recorded(who, reason, routine="Vergadering verplaatst"):
        row = _locked_meeting(meeting_id, who)
        ensure_version(row, version)
        facts = facts_of(row, now)
        ensure(MEETINGS.verdict("move", state=row.state, who=secretary_of(who, row.body), facts=facts))
        ensure(move_verdict(was=row.date, becomes=day, today=facts.today, papers_sent=facts.papers_sent, reason=reason))
        _ensure_free(row.body, day, besides=row.id)
        proposed = submit_by_for(meeting=day, notice_days=row.body.notice_days)
        if facts.papers_sent and submit_by is None:
            row.submit_by = min(row.submit_by, day)
        else:
            due = submit_by or proposed
            ensure(submit_by_verdict(meeting=day, submit_by=due))
            row.submit_by = due
        row.moved_from, row.date = row.date, day
        row.moved_at, row.move_reason = now, reason.strip()
        row.version += 1
        row.save()
        told = Told(row, queries.concerned_by(row, facts.today))
        if facts.papers_sent:
            _tell_of_move(told, who, now)
        return told


def _tell_of_move(told: Told, who: Who, now: datetime) -> None:
    # Without the new day: who has not read it keeps this notice when the meeting moves once more.
    row = told.meeting
    assert row.moved_from is not None
    notify(
        person_ids=[person.person_id for person in told.concerned],
        title=f"De vergadering van {spoken(row.moved_from)} is verplaatst",
        url=queries.meeting_url(row),
        about=row.body.name,
        kind=NoticeKind.NEWS,
        now=now,
        not_to=who.person_id,
    )


def settle_meeting(*, meeting_id: UUID, transition: str, reason: str, who: Who, now: datetime) -> Told:
    """Say that papers were sent or the meeting was held, let it lapse with a reason, or put it back on planned.

    Raises Refused when the lifecycle does not allow it or a needed reason is missing. Locks the body, then the meeting.
    """
    step = MEETINGS[transition]
    with recorded(who, reason, routine="Stand van de vergadering bijgewerkt"):
        row = _locked_meeting(meeting_id, who)
        facts = facts_of(row, now)
        ensure(MEETINGS.verdict(transition, state=row.state, who=secretary_of(who, row.body), facts=facts))
        ensure(allow_if(not step.needs_reason or bool(reason.strip()), "Schrijf op waarom."))
        row.state = step.target
        if transition == "send_papers":
            row.papers_sent_at = now
        row.cancel_reason = reason.strip() if step.target == MeetingState.CANCELLED else ""
        row.version += 1
        row.save()
        return Told(row, queries.concerned_by(row, facts.today))
