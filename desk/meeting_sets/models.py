"""Meeting sets and the documents in them."""

import uuid
from string import Template

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core.edit.models import Versioned
from core.files.models import StoredFile
from core.findable.tracking import findable
from core.history.tracking import tracked
from core.reports.models import Report
from desk.meeting_sets.lifecycle import SetState
from governance.bodies.models import Meeting

REFUSE_FROZEN = Template("""
IF EXISTS (SELECT 1 FROM desk_meetingset WHERE id = $row.meeting_set_id AND state = 'frozen') THEN
    RAISE EXCEPTION 'a frozen meeting set stays as it is';
END IF;
RETURN $row;
""")


@findable(kind="meeting_set", title=("title",), noun="vergaderset vergadering")
@tracked()
class MeetingSet(Versioned):
    """Kept reports in an order, for a meeting or a date, bound into one PDF.

    `file` is the PDF that was made last, of version `bound_version`; a draft is made anew as often as wanted and says
    CONCEPT. Freezing fixes documents, file and moment; `follows` is the frozen set that a later one takes further.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="meeting_sets")
    date = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=SetState.choices(), default=SetState.DRAFT)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_by_name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(null=True)
    bound_version = models.PositiveIntegerField(null=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(name="meeting_set_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="meeting_set_state_complete",
                condition=Q(state="draft", frozen_at__isnull=True, frozen_by_name="")
                | (Q(state="frozen", frozen_at__isnull=False, file__isnull=False) & ~Q(frozen_by_name="")),
            ),
            models.CheckConstraint(
                name="meeting_set_file_complete",
                condition=Q(file__isnull=True, pages__isnull=True, bound_version__isnull=True)
                | Q(file__isnull=False, pages__gt=0, bound_version__isnull=False),
            ),
        )
        indexes = (models.Index(name="meeting_set_newest", fields=["-created_at"]),)
        triggers = (
            pgtrigger.Protect(
                name="frozen_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="frozen"),
            ),
        )

    def __str__(self) -> str:
        return self.title


@tracked()
class SetDocument(models.Model):
    """A kept report in a meeting set; `order` counts from 1."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting_set = models.ForeignKey(MeetingSet, on_delete=models.PROTECT, related_name="documents")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(name="set_document_once", fields=["meeting_set", "report"]),
            models.UniqueConstraint(
                name="set_document_order", fields=["meeting_set", "order"], deferrable=models.Deferrable.DEFERRED
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="frozen_takes_nothing",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=REFUSE_FROZEN.substitute(row="NEW"),
            ),
            pgtrigger.Trigger(
                name="frozen_loses_nothing",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=REFUSE_FROZEN.substitute(row="OLD"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.order} of {self.meeting_set_id}"
