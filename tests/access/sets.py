"""Meeting sets for the table of access: one that was frozen, a draft, and an empty draft."""

from dataclasses import dataclass
from typing import Any

from core.history.services import recorded
from core.reports.models import Report
from desk.meeting_sets.models import MeetingSet, SetDocument
from tests.conftest import NOW, Cast

ROWS = {
    # name                          stranger sanne mila teun iris anouk emre daan
    "meeting_sets:list": "               302  200  200  200  200  200  200  404",
    "meeting_sets:new": "                302  403  200  403  403  403  403  404",
    "meeting_sets:set": "                302  200  200  200  200  200  404  404",
    "meeting_sets:pdf": "                302  200  200  200  200  200  404  404",
    "meeting_sets:edit": "               302  404  200  404  404  404  404  404",
    "meeting_sets:add": "                302  404  200  404  404  404  404  404",
    "meeting_sets:document": "           302  404  405  404  404  404  404  404",
    "meeting_sets:bind": "               302  404  200  404  404  404  404  404",
    "meeting_sets:follow": "             302  403  405  403  403  403  404  404",
}
SENT: dict[str, tuple[str, dict[str, Any]]] = {
    "meeting_sets:new": ("mila", {"title": "Stukken", "meeting": "", "date": "9-3-2022", "reports": ["<report>"]}),
    "meeting_sets:edit": ("mila", {"title": "Anders", "meeting": "", "date": "", "version": "1"}),
    "meeting_sets:add": ("mila", {"report": "<report>"}),
    "meeting_sets:document": ("mila", {}),
    "meeting_sets:bind": ("mila", {}),
    "meeting_sets:follow": ("mila", {}),
}


@dataclass(frozen=True)
class Sets:
    """The sets by what can be done with them."""

    frozen: MeetingSet
    draft: MeetingSet
    empty: MeetingSet

    def kwargs(self) -> dict[str, dict[str, Any]]:
        """What the addresses need."""
        document = self.draft.documents.first()
        assert document is not None
        frozen, draft = {"set": self.frozen.id}, {"set": self.draft.id}
        return {
            "meeting_sets:set": frozen,
            "meeting_sets:pdf": frozen,
            "meeting_sets:follow": frozen,
            "meeting_sets:edit": draft,
            "meeting_sets:document": draft | {"document": document.id, "step": "weg"},
            "meeting_sets:bind": draft | {"step": "freeze"},
            "meeting_sets:add": {"set": self.empty.id},
        }


def kept_set(cast: Cast, title: str, *reports: Report, is_frozen: bool = False) -> MeetingSet:
    """A set of the manager with these reports; frozen with the PDF of its first report."""
    with recorded(cast.who("mila")):
        row = MeetingSet.objects.create(
            title=title, created_at=NOW, created_by=cast.mila, created_by_name=cast.mila.name
        )
        for order, report in enumerate(reports, 1):
            SetDocument.objects.create(meeting_set=row, report=report, order=order)
        if is_frozen:
            row.state, row.frozen_at, row.frozen_by_name = "frozen", NOW, cast.mila.name
            row.file, row.pages, row.bound_version = reports[0].file, 3, 1
            row.save()
    return row


def make_sets(cast: Cast, report: Report) -> Sets:
    """One of each."""
    return Sets(
        frozen=kept_set(cast, "Stukken januari", report, is_frozen=True),
        draft=kept_set(cast, "Stukken februari", report),
        empty=kept_set(cast, "Stukken maart"),
    )
