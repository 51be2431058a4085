"""Short ways to do things in the walk, for the tests of procurement."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts.organisations.rules import Who
from core.lifecycles.rules import Refused, Verdict
from procurement.checks import services as checking
from procurement.gates.models import GatePassage
from procurement.gates.services import pass_gate
from procurement.trajectory.models import Check, Evidence, Phase
from tests.conftest import NOW, TODAY


def phase_of(trajectory: Any, code: str) -> Phase:
    return Phase.objects.get(trajectory=trajectory, code=code)


def check_of(trajectory: Any, code: str) -> Check:
    return Check.objects.get(phase__trajectory=trajectory, code=code)


def step(
    trajectory: Any, code: str, name: str, who: Who, reason: str = "Afgesproken.", now: datetime = NOW
) -> GatePassage:
    """Open, close or reopen a phase."""
    return pass_gate(phase_id=phase_of(trajectory, code).id, transition=name, reason=reason, who=who, now=now)


def settle(check: Check, name: str, who: Who, reason: str = "") -> Check:
    """Finish, skip or reopen a check."""
    return checking.settle_check(check_id=check.id, transition=name, reason=reason, who=who, now=NOW)


def give(check: Check, owner: Any, who: Who) -> Check:
    """Give a check to somebody."""
    return checking.assign_check(check_id=check.id, owner_id=owner and owner.id, who=who, today=TODAY)


def link(phase: Phase, who: Who, check: Check | None = None, title: str = "Verslag", **other: Any) -> Evidence:
    """Add a link as evidence, or as end product without a check."""
    return checking.add_evidence(
        phase_id=phase.id,
        check_id=check.id if check else None,
        title=title,
        url="https://stukken.voorbeeld.example/1",
        who=who,
        now=NOW,
        **other,
    )


def make_green(trajectory: Any, code: str, who: Who) -> Phase:
    """Settle every obligatory check of a phase and record its end product."""
    phase = phase_of(trajectory, code)
    for check in phase.checks.filter(is_obligatory=True, state="open"):
        settle(check, "skip", who, "Proef.")
    link(phase, who, title="Eindproduct")
    return phase


def verdict_of(call: Callable[..., Any], *args: Any, **arguments: Any) -> Verdict:
    """The refusal of a service."""
    with pytest.raises(Refused) as refused:
        call(*args, **arguments)
    return refused.value.verdict


def refused(call: Callable[..., Any], *args: Any, **arguments: Any) -> str:
    """The words of a refusal."""
    return verdict_of(call, *args, **arguments).reason
