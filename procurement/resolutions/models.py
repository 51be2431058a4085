"""Decisions of a trajectory."""

import uuid

from django.db import models

from core.history.tracking import never_deleted, tracked
from governance.decisions.models import Decision
from procurement.trajectory.models import Phase, Trajectory


@tracked()
class TrajectoryDecision(models.Model):
    """A decision belongs to a trajectory, and often to one phase of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trajectory = models.ForeignKey(Trajectory, on_delete=models.PROTECT, related_name="resolutions")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="resolutions")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="trajectory_link")

    class Meta:
        ordering = ("-decision__number",)
        indexes = (models.Index(name="resolution_of_phase", fields=["trajectory", "phase"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.decision_id} in {self.trajectory_id}"
