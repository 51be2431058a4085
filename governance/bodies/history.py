"""The timeline of a body and of a meeting: what each change says in Dutch."""

from typing import Any

from core.history.rules import Source, changed, spoken
from core.history.tracking import events_of
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import MeetingState

FIELDS = {"submit_by": "de aanleverdag", "place": "de plaats", "note": "de toelichting"}


def meeting_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Planning, moving, sending papers and the end of a meeting."""
    name = f"de vergadering van {spoken(after.date)}"
    if before is None:
        return f"Plande {name}."
    if after.date != before.date:
        late = " nadat de stukken waren verzonden" if before.papers_sent_at else ""
        return f"Verplaatste de vergadering van {spoken(before.date)} naar {spoken(after.date)}{late}."
    if after.state != before.state:
        return {
            MeetingState.HELD: f"Meldde dat {name} is gehouden.",
            MeetingState.CANCELLED: f"Liet {name} vervallen.",
            MeetingState.PLANNED: f"Zette {name} weer op gepland.",
        }[MeetingState(after.state)]
    if after.papers_sent_at and not before.papers_sent_at:
        return f"Meldde dat de stukken voor {name} zijn verzonden."
    parts = [
        f"{FIELDS[field]} van {spoken(getattr(before, field))} naar {spoken(getattr(after, field))}"
        for field in changed(before, after, *FIELDS)
    ]
    return f"Wijzigde van {name} {' en '.join(parts)}." if parts else None


def body_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """The notice days; what comes with the reference data is not told."""
    if before is None or after.notice_days == before.notice_days:
        return None
    return f"Wijzigde de aanlevertermijn van {before.notice_days} naar {after.notice_days} dagen."


SOURCES = {
    "meeting": (Source(events_of(Meeting), "pgh_obj_id", meeting_sentence),),
    "body": (
        Source(events_of(Body), "pgh_obj_id", body_sentence, first_is_told=False),
        Source(events_of(Meeting), "body_id", meeting_sentence),
    ),
}
