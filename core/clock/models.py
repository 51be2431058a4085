"""What kind of world this database holds, and how far its clock is set off."""

from datetime import timedelta

from django.db import models


class World(models.Model):
    """The single row that says whether this is a real, an example or a rehearsal database."""

    class Kind(models.TextChoices):
        """Only a world that is not real may run at another time."""

        REAL = "real", "echt"
        EXAMPLE = "example", "voorbeeld"
        REHEARSAL = "rehearsal", "oefening"

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.REAL)
    clock_offset = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = (
            models.CheckConstraint(name="world_is_single", condition=models.Q(id=1)),
            models.CheckConstraint(
                name="world_kind_known", condition=models.Q(kind__in=["real", "example", "rehearsal"])
            ),
            models.CheckConstraint(
                name="world_real_runs_on_time",
                condition=~models.Q(kind="real") | models.Q(clock_offset=timedelta(0)),
                violation_error_message="Een echte database loopt op de echte tijd.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} world, {self.clock_offset} off"
