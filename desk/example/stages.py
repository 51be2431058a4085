"""Plays the example world on to a later stage, through the real services."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.organisations.rules import Who
from core.clock.queries import is_example
from core.clock.services import play_at
from core.lifecycles.rules import Refused, refuse
from desk.example import decisions, planning
from desk.example.round import Stage, content, events
from desk.example.script import moment_of, script
from desk.example.services import Player
from procurement.gates.queries import gate_of
from procurement.gates.rules import ConditionResult
from procurement.gates.services import confirm, pass_gate
from procurement.trajectory.lifecycle import CheckState, PhaseState
from procurement.trajectory.models import Check, Phase


@transaction.atomic
def advance(*, after: Stage, to: Stage, tell: Callable[[str], None] = lambda line: None) -> None:
    """Play what happened between two stages; the world must stand at `after`.

    All of it or nothing. Raises Refused in a database that is not the example world.
    """
    if not is_example():
        raise Refused(refuse("Alleen een voorbeeldwereld kan naar een later moment worden gespeeld."))
    player = RoundPlayer(script())
    told = [*events(after.now, to.now), *decisions.events(after.now, to.now)]
    for event in sorted(told, key=lambda event: event["at"]):
        play_at(moment=moment_of(event["at"]))
        player.play(event)
        about = event.get("check") or event.get("part") or event.get("key", "")
        tell(f"{event['at']:%d-%m-%Y} {event['do']} {about}".rstrip())
    play_at(moment=moment_of(to.now))


class RoundPlayer(Player):
    """Opens and closes phases, finishes checks that are still open, and lets the planning slip and catch up."""

    def _phase(self, event: dict[str, Any]) -> Phase:
        return Phase.objects.select_related("trajectory").get(trajectory__slug=event["trajectory"], code=event["part"])

    def _complete_check(self, event: dict[str, Any], who: Who, now: Any) -> None:
        if self._check(event).state == CheckState.OPEN:
            super()._complete_check(event, who, now)

    def _planning_conflict(self, event: dict[str, Any], who: Who, now: Any) -> None:
        planning.play_conflict(who=who, now=now)

    def _solve_planning(self, event: dict[str, Any], who: Who, now: Any) -> None:
        planning.solve_conflict(who=who, now=now)

    def _open_gate(self, event: dict[str, Any], who: Who, now: Any) -> None:
        """Open a part that was not open yet; what `leaves` names stays open and is passed with an exception."""
        phase = self._phase(event)
        if phase.state != PhaseState.PLANNED:
            return
        leaves = event.get("leaves", ())
        self._mend(event, phase, leaves, who, now)
        step = "open_with_exception" if leaves else "open"
        reason = event.get("note") or "Voorbeeld: volgens planning begonnen."
        pass_gate(phase_id=phase.id, transition=step, reason=reason, who=who, now=now)

    def _close_gate(self, event: dict[str, Any], who: Who, now: Any) -> None:
        phase = self._phase(event)
        self._mend(event, phase, (), who, now)
        pass_gate(
            phase_id=phase.id, transition="close", reason="Voorbeeld: alles is afgerond en besproken.", who=who, now=now
        )

    def _mend(self, event: dict[str, Any], phase: Phase, leaves: tuple[str, ...], who: Who, now: Any) -> None:
        """Meet the conditions of the next gate that people meet by hand: a check elsewhere, or a confirmation."""
        for condition in gate_of(phase, now=now).conditions:
            if not condition.met and condition.code not in leaves:
                self._meet(event, phase, condition, who, now)

    def _meet(self, event: dict[str, Any], phase: Phase, condition: ConditionResult, who: Who, now: Any) -> None:
        if condition.mend == "confirm":
            grounds = content()["confirmation"]["grounds"]
            confirm(phase_id=phase.id, condition=condition.code, grounds=grounds, who=who, now=now)
        elif condition.mend.startswith("check:"):
            code = condition.mend.removeprefix("check:")
            evidence = {
                "kind": "link",
                "title": f"Voorbeeld: verslag bij controlepunt {code}",
                "url": f"https://documenten.voorbeeld.example/controlepunt/{code}",
            }
            needs = Check.objects.values_list("needs_evidence", flat=True).get(
                phase__trajectory=phase.trajectory_id, code=code
            )
            extra = {"evidence": evidence} if needs else {}
            self._complete_check(event | {"check": code, "note": condition.text} | extra, who, now)
