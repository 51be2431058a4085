"""Collects what every room asks of a person."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.notices.models import Notice
from accounts.notices.queries import unread_of
from accounts.organisations.rules import Who
from accounts.people.queries import seen_until
from core.history.queries import sources_for, timeline
from core.history.rules import Entry
from core.jobs.models import Job
from core.jobs.queries import jobs_of
from core.rooms.asks import Ask
from core.rooms.discovery import furniture
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import visible_trajectories, with_progress

LOOK_BACK = timedelta(days=30)
SHOWN_CHANGES = 12
SHOWN_NOTICES = 5


def asks_of(who: Who, now: datetime) -> list[Ask]:
    """What all rooms ask of this person, what is due first."""
    asks = [
        ask
        for _, module in furniture("queries")
        if module.__name__ != __name__ and hasattr(module, "asks_of")
        for ask in module.asks_of(who, now)
    ]
    return sorted(asks, key=lambda ask: (ask.due is None, ask.due or date.max))


def waiting_on(who: Who, now: datetime) -> list[Ask]:
    """What this person waits for, by person."""
    return [
        ask
        for _, module in furniture("queries")
        if module.__name__ != __name__ and hasattr(module, "waiting_on")
        for ask in module.waiting_on(who, now)
    ]


def new_notices(who: Who) -> list[Notice]:
    """The newest notices that this person has not read: who named them, what was handed over (one query)."""
    return list(unread_of(who)[:SHOWN_NOTICES])


def running_jobs(who: Who) -> list[Job]:
    """This person's work that has not ended yet."""
    return list(jobs_of(who.person_id).filter(finished_at__isnull=True)[:5])


def my_trajectories(who: Who) -> list[Trajectory]:
    """The trajectories that this person may see, with where they stand."""
    return list(with_progress(visible_trajectories(who)))


def changes_for(
    who: Who, trajectories: list[Trajectory], now: datetime
) -> tuple[list[dict[str, Any]], datetime | None]:
    """What others changed since this person last read along, at most a month back, and since when that is."""
    seen = seen_until(who)
    since = max(seen, now - LOOK_BACK) if seen else now - LOOK_BACK
    by_id = {row.id: row for row in trajectories}
    entries = timeline(
        sources_for("trajectory"),
        list(by_id),
        who=who,
        since=since,
        by_others_than=who.person_id,
        only_major=True,
        limit=SHOWN_CHANGES + 1,
    )
    return [_change(entry, by_id[entry.subject_id]) for entry in entries], seen


def _change(entry: Entry, trajectory: Trajectory) -> dict[str, Any]:
    return {
        "moment": entry.moment,
        "sentence": entry.sentence,
        "reason": entry.reason,
        "who": f"{entry.who} in {trajectory.name}",
    }
