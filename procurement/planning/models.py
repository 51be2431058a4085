"""Frozen plans to compare with, and what-ifs that may become the plan."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.edit.models import Versioned
from core.history.tracking import insert_only, tracked
from procurement.trajectory.models import Phase, Trajectory

PERSON = settings.AUTH_USER_MODEL


@tracked()
class PlanBaseline(models.Model):
    """The planning of a trajectory as it was at one moment, with why it was frozen. Insert only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="plan_baselines")
    name = models.CharField(max_length=120)
    reason = models.TextField()
    contract_start = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    frozen_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-frozen_at",)
        constraints = (
            models.UniqueConstraint(name="plan_baseline_name_once", fields=["trajectory", "name"]),
            models.CheckConstraint(name="plan_baseline_named", condition=~Q(name="")),
            models.CheckConstraint(name="plan_baseline_has_reason", condition=~Q(reason="")),
        )
        indexes = (models.Index(name="plan_baseline_newest", fields=["trajectory", "-frozen_at"]),)
        triggers = insert_only()[:1]  # `tracked` already refuses TRUNCATE

    def __str__(self) -> str:
        return self.name


class PlanBaselineRow(models.Model):
    """One phase, track or milestone in a frozen plan; a milestone has one day. Insert only."""

    class Kind(models.TextChoices):
        """What is frozen."""

        PART = "part", "fase of spoor"
        MILESTONE = "milestone", "mijlpaal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    baseline = models.ForeignKey(PlanBaseline, on_delete=models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=4, blank=True)
    title = models.CharField(max_length=200)
    start = models.DateField(null=True)
    end = models.DateField(null=True)

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(name="plan_baseline_row_order_once", fields=["baseline", "order"]),
            models.CheckConstraint(name="plan_baseline_row_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="plan_baseline_row_of_kind",
                condition=(Q(kind="part") & ~Q(code="")) | Q(kind="milestone", code="", start__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_baseline_row_forward",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
            ),
        )
        triggers = insert_only()

    def __str__(self) -> str:
        return self.title


@tracked()
class PlanScenario(Versioned):
    """A what-if of the planning: another contract start, a phase that shifts by weeks, or both.

    It changes nothing until it is applied; then it stays as it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="plan_scenarios")
    name = models.CharField(max_length=120)
    contract_start = models.DateField(null=True)
    moves_phases = models.BooleanField(default=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="+")
    weeks = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.UniqueConstraint(name="plan_scenario_name_once", fields=["trajectory", "name"]),
            models.CheckConstraint(name="plan_scenario_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="plan_scenario_says_something",
                condition=Q(contract_start__isnull=False) | Q(phase__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_scenario_phase_with_weeks",
                condition=Q(phase__isnull=True, weeks=0) | (Q(phase__isnull=False) & ~Q(weeks=0)),
            ),
            models.CheckConstraint(name="plan_scenario_weeks", condition=Q(weeks__range=(-104, 104))),
            models.CheckConstraint(
                name="plan_scenario_applied_by",
                condition=Q(applied_at__isnull=True, applied_by_name="")
                | (Q(applied_at__isnull=False) & ~Q(applied_by_name="")),
            ),
        )
        indexes = (models.Index(name="plan_scenario_newest", fields=["trajectory", "-made_at"]),)

    def __str__(self) -> str:
        return self.name
