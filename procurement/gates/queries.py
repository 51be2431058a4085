"""The state of the gates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from core.clock.queries import AMSTERDAM
from procurement.gates.models import GateConfirmation, GatePassage
from procurement.gates.providers import answers_for, providers
from procurement.gates.rules import NOT_KNOWN, ConditionResult, GateData, Provided, judge
from procurement.trajectory.content_model import Condition, PhaseModel, model_of
from procurement.trajectory.lifecycle import CheckState, PhaseFacts, PhaseState
from procurement.trajectory.models import Check, Phase


@dataclass(frozen=True)
class Gate:
    """The next gate of a phase: what is asked to open or close it, and what the lifecycle needs to know.

    `previous` is the phase before it, `check_ids` the checks of the trajectory by code: where things can be mended.
    `both` holds the conditions of both its gates by moment.
    """

    moment: str
    conditions: tuple[ConditionResult, ...]
    facts: PhaseFacts
    phase: Phase | None = None
    previous: Phase | None = None
    check_ids: Mapping[str, UUID] = field(default_factory=dict)
    both: Mapping[str, tuple[ConditionResult, ...]] = field(default_factory=dict)

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(condition.met for condition in self.conditions)


def gate_of(phase: Phase, *, now: datetime) -> Gate:
    """The gate that comes next for a phase: opening when it is planned, closing when it runs (three queries)."""
    return gates_of(phase.trajectory_id, now=now)[phase.code]


def gates_of(trajectory_id: UUID, *, now: datetime) -> dict[str, Gate]:
    """The next gate of every phase of one trajectory by code (three queries, whatever the number of phases)."""
    return gates_of_all([trajectory_id], now=now).get(trajectory_id, {})


def gates_of_all(trajectory_ids: Collection[UUID], *, now: datetime) -> dict[UUID, dict[str, Gate]]:
    """The next gate of every phase of these trajectories (three queries, and what the providers ask).

    The phase of a gate also tells `obligatory_total` and `obligatory_open`: how many checks it asks, and are left.
    """
    phases: dict[UUID, list[Any]] = {}
    for row in (
        Phase.objects.filter(trajectory_id__in=trajectory_ids)
        .select_related("trajectory")
        .annotate(
            obligatory_open=Count(
                "checks", filter=Q(checks__is_obligatory=True, checks__state=CheckState.OPEN), distinct=True
            ),
            obligatory_total=Count(
                "checks",
                filter=Q(checks__is_obligatory=True) & ~Q(checks__state=CheckState.WITHDRAWN),
                distinct=True,
            ),
            end_products=Count(
                "evidence",
                filter=Q(evidence__check_point__isnull=True, evidence__withdrawn_at__isnull=True),
                distinct=True,
            ),
        )
        .order_by("order")
    ):
        phases.setdefault(row.trajectory_id, []).append(row)
    checks: dict[UUID, dict[str, tuple[str, UUID]]] = {}
    for parent, code, state, key in Check.objects.filter(phase__trajectory_id__in=trajectory_ids).values_list(
        "phase__trajectory_id", "code", "state", "id"
    ):
        checks.setdefault(parent, {})[code] = (state, key)
    confirmed: dict[UUID, set[str]] = {}
    confirmations = GateConfirmation.objects.filter(phase__trajectory_id__in=trajectory_ids)
    for phase_id, code in confirmations.values_list("phase_id", "condition"):
        confirmed.setdefault(phase_id, set()).add(code)
    models = {parent: model_of(rows[0].trajectory.phase_model) for parent, rows in phases.items()}
    keys = {row.provider for model in models.values() for row in model.conditions if row.provider}
    answers = answers_for(keys, list(phases), now)
    gates: dict[UUID, dict[str, Gate]] = {}
    for parent, rows in phases.items():
        for row in rows:
            provided = {key: given.get((parent, row.code), NOT_KNOWN) for key, given in answers.items()}
            known = frozenset(confirmed.get(row.id, ()))
            gate = _gate(row, rows, models[parent], checks.get(parent, {}), known, provided, now)
            gates.setdefault(parent, {})[row.code] = gate
    return gates


def _gate(
    here: Any,
    rows: Sequence[Any],
    model: PhaseModel,
    checks: Mapping[str, tuple[str, UUID]],
    confirmed: frozenset[str],
    provided: Mapping[str, Provided],
    now: datetime,
) -> Gate:
    walk = [row for row in rows if not row.is_track]
    position = next((index for index, row in enumerate(walk) if row.id == here.id), None)
    before = walk[position - 1] if position else None
    after = walk[position + 1] if position is not None and position + 1 < len(walk) else None
    overlap = model.overlap(here.code, before.code) if before else None
    data = GateData(
        owner_set=here.owner_id is not None,
        planned_start=here.planned_start,
        planned_end=here.planned_end,
        previous_label=before.title if before else "",
        previous_closed=before is None or before.state == PhaseState.CLOSED,
        obligatory_open=here.obligatory_open,
        end_products=here.end_products,
        checks={code: state for code, (state, _) in checks.items()},
        confirmed=confirmed,
        previous_running=before is not None and before.state == PhaseState.OPEN,
        beside=f"{overlap.what} mag al beginnen. {overlap.reason}" if overlap else "",
        provided=provided,
    )
    profile = here.trajectory.profile
    both = {
        moment: tuple(judge(condition, data) for condition in model.conditions_of(here.code, moment, profile))
        for moment in ("open", "close")
    }
    moment = "open" if here.state == PhaseState.PLANNED else "close"
    closed_on = here.closed_at.astimezone(AMSTERDAM).date() if here.closed_at else None
    goes_beside = after is not None and model.overlap(after.code, here.code) is not None
    return Gate(
        moment=moment,
        conditions=both[moment],
        facts=PhaseFacts(
            missing=tuple(condition.why.rstrip(".") for condition in both[moment] if not condition.met),
            closed_today=closed_on == now.astimezone(AMSTERDAM).date(),
            successor_opened=after is not None
            and (after.state == PhaseState.CLOSED or (after.state == PhaseState.OPEN and not goes_beside)),
        ),
        phase=here,
        previous=before,
        check_ids={code: key for code, (_, key) in checks.items()},
        both=both,
    )


def confirmable(phase: Phase) -> list[Condition]:
    """The conditions of the next gate of a phase that somebody confirms by hand."""
    moment = "open" if phase.state == PhaseState.PLANNED else "close"
    rows = model_of(phase.trajectory.phase_model).conditions_of(phase.code, moment, phase.trajectory.profile)
    return [row for row in rows if not row.rule and not row.check and providers.get(row.provider) is None]


def passages_of(phase: Phase) -> list[GatePassage]:
    """Every passage of this phase, newest first."""
    return list(GatePassage.objects.filter(phase=phase).order_by("-passed_at"))


def confirmations_of(phase: Phase) -> dict[str, GateConfirmation]:
    """The confirmations of a phase by condition code."""
    rows = GateConfirmation.objects.filter(phase=phase).select_related("report", "evidence")
    return {row.condition: row for row in rows}


def exceptions_of(trajectory_id: UUID) -> list[GatePassage]:
    """The passages with an exception of a trajectory, newest first."""
    return list(
        GatePassage.objects.filter(phase__trajectory_id=trajectory_id, with_exception=True)
        .select_related("phase__trajectory")
        .order_by("-passed_at")
    )


def last_words(trajectory_id: UUID) -> dict[tuple[str, str], dict[str, bool]]:
    """How the conditions stood when a gate was last passed, by (code of the phase, moment) (one query)."""
    rows = GatePassage.objects.filter(phase__trajectory_id=trajectory_id).order_by("passed_at")
    words: dict[tuple[str, str], dict[str, bool]] = {}
    for code, step, conditions in rows.values_list("phase__code", "step", "conditions"):
        if step == GatePassage.Step.REOPEN:
            words.pop((code, "close"), None)
        else:
            words[code, step] = {line["code"]: line["met"] for line in conditions}
    return words
