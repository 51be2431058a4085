"""Conditions that a room above computes.

A condition of the model file names a provider (`provider = "resolutions.documents_decided"`). The room that has the
data registers it in its `room.py`; until then the condition is confirmed by hand, and from then on what the data say
counts and confirmations no longer do. Nothing else changes: the condition keeps its code, text and source.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.rooms.registries import Registry
from procurement.gates.rules import Provided
from procurement.trajectory.content_model import EVA, SID, model_of

Answers = Mapping[tuple[UUID, str], Provided]


@dataclass(frozen=True)
class ConditionProvider:
    """A named way to compute a condition.

    `judge(trajectory_ids, now)` answers for (trajectory id, code of the phase) with a number of queries that does not
    depend on how many there are; what it leaves out is not met. It is asked about phases in any state.
    """

    key: str
    judge: Callable[[Collection[UUID], datetime], Answers]


providers: Registry[ConditionProvider] = Registry()


def answers_for(keys: Collection[str], trajectory_ids: Collection[UUID], now: datetime) -> dict[str, Answers]:
    """What the registered providers among `keys` say; a key that nobody registered is absent."""
    known = {key: providers.get(key) for key in sorted(set(keys))}
    return {key: row.judge(trajectory_ids, now) for key, row in known.items() if row is not None}


def parts_asking(key: str) -> frozenset[str]:
    """The codes of the phases whose gates ask a provider, in both models."""
    models = (model_of(EVA), model_of(SID))
    return frozenset(row.part for model in models for row in model.conditions if row.provider == key)
