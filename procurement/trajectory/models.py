"""Trajectories and what their phases consist of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.organisations.models import Organisation
from core.edit.models import Versioned
from core.files.models import StoredFile
from core.findable.tracking import findable
from core.history.tracking import never_deleted, tracked
from core.reports.models import Report
from procurement.trajectory.lifecycle import CheckState, PhaseState
from segments.catalogue.models import Segment

PERSON = settings.AUTH_USER_MODEL


@findable(kind="trajectory", title=("name",), text=("summary",), noun="traject inkooptraject")
@tracked()
class Trajectory(Versioned):
    """One round of procurement, from problem analysis to the start of the contracts.

    `value_full_term` is the estimated value over the full term with all options, in whole euros.
    """

    class Model(models.TextChoices):
        """Which phase model the numbers of the phases belong to."""

        EVA = "eva", "EVA: fasen 0 t/m 5, implementatie en sporen 6 t/m 8"
        SID = "sid", "SID: fasen 1 t/m 4"

    class Profile(models.TextChoices):
        """How much of the model is obligatory."""

        FULL = "full", "volledige inkoop"
        LOT = "lot", "herinkoop van één subtender"
        PILOT = "pilot", "pilot"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    phase_model = models.CharField(max_length=10, choices=Model.choices, default=Model.EVA)
    profile = models.CharField(max_length=10, choices=Profile.choices, default=Profile.FULL)
    contract_start = models.DateField()
    max_term_years = models.PositiveSmallIntegerField()
    value_full_term = models.PositiveBigIntegerField(null=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(null=True)
    announcement = models.TextField(blank=True)
    municipalities = models.ManyToManyField(Organisation, through="Participation", related_name="trajectories")
    segments = models.ManyToManyField(Segment, through="TrajectorySegment", related_name="trajectories")

    class Meta:
        ordering = ("-contract_start", "name")
        constraints = (
            models.CheckConstraint(name="trajectory_named", condition=~Q(name="")),
            models.CheckConstraint(name="trajectory_model_known", condition=Q(phase_model__in=["eva", "sid"])),
            models.CheckConstraint(name="trajectory_profile_known", condition=Q(profile__in=["full", "lot", "pilot"])),
            models.CheckConstraint(name="trajectory_term_years", condition=Q(max_term_years__range=(1, 15))),
            models.CheckConstraint(
                name="trajectory_announcement_has_text", condition=Q(announced_at__isnull=True) | ~Q(announcement="")
            ),
        )
        indexes = (models.Index(name="trajectory_by_start", fields=["-contract_start", "name"]),)

    def __str__(self) -> str:
        return self.name


@tracked()
class Participation(models.Model):
    """A municipality takes part in a trajectory."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")

    class Meta:
        constraints = (models.UniqueConstraint(name="participation_once", fields=["trajectory", "organisation"]),)

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.trajectory_id}"


@tracked()
class TrajectorySegment(models.Model):
    """A segment that a trajectory buys."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="scope")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="trajectory_segment_once", fields=["trajectory", "segment"]),)

    def __str__(self) -> str:
        return f"{self.segment_id} in {self.trajectory_id}"


@findable(kind="milestone", title=("what",), noun="mijlpaal")
@tracked()
class Milestone(models.Model):
    """A moment that everybody plans by; the public ones are shown to providers once the trajectory is announced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="milestones")
    date = models.DateField()
    what = models.CharField(max_length=200)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ("date", "what")
        constraints = (models.CheckConstraint(name="milestone_named", condition=~Q(what="")),)
        indexes = (models.Index(name="milestone_by_date", fields=["trajectory", "date"]),)

    def __str__(self) -> str:
        return self.what


