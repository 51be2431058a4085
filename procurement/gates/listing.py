"""All conditions of a trajectory as rows of a list."""

from dataclasses import dataclass
from datetime import datetime

from accounts.organisations.rules import Who
from core.lists.plain import PlainRows
from procurement.gates.panel import mend_link
from procurement.gates.queries import gates_of, last_words
from procurement.gates.rules import JUDGED
from procurement.trajectory.lifecycle import PhaseState
from procurement.trajectory.models import Trajectory
from procurement.trajectory.views import phase_url

MOMENTS = {"open": "openen", "close": "afsluiten"}
MET, NOT_YET, DEVIATED = "met", "not_yet", "deviated"
STANDS = {MET: "voldaan", NOT_YET: "nog niet", DEVIATED: "afgeweken"}


@dataclass(frozen=True)
class ConditionRow:
    """One condition; `stand` is a key of STANDS, and of a passed gate how it stood then. `number` keeps the order."""

    pk: str
    number: int
    phase_code: str
    phase: str
    phase_url: str
    moment: str
    text: str
    source: str
    judged: str
    how: str
    stand: str
    why: str
    url: str
    link_label: str


def conditions_of(trajectory: Trajectory, who: Who, now: datetime) -> PlainRows[ConditionRow]:
    """Every condition of the profile of this trajectory, in the order of the phases (four queries)."""
    words = last_words(trajectory.id)
    rows: list[ConditionRow] = []
    for gate in gates_of(trajectory.id, now=now).values():
        phase = gate.phase
        assert phase is not None
        for moment, conditions in gate.both.items():
            passed = (moment != gate.moment and moment == "open") or phase.state == PhaseState.CLOSED
            then = words.get((phase.code, moment), {}) if passed else {}
            for line in conditions:
                met = then.get(line.code, line.met)
                next_gate = not passed and moment == gate.moment
                url, label = mend_link(line, phase, gate, who) if next_gate and not met else ("", "")
                rows.append(
                    ConditionRow(
                        pk=line.code,
                        number=len(rows),
                        phase_code=phase.code,
                        phase=phase.title,
                        phase_url=f"{phase_url(phase)}#faseovergang",
                        moment=MOMENTS[moment],
                        text=line.text,
                        source=line.source,
                        judged=line.judged,
                        how=JUDGED[line.judged] + (", later berekend" if line.awaits else ""),
                        stand=MET if met else DEVIATED if passed else NOT_YET,
                        why="" if passed else line.why,
                        url=url,
                        link_label=label,
                    )
                )
    return PlainRows(rows)
