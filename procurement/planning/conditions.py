"""What the planning says of gate conditions: no conflict is left, and the award is final in time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from core.clock.queries import AMSTERDAM
from core.history.rules import spoken
from procurement.gates.providers import Answers, ConditionProvider, parts_asking
from procurement.gates.rules import Provided
from procurement.planning.conflicts import conflicts, count_words
from procurement.planning.queries import planning_url, situation_from
from procurement.planning.rules import backward_plan
from procurement.trajectory.content_model import EVA, SID
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Milestone, Phase

WITHOUT_CONFLICTS, AWARD_IN_TIME = "planning.without_conflicts", "planning.award_in_time"
PROCUREMENT_PHASE = {EVA: "5", SID: "3"}  # at its end the award is final
LINK = "Naar de planning"


def without_conflicts(trajectory_ids: Collection[UUID], now: datetime) -> Answers:
    """Whether the planning of each trajectory holds no conflict; warnings may stay (two queries).

    A phase to come without dates cannot be judged: then the condition is not met either.
    """
    today = now.astimezone(AMSTERDAM).date()
    rows = Phase.objects.filter(trajectory_id__in=trajectory_ids).select_related("trajectory")
    moments: dict[UUID, list[Milestone]] = {}
    for moment in Milestone.objects.filter(trajectory_id__in=trajectory_ids).order_by("date", "what"):
        moments.setdefault(moment.trajectory_id, []).append(moment)
    answers: dict[tuple[UUID, str], Provided] = {}
    for key, group in groupby(rows.order_by("trajectory_id", "order"), key=lambda row: row.trajectory_id):
        phases = list(group)
        parent = phases[0].trajectory
        found = [
            row for row in conflicts(situation_from(parent, phases, moments.get(key, ()), today)) if not row.is_warning
        ]
        undated = [row.label.lower() for row in phases if not row.is_track and _lacks_dates(row)]
        why = f"De planning heeft {count_words(found)}."
        if found:
            why = f"{why} {found[0].what}"
        elif undated:
            why = f"Nog zonder begin of einde: {', '.join(undated)}."
        given = Provided(not found and not undated, why, f"{planning_url(parent.slug)}#conflicten", LINK)
        answers |= {(key, part): given for part in parts_asking(WITHOUT_CONFLICTS)}
    return answers


def _lacks_dates(row: Phase) -> bool:
    return row.state != PhaseState.CLOSED and not (row.planned_start and row.planned_end)


def _award_of(phase: Phase) -> Provided:
    parent = phase.trajectory
    latest = backward_plan(parent.contract_start, parent.profile).step("award").start
    url = planning_url(parent.slug)
    if phase.closed_at is None:
        until = f"De gunning is nog niet rond: {phase.label.lower()} is nog niet afgesloten."
        return Provided(False, f"{until} De gunning moet uiterlijk op {spoken(latest)} rond zijn.", url, LINK)
    award = phase.closed_at.astimezone(AMSTERDAM).date() + timedelta(days=1)
    why = f"De gunning is rond op {spoken(award)}"
    if award <= latest:
        return Provided(True, f"{why}; dat moest uiterlijk op {spoken(latest)}.", url, LINK)
    late = f"{why}, maar dat moest uiterlijk op {spoken(latest)}. Laat de contracten later starten, of wijk af."
    return Provided(False, late, url, LINK)


def award_in_time(trajectory_ids: Collection[UUID], now: datetime) -> Answers:
    """Whether the award was final when the implementation had to begin (one query).

    SID adviesnota 2.1. The award is final on the day after the procurement phase was closed; until it is closed the
    condition is not met.
    """
    rows = Phase.objects.filter(trajectory_id__in=trajectory_ids, code__in=PROCUREMENT_PHASE.values())
    answers: dict[tuple[UUID, str], Provided] = {}
    for row in rows.select_related("trajectory"):
        if row.code == PROCUREMENT_PHASE[row.trajectory.phase_model]:
            given = _award_of(row)
            answers |= {(row.trajectory_id, part): given for part in parts_asking(AWARD_IN_TIME)}
    return answers


PROVIDERS = (
    ConditionProvider(WITHOUT_CONFLICTS, without_conflicts),
    ConditionProvider(AWARD_IN_TIME, award_in_time),
)