@findable(kind="phase", title=("name",), text=("goal", "end_product", "remark"), number="code", noun="fase spoor")
@tracked()
class Phase(Versioned):
    """A phase (they follow each other) or a track (it runs alongside) of one trajectory."""

    class Kind(models.TextChoices):
        """Tracks have checks but no order of gates."""

        PHASE = "phase", "fase"
        TRACK = "track", "spoor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="phases")
    code = models.CharField(max_length=4)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=20)
    goal = models.TextField()
    end_product = models.TextField()
    roles = models.JSONField(default=list)
    source = models.CharField(max_length=40)
    planned_start = models.DateField(null=True)
    planned_end = models.DateField(null=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PhaseState.choices(), default=PhaseState.PLANNED)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    has_exception = models.BooleanField(default=False)
    exceptions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(name="phase_code_once", fields=["trajectory", "code"]),
            models.CheckConstraint(name="phase_kind_known", condition=Q(kind__in=["phase", "track"])),
            models.CheckConstraint(
                name="phase_dates_forward",
                condition=Q(planned_start__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(planned_end__gte=F("planned_start")),
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                name="phase_exceptions_counted",
                condition=Q(has_exception=False, exceptions=0) | Q(has_exception=True, exceptions__gt=0),
            ),
            models.CheckConstraint(
                name="phase_state_has_moments",
                condition=Q(state="planned", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
            ),
        )
        indexes = (models.Index(name="phase_by_state", fields=["state", "planned_end"]),)

    def __str__(self) -> str:
        return f"{self.label} {self.name}"

    @property
    def is_track(self) -> bool:
        """Whether it runs alongside the phases."""
        return self.kind == self.Kind.TRACK

    @property
    def label(self) -> str:
        """How people call it: "Fase 3", "Spoor 7", "Implementatie"."""
        if self.code == "I":
            return "Implementatie"
        return f"{'Spoor' if self.is_track else 'Fase'} {self.code}"

    @property
    def quoted(self) -> str:
        """The label with the model that its number belongs to, for where models can be mixed up: "Fase 3 (EVA)"."""
        return f"{self.label} ({self.trajectory.phase_model.upper()})"

    @property
    def mentioned(self) -> str:
        """`quoted` in the middle of a sentence: "fase 3 (EVA)"."""
        return self.quoted[0].lower() + self.quoted[1:]

    @property
    def title(self) -> str:
        """The label with the name, without saying the same twice."""
        return self.name if self.name == self.label else f"{self.label}: {self.name}"

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return "implementatie" if self.code == "I" else self.code


@findable(
    kind="check",
    title=("text",),
    text=("explanation", "remark", "settled_note", "skip_reason"),
    number="code",
    noun="controlepunt",
)
@tracked()
class Check(Versioned):
    """A statement about a phase that is true or not yet; the evaluation's recommendations are such statements.

    One that people added to their own trajectory (`is_own`) can be withdrawn; those of the model cannot.
    """

    class Aspect(models.TextChoices):
        """The five aspects by which the evaluation looks at each phase."""

        CONTENT = "inhoud", "Inhoud"
        PROCESSES = "processen", "Processen"
        STRUCTURES = "werkstructuren", "Werkstructuren"
        ORGANISATION = "organisatie", "Organisatie"
        SYSTEMS = "systemen", "Systemen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    aspect = models.CharField(max_length=20, choices=Aspect.choices)
    text = models.TextField()
    explanation = models.TextField(blank=True)
    source = models.CharField(max_length=40)
    is_obligatory = models.BooleanField()
    needs_evidence = models.BooleanField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=CheckState.choices(), default=CheckState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_note = models.TextField(blank=True)
    skip_reason = models.TextField(blank=True)
    is_own = models.BooleanField(default=False)

    class Meta:
        ordering = ("phase__order", "order")
        constraints = (
            models.UniqueConstraint(name="check_code_once", fields=["phase", "code"]),
            models.CheckConstraint(
                name="check_aspect_known",
                condition=Q(aspect__in=["inhoud", "processen", "werkstructuren", "organisatie", "systemen"]),
            ),
            models.CheckConstraint(
                name="check_state_complete",
                condition=Q(state="open", settled_at__isnull=True, skip_reason="")
                | Q(state="done", settled_at__isnull=False, skip_reason="")
                | (Q(state="not_applicable", settled_at__isnull=False) & ~Q(skip_reason=""))
                | (Q(state="withdrawn", settled_at__isnull=False, is_own=True) & ~Q(skip_reason="")),
            ),
        )
        indexes = (models.Index(name="check_of_owner", fields=["owner", "state"]),)

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@findable(kind="evidence", title=("title",), noun="bewijs bewijsstuk")
@tracked()
class Evidence(models.Model):
    """What shows that a check is met or that the end product is there: a file, a link or a kept report.

    Evidence is withdrawn with a reason in the history, never deleted. Confidential evidence is seen only by those who
    steer the procurement, by auditors, and by the organisation that delivered it.
    """

    class Kind(models.TextChoices):
        """The forms that evidence can have."""

        FILE = "file", "bestand"
        LINK = "link", "link"
        RECORD = "record", "vastgelegd rapport"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="evidence")
    check_point = models.ForeignKey(Check, on_delete=models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    is_confidential = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at",)
        constraints = (
            models.CheckConstraint(
                name="evidence_one_thing",
                condition=Q(kind="file", file__isnull=False, url="", report__isnull=True)
                | (Q(kind="link", file__isnull=True, report__isnull=True) & ~Q(url=""))
                | Q(kind="record", file__isnull=True, url="", report__isnull=False),
            ),
            models.CheckConstraint(name="evidence_titled", condition=~Q(title="")),
            models.CheckConstraint(name="evidence_web_address", condition=Q(url="") | Q(url__regex=r"^https?://")),
        )
        indexes = (
            models.Index(name="evidence_of_phase", fields=["phase", "added_at"]),
            models.Index(name="evidence_of_check", fields=["check_point", "added_at"]),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return self.title
