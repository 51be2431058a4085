"""Bodies and their meetings."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.organisations.models import Organisation
from core.edit.models import Versioned
from core.findable.tracking import findable
from core.history.tracking import never_deleted, tracked
from governance.bodies.rules import BodyKind, MeetingState


@findable(kind="body", title=("name",), text=("note",), number="code", noun="orgaan bestuur")
@tracked()
class Body(Versioned):
    """A body on the route of a decision: project group, officials, aldermen, boards, colleges, councils.

    A college or council belongs to its municipality; the others work for the region. `notice_days` is how many calendar
    days before a meeting its papers must be in, unless the meeting says otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=BodyKind.choices())
    order = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="bodies")
    notice_days = models.PositiveSmallIntegerField(default=14)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("order", "name")
        constraints = (
            models.CheckConstraint(name="body_kind_known", condition=Q(kind__in=[kind.value for kind in BodyKind])),
            models.CheckConstraint(name="body_named", condition=~Q(name="") & ~Q(code="")),
            models.CheckConstraint(
                name="body_of_municipality",
                condition=Q(kind__in=["college", "council"], organisation__isnull=False)
                | (~Q(kind__in=["college", "council"]) & Q(organisation__isnull=True)),
            ),
            models.CheckConstraint(name="body_notice_days", condition=Q(notice_days__lte=60)),
            models.UniqueConstraint(
                name="body_once_per_municipality",
                fields=["kind", "organisation"],
                condition=Q(organisation__isnull=False),
            ),
        )
        indexes = (models.Index(name="body_by_kind", fields=["kind", "order", "name"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return self.name


@tracked()
class Meeting(Versioned):
    """A meeting of a body, with the last day on which papers can be handed in.

    `papers_sent_at` is when its papers went to the members; moving it afterwards asks for a reason and is told.
    `moved_from`, `moved_at` and `move_reason` tell of the last move; earlier ones are in the history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField()
    submit_by = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices(), default=MeetingState.PLANNED)
    papers_sent_at = models.DateTimeField(null=True)
    moved_from = models.DateField(null=True)
    moved_at = models.DateTimeField(null=True)
    move_reason = models.TextField(blank=True)
    cancel_reason = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("date", "body__order")
        constraints = (
            models.CheckConstraint(
                name="meeting_state_known", condition=Q(state__in=[state.value for state in MeetingState])
            ),
            models.CheckConstraint(
                name="meeting_papers_before",
                condition=Q(submit_by__lte=models.F("date")),
                violation_error_message="De uiterste aanleverdag ligt na de vergadering.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_reason",
                condition=(Q(state="cancelled") & ~Q(cancel_reason="")) | (~Q(state="cancelled") & Q(cancel_reason="")),
            ),
            models.CheckConstraint(
                name="meeting_move_complete",
                condition=Q(moved_from__isnull=True, moved_at__isnull=True, move_reason="")
                | Q(moved_from__isnull=False, moved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_late_move_has_reason",
                condition=Q(moved_at__isnull=True)
                | Q(papers_sent_at__isnull=True)
                | Q(papers_sent_at__gt=models.F("moved_at"))
                | ~Q(move_reason=""),
            ),
            models.UniqueConstraint(
                name="meeting_once_a_day", fields=["body", "date"], condition=~Q(state="cancelled")
            ),
        )
        indexes = (
            models.Index(name="meeting_by_date", fields=["date", "body"]),
            models.Index(name="meeting_papers_due", fields=["state", "submit_by"]),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.body_id} {self.date}"
