"""Getting a phase as far as a test needs it."""

from procurement.checks import services as checking
from procurement.trajectory.models import Check, Phase
from tests.conftest import NOW, Cast

LINK = "https://voorbeeld.example/stuk"


def phase_of(trajectory: object, code: str) -> Phase:
    """A phase with its trajectory."""
    return Phase.objects.select_related("trajectory").get(trajectory=trajectory, code=code)


def settle(cast: Cast, *checks: Check) -> None:
    """Set checks aside with a reason."""
    for row in checks:
        checking.settle_check(check_id=row.id, transition="skip", reason="Proef", who=cast.who("sanne"), now=NOW)


def make_green(cast: Cast, phase: Phase) -> None:
    """Do all that the gate of a running phase asks: its obligatory checks and its end product."""
    settle(cast, *phase.checks.filter(is_obligatory=True, state="open"))
    checking.add_evidence(
        phase_id=phase.id, check_id=None, title="Lijst van knelpunten", url=LINK, who=cast.who("sanne"), now=NOW
    )
