"""The state of the gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from core.clock.queries import AMSTERDAM
from procurement.gates.models import GateConfirmation, GatePassage
from procurement.gates.rules import ConditionResult, GateData, judge
from procurement.trajectory.content_model import Condition, eva
from procurement.trajectory.lifecycle import CheckState, PhaseFacts, PhaseState
from procurement.trajectory.models import Check, Phase


@dataclass(frozen=True)
class Gate:
    """The next gate of a phase: what is asked to open or close it, and what the lifecycle needs to know."""

    moment: str
    conditions: tuple[ConditionResult, ...]
    facts: PhaseFacts

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(condition.met for condition in self.conditions)


def gate_of(phase: Phase, *, now: datetime) -> Gate:
    """The gate that comes next for a phase: opening when it is planned, closing when it runs (three queries)."""
    return gates_of(phase.trajectory_id, now=now)[phase.code]


def gates_of(trajectory_id: UUID, *, now: datetime) -> dict[str, Gate]:
    """The next gate of every phase of one trajectory by code (three queries, whatever the number of phases)."""
    rows = list(
        Phase.objects.filter(trajectory_id=trajectory_id)
        .select_related("trajectory")
        .annotate(
            obligatory_open=Count(
                "checks", filter=Q(checks__is_obligatory=True, checks__state=CheckState.OPEN), distinct=True
            ),
            end_products=Count(
                "evidence",
                filter=Q(evidence__check_point__isnull=True, evidence__withdrawn_at__isnull=True),
                distinct=True,
            ),
        )
        .order_by("order")
    )
    checks = dict(Check.objects.filter(phase__trajectory_id=trajectory_id).values_list("code", "state"))
    confirmed: dict[UUID, set[str]] = {}
    confirmations = GateConfirmation.objects.filter(phase__trajectory_id=trajectory_id)
    for phase_id, code in confirmations.values_list("phase_id", "condition"):
        confirmed.setdefault(phase_id, set()).add(code)
    return {row.code: _gate(row, rows, checks, frozenset(confirmed.get(row.id, ())), now) for row in rows}


def _gate(
    phase: Phase, rows: Sequence[Phase], checks: dict[str, str], confirmed: frozenset[str], now: datetime
) -> Gate:
    walk = [row for row in rows if not row.is_track]
    here = next(row for row in rows if row.id == phase.id)
    position = next((index for index, row in enumerate(walk) if row.id == phase.id), None)
    before = walk[position - 1] if position else None
    after = walk[position + 1] if position is not None and position + 1 < len(walk) else None
    data = GateData(
        owner_set=here.owner_id is not None,
        planned_start=here.planned_start,
        planned_end=here.planned_end,
        previous_label=before.title if before else "",
        previous_closed=before is None or before.state == PhaseState.CLOSED,
        obligatory_open=here.obligatory_open,  # type: ignore[attr-defined]
        end_products=here.end_products,  # type: ignore[attr-defined]
        checks=checks,
        confirmed=confirmed,
    )
    moment = "open" if here.state == PhaseState.PLANNED else "close"
    conditions = tuple(
        judge(condition, data) for condition in eva().conditions_of(here.code, moment, here.trajectory.profile)
    )
    closed_on = here.closed_at.astimezone(AMSTERDAM).date() if here.closed_at else None
    return Gate(
        moment=moment,
        conditions=conditions,
        facts=PhaseFacts(
            missing=tuple(condition.why.rstrip(".") for condition in conditions if not condition.met),
            closed_today=closed_on == now.astimezone(AMSTERDAM).date(),
            successor_opened=after is not None and after.state != PhaseState.PLANNED,
        ),
    )


def confirmable(phase: Phase) -> list[Condition]:
    """The conditions of the next gate of a phase that somebody confirms by hand."""
    moment = "open" if phase.state == PhaseState.PLANNED else "close"
    rows = eva().conditions_of(phase.code, moment, phase.trajectory.profile)
    return [row for row in rows if not row.rule and not row.check]


def passages_of(phase: Phase) -> list[GatePassage]:
    """Every passage of this phase, newest first."""
    return list(GatePassage.objects.filter(phase=phase).order_by("-passed_at"))


def confirmations_of(phase: Phase) -> dict[str, GateConfirmation]:
    """The confirmations of a phase by condition code."""
    return {row.condition: row for row in GateConfirmation.objects.filter(phase=phase)}


def exceptions_of(trajectory_id: UUID) -> list[GatePassage]:
    """The passages with an exception of a trajectory, newest first."""
    return list(
        GatePassage.objects.filter(phase__trajectory_id=trajectory_id, with_exception=True)
        .select_related("phase")
        .order_by("-passed_at")
    )
