"""Decisions with their text, their route and their results."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.organisations.models import Organisation
from core.edit.models import Versioned
from core.files.models import StoredFile
from core.findable.tracking import findable
from core.history.tracking import never_deleted, tracked
from core.reports.models import Report
from governance.bodies.models import Body, Meeting
from governance.decisions.lifecycle import DecisionState
from governance.decisions.memo import HEADINGS, TEXT_FIELDS
from governance.decisions.rules import Artefact, Competence, Outcome, StepKind, StepRole

PERSON = settings.AUTH_USER_MODEL


def insert_only() -> pgtrigger.Trigger:
    """A trigger that refuses UPDATE and DELETE; `tracked` already refuses TRUNCATE."""
    return pgtrigger.Protect(name="insert_only", operation=pgtrigger.Update | pgtrigger.Delete)


@findable(kind="decision", title=("title",), text=("settled_text",), number="number", noun="besluit voorstel")
@tracked()
class Decision(Versioned):
    """A proposal that goes along bodies, and what became of it.

    `each_for_itself`: a college that refuses drops out and does not stop the others. `sent_text` is the version of the
    text that is or was on the route: what municipalities see and results are about. `settled_text` says in words what
    the results together mean.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=200)
    artefact = models.CharField(max_length=30, choices=Artefact.choices())
    state = models.CharField(max_length=12, choices=DecisionState.choices(), default=DecisionState.DRAFT)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    each_for_itself = models.BooleanField(default=False)
    route_motivation = models.TextField(blank=True)
    reactions_question = models.TextField(blank=True)
    reactions_due = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_text = models.ForeignKey("DecisionText", on_delete=models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(null=True)
    settled_text = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    municipalities = models.ManyToManyField(Organisation, through="DecisionMunicipality", related_name="decisions")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(name="decision_number", condition=Q(number__regex=r"^B-[0-9]{4}-[0-9]{3,}$")),
            models.CheckConstraint(name="decision_named", condition=~Q(title="")),
            models.CheckConstraint(name="decision_artefact_known", condition=Q(artefact__in=[*Artefact])),
            models.CheckConstraint(name="decision_state_known", condition=Q(state__in=[*DecisionState])),
            models.CheckConstraint(
                name="decision_on_route_has_text",
                condition=Q(sent_at__isnull=True, sent_text__isnull=True)
                | Q(sent_at__isnull=False, sent_text__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_left_was_sent",
                condition=~Q(state__in=["on_route", "decided", "rejected"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_settled_has_day",
                condition=Q(state__in=["decided", "rejected"], settled_on__isnull=False) & ~Q(settled_text="")
                | ~Q(state__in=["decided", "rejected"]) & Q(settled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_withdrawn_has_reason",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="decision_reactions_have_question",
                condition=Q(reactions_due__isnull=True, reactions_question="")
                | Q(reactions_due__isnull=False) & ~Q(reactions_question=""),
            ),
        )
        indexes = (models.Index(name="decision_by_state", fields=["state", "-number"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@tracked()
class DecisionMunicipality(models.Model):
    """A municipality takes part in a decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="taking_part")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="decision_municipality_once", fields=["decision", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.decision_id}"


@tracked()
class DecisionSegment(models.Model):
    """A segment that a decision is about, with who decided on it when the decision was made; the name is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="scope")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    competence = models.CharField(max_length=10, choices=Competence.choices())

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(name="decision_segment_once", fields=["decision", "slug"]),
            models.CheckConstraint(name="decision_segment_competence", condition=Q(competence__in=[*Competence])),
        )

    def __str__(self) -> str:
        return f"{self.slug} in {self.decision_id}"


@tracked(exclude=TEXT_FIELDS)
class DecisionText(models.Model):
    """One saved version of the text of a proposal, by the headings of the memo; insert-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    change = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300)
    proposal = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    intended_effect = models.TextField(blank=True)
    arguments = models.TextField(blank=True)
    caveats = models.TextField(blank=True)
    finances = models.TextField(blank=True)
    communication = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    annexes = models.TextField(blank=True)
    resolution = models.TextField(blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(name="decision_text_number_once", fields=["decision", "number"]),
            models.CheckConstraint(name="decision_text_number", condition=Q(number__gt=0)),
            models.CheckConstraint(name="decision_text_subject", condition=~Q(subject="")),
        )
        triggers = (insert_only(),)

    def __str__(self) -> str:
        return f"{self.decision_id} v{self.number}"

    @property
    def words(self) -> dict[str, str]:
        """The text by field."""
        return {field: getattr(self, field) for field in TEXT_FIELDS}


@tracked()
class TextApproval(models.Model):
    """The second pair of eyes agreed with a version; never its author. Insert-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.OneToOneField(DecisionText, on_delete=models.PROTECT, related_name="approval")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by_name = models.CharField(max_length=200)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="approval_four_eyes", condition=~Q(approved_by=F("author"))),)
        triggers = (insert_only(),)

    def __str__(self) -> str:
        return f"approval of {self.text_id}"


@tracked()
class DecisionComment(models.Model):
    """A remark on a version of the text, open until somebody answers it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(DecisionText, on_delete=models.PROTECT, related_name="comments")
    heading = models.CharField(max_length=20, blank=True)
    body = models.TextField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("written_at",)
        constraints = (
            models.CheckConstraint(name="comment_has_body", condition=~Q(body="")),
            models.CheckConstraint(name="comment_heading_known", condition=Q(heading__in=["", *TEXT_FIELDS])),
            models.CheckConstraint(
                name="comment_answered_whole",
                condition=Q(answered_at__isnull=True, answer="", answered_by_name="")
                | Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by_name=""),
            ),
        )
        indexes = (models.Index(name="comment_of_text", fields=["text", "written_at"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"comment on {self.text_id}"

    @property
    def heading_label(self) -> str:
        """The heading that it is about, or "" when it is about the whole text."""
        return next((row.label for row in HEADINGS if row.field == self.heading), "")


@tracked()
class RouteStep(models.Model):
    """A step of the route, in order: one body, or the colleges or councils of everybody who takes part.

    `planned_date` is the day by which the step is wanted when no meeting is chosen; `sent_for` the day of the meeting
    when the papers left, so that a later change can be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind.choices())
    role = models.CharField(max_length=10, choices=StepRole.choices())
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="route_steps")
    planned_date = models.DateField(null=True)
    sent_for = models.DateField(null=True)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(
                name="route_step_order_once", fields=["decision", "order"], deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="route_step_role_known", condition=Q(role__in=[*StepRole])),
            models.CheckConstraint(
                name="route_step_one_body",
                condition=Q(kind="body", body__isnull=False)
                | Q(kind__in=["colleges", "councils"], body__isnull=True, meeting__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} step {self.order}"


@tracked()
class RouteSeat(models.Model):
    """A body on a step: the one body, or the college or council of one municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(RouteStep, on_delete=models.CASCADE, related_name="seats")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("body__order", "body__name")
        constraints = (models.UniqueConstraint(name="route_seat_once", fields=["step", "body"]),)
        indexes = (models.Index(name="route_seat_of_body", fields=["body", "step"]),)

    def __str__(self) -> str:
        return f"{self.body_id} on {self.step_id}"


@tracked()
class DecisionResult(models.Model):
    """What a body or municipality said about a version of the text.

    A result that was corrected, or followed by another after "aangehouden", stays with `superseded_at`; of one seat and
    one version there is one that counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(RouteSeat, on_delete=models.PROTECT, related_name="results")
    text = models.ForeignKey(DecisionText, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=30, choices=Outcome.choices())
    date = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    conditions = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=200)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("date", "recorded_at")
        constraints = (
            models.UniqueConstraint(
                name="result_counts_once", fields=["seat", "text"], condition=Q(superseded_at__isnull=True)
            ),
            models.CheckConstraint(name="result_outcome_known", condition=Q(outcome__in=[*Outcome])),
            models.CheckConstraint(
                name="result_conditions_written",
                condition=Q(outcome="agreed_with_conditions") & ~Q(conditions="")
                | ~Q(outcome="agreed_with_conditions") & Q(conditions=""),
            ),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.outcome} of {self.seat_id}"


@tracked()
class ResultCondition(Versioned):
    """A condition that somebody set when agreeing: who sees to it, by when, and when it was fulfilled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.ForeignKey(DecisionResult, on_delete=models.PROTECT, related_name="condition_rows")
    text = models.TextField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    fulfilled_on = models.DateField(null=True)
    fulfilled_note = models.TextField(blank=True)
    fulfilled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.CheckConstraint(name="condition_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="condition_fulfilled_whole",
                condition=Q(fulfilled_on__isnull=True, fulfilled_note="", fulfilled_by_name="")
                | Q(fulfilled_on__isnull=False) & ~Q(fulfilled_note="") & ~Q(fulfilled_by_name=""),
            ),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"condition of {self.result_id}"


@tracked()
class DecisionEvidence(models.Model):
    """A kept report on which a proposal rests, under its fingerprint.

    `frozen_with` is the version with which it left; such a row never changes. A new version starts with copies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="evidence")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    frozen_with = models.ForeignKey(DecisionText, on_delete=models.PROTECT, null=True, related_name="evidence")

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.UniqueConstraint(
                name="decision_evidence_once", fields=["decision", "report", "frozen_with"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="decision_evidence_fingerprint", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_with__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} under {self.decision_id}"
