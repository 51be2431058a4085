"""The planning in the example world: a frozen plan and a what-if, and for later stages a conflict with its solution."""

from datetime import datetime
from uuid import UUID

from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from procurement.planning import services
from procurement.planning.queries import situation_of
from procurement.planning.what_if import Change, stand_of
from procurement.trajectory.models import Trajectory

TRAJECTORY = "inkoop-jeugdhulp-2025"
FROZEN_AT = datetime(2022, 2, 4, 16, 30)  # Dutch time; before the world of the example stands still
LATE = Change(part="5", weeks=2)
CATCH_UP = Change(part="5", weeks=-2)


def _row() -> Trajectory:
    return Trajectory.objects.get(slug=TRAJECTORY)


def _seen(row: Trajectory, now: datetime) -> str:
    return stand_of(situation_of(row, now.astimezone(AMSTERDAM).date()))


def freeze_first_plan(*, who: Who, now: datetime) -> None:
    """Freeze the planning of the round as it was made, and keep a what-if to look at."""
    row = _row()
    services.freeze_plan(
        trajectory_id=row.id,
        name="Voorbeeld: planning bij de start",
        reason="Voorbeeld: zo is de planning besproken in de projectgroep.",
        who=who,
        now=now,
    )
    services.keep_scenario(
        trajectory_id=row.id,
        name="Voorbeeld: het tarievenonderzoek loopt vier weken uit",
        change=Change(part="3", weeks=4),
        who=who,
        now=now,
    )


def play_conflict(*, who: Who, now: datetime) -> None:
    """The procurement phase slips by two weeks: the award comes too late and the implementation becomes too short."""
    row = _row()
    services.apply_change(
        trajectory_id=row.id,
        change=LATE,
        seen=_seen(row, now),
        who=who,
        reason="Voorbeeld: de teksten van de bestekken zijn later klaar.",
        now=now,
    )


def solve_conflict(*, who: Who, now: datetime) -> UUID:
    """The two weeks are made up for by a kept what-if that is applied; answers with its id."""
    row = _row()
    scenario = services.keep_scenario(
        trajectory_id=row.id,
        name="Voorbeeld: twee weken inhalen in fase 5",
        change=CATCH_UP,
        who=who,
        now=now,
    )
    services.apply_scenario(
        scenario_id=scenario.id,
        trajectory_id=row.id,
        seen=_seen(row, now),
        who=who,
        reason="Voorbeeld: de projectgroep zet extra schrijvers in en haalt de tijd in.",
        now=now,
    )
    return scenario.id
