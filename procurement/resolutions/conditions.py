"""What the decisions of a trajectory say of gate conditions: the competent bodies decided on every segment."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.urls import reverse

from core.history.rules import spoken
from governance.decisions.rules import Artefact
from procurement.gates.providers import Answers, ConditionProvider, parts_asking
from procurement.gates.rules import Provided
from procurement.resolutions.queries import decided_scope
from procurement.trajectory.models import TrajectorySegment

LINK = "Naar de besluiten"


def _judge(key: str, artefact: Artefact, trajectory_ids: Collection[UUID], now: datetime) -> Answers:
    """Whether every segment of each trajectory has a taken decision about `artefact` (two queries)."""
    decided = decided_scope(trajectory_ids, artefact)
    wanted: dict[tuple[UUID, str], list[tuple[str, str]]] = {}
    rows = TrajectorySegment.objects.filter(trajectory_id__in=trajectory_ids).order_by("segment__order")
    for parent, slug, segment, name in rows.values_list(
        "trajectory_id", "trajectory__slug", "segment__slug", "segment__name"
    ):
        wanted.setdefault((parent, slug), []).append((segment, name))
    answers: dict[tuple[UUID, str], Provided] = {}
    for (parent, slug), segments in wanted.items():
        given = _answer(segments, decided.get(parent, {}), reverse("resolutions:list", args=[slug]))
        answers |= {(parent, part): given for part in parts_asking(key)}
    return answers


def _answer(segments: list[tuple[str, str]], decided: dict[str, date], url: str) -> Provided:
    missing = [name for slug, name in segments if slug not in decided]
    if not missing:
        last = max(decided[slug] for slug, _ in segments)
        return Provided(
            True, f"Over alle segmenten is besloten; het laatste besluit viel op {spoken(last)}.", url, LINK
        )
    if len(missing) == len(segments):
        return Provided(False, "Hierover is nog geen besluit genomen.", url, LINK)
    return Provided(False, f"Nog geen besluit over: {', '.join(missing)}.", url, LINK)


def _provider(key: str, artefact: Artefact) -> ConditionProvider:
    judge: Callable[[Collection[UUID], datetime], Answers] = partial(_judge, key, artefact)
    return ConditionProvider(key, judge)


PROVIDERS = (
    _provider("resolutions.documents_decided", Artefact.PROCUREMENT_DOCUMENT),
    _provider("resolutions.strategy_decided", Artefact.STRATEGIC_DOCUMENT),
)
