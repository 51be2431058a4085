"""A draft and a decision on its route in the pilot, for the addresses of decisions."""

from dataclasses import dataclass
from typing import Any

from core.reports.models import Report
from governance.decisions import route_services, services
from governance.decisions.models import (
    Decision,
    DecisionComment,
    DecisionEvidence,
    DecisionResult,
    ResultCondition,
    RouteSeat,
    RouteStep,
)
from governance.decisions.route_services import Paper, Said
from governance.decisions.rules import Artefact, Outcome, StepKind
from procurement.resolutions.services import prepare_decision
from tests.conftest import NOW, TODAY, Cast
from tests.services.governance.deciding import WORDS, dated, moved, places, step_of, written

# officer, manager, administrator, auditor, official of Almelo, official of Enschede, provider
DECISION_TABLE = {
    "decisions:list": "            302  200  200  200  200  200  200  404",
    "decisions:waiting": "         302  200  200  200  200  200  200  404",
    "decisions:decision": "        302  200  200  200  200  200  404  404",
    "decisions:compare": "         302  200  200  200  200  200  404  404",
    "decisions:memo": "            302  200  200  200  200  200  404  404",
    "decisions:paper": "           302  200  200  200  200  200  404  404",
    "decisions:result": "          302  200  200  403  403  200  404  404",
    "decisions:condition": "       302  200  200  403  403  200  404  404",
    "decisions:condition_plan": "  302  200  200  403  403  403  404  404",
    "decisions:comment": "         302  200  200  200  403  200  404  404",
    "decisions:answer": "          302  200  200  403  403  403  404  404",
    "decisions:reactions": "       302  200  200  403  403  403  404  404",
    "decisions:edit": "            302  200  200  403  403  404  404  404",
    "decisions:write": "           302  200  200  403  403  404  404  404",
    "decisions:move": "            302  200  200  403  403  404  404  404",
    "decisions:route": "           302  200  200  403  403  404  404  404",
    "decisions:propose": "         302  405  405  403  403  404  404  404",
    "decisions:step_add": "        302  200  200  403  403  404  404  404",
    "decisions:motivate": "        302  200  200  403  403  404  404  404",
    "decisions:step": "            302  200  200  403  403  404  404  404",
    "decisions:step_shift": "      302  405  405  403  403  404  404  404",
    "decisions:step_remove": "     302  405  405  403  403  404  404  404",
    "decisions:evidence": "        302  200  200  403  403  404  404  404",
    "decisions:evidence_remove": " 302  405  405  403  403  404  404  404",
    "resolutions:list": "          302  200  200  200  200  200  404  404",
    "resolutions:prepare": "       302  200  200  403  403  403  404  404",
    "resolutions:prepare_phase": " 302  200  200  403  403  403  404  404",
    "resolutions:report": "        302  200  200  200  200  200  404  404",
}
NEW = {
    "title": "Nog een besluit",
    "artefact": "frames",
    "owner": "<sanne>",
    "segments": ["<segment>"],
    "municipalities": ["<almelo>"],
}
DECISION_POSTS: dict[str, tuple[str, dict[str, Any]]] = {
    "decisions:memo": ("sanne", {}),
    "decisions:result": ("sanne", {"outcome": "agreed", "on": f"{TODAY:%d-%m-%Y}"}),
    "decisions:condition": ("anouk", {"note": "Zie het rapport"}),
    "decisions:condition_plan": (
        "sanne",
        {"owner": "<sanne>", "due": "1-5-2022", "version": "<version of the condition>"},
    ),
    "decisions:comment": ("sanne", {"heading": "proposal", "body": "Kan dit korter?"}),
    "decisions:answer": ("sanne", {"answer": "Ja, zie versie 2."}),
    "decisions:reactions": ("sanne", {"question": "Is dit haalbaar?", "due": "1-3-2045"}),
    "decisions:edit": (
        "sanne",
        {
            "title": "Andere titel",
            "artefact": "frames",
            "owner": "<sanne>",
            "municipalities": ["<almelo>"],
            "version": "<version of the draft>",
        },
    ),
    "decisions:write": ("sanne", {"subject": "Iets nieuws", "version": "<version of the draft>"}),
    "decisions:move": ("sanne", {"reason": "Het gaat niet door."}),
    "decisions:propose": ("sanne", {}),
    "decisions:step_add": ("sanne", {"target": "projectgroep", "role": "advises"}),
    "decisions:motivate": ("sanne", {"motivation": "Het BO wil dit zelf ook vaststellen."}),
    "decisions:step": ("sanne", {"role": "advises", "planned_date": "1-3-2022"}),
    "decisions:step_shift": ("sanne", {}),
    "decisions:step_remove": ("sanne", {}),
    "decisions:evidence": ("sanne", {"report": "<report>"}),
    "decisions:evidence_remove": ("sanne", {}),
    "resolutions:prepare": ("sanne", NEW),
    "resolutions:prepare_phase": ("sanne", NEW),
    "resolutions:report": ("sanne", {}),
}


@dataclass(frozen=True)
class FurnishedDecisions:
    """The draft and the decision on its route, with one of everything."""

    draft: Decision
    sent: Decision
    step: RouteStep
    seat: RouteSeat
    result: DecisionResult
    condition: ResultCondition
    comment: DecisionComment
    evidence: DecisionEvidence
    other_report: Report

    def kwargs(self, name: str) -> dict[str, Any]:
        """What an address of decisions needs."""
        draft, sent = {"decision": self.draft.id}, {"decision": self.sent.id}
        step = draft | {"route_step": self.step.id}
        particular: dict[str, dict[str, Any]] = {
            "list": {},
            "waiting": {},
            "paper": {"result": self.result.id},
            "result": sent | {"seat": self.seat.id},
            "condition": sent | {"condition": self.condition.id},
            "condition_plan": sent | {"condition": self.condition.id},
            "answer": sent | {"comment": self.comment.id},
            "move": draft | {"step": "withdraw"},
            "step": step,
            "step_shift": step | {"way": "omlaag"},
            "step_remove": step,
            "evidence_remove": draft | {"evidence": self.evidence.id},
        }
        short = name.removeprefix("decisions:")
        left = {"decision", "compare", "memo", "comment", "reactions"}
        return particular.get(short, sent if short in left else draft)

    def known(self) -> dict[str, str]:
        """What placeholders stand for."""
        for row in (self.draft, self.condition):
            row.refresh_from_db()
        return {
            "<version of the draft>": str(self.draft.version),
            "<version of the condition>": str(self.condition.version),
            "<report>": str(self.other_report.id),
        }


def furnish_decisions(cast: Cast, pilot: Any, report: Report, other: Report, pdf: bytes) -> FurnishedDecisions:
    """Make them through the services."""
    sanne, anouk = cast.who("sanne"), cast.who("anouk")

    def prepared(title: str) -> Decision:
        return prepare_decision(
            trajectory_id=pilot.id,
            phase_id=pilot.phases.get(code="0").id,
            title=title,
            artefact=Artefact.PROCUREMENT_DOCUMENT,
            owner_id=cast.sanne.id,
            who=sanne,
            now=NOW,
        )

    draft = prepared("Proefconcept")
    evidence = services.add_evidence(decision_id=draft.id, report_id=report.id, who=sanne, now=NOW)
    draft = written(draft, sanne)
    sent = prepared("Proefbesluit op route")
    services.add_evidence(decision_id=sent.id, report_id=report.id, who=sanne, now=NOW)
    sent = written(sent, sanne)
    sent = dated(written(sent, sanne, proposal="1. Beter."), sanne)
    moved(sent, "submit", sanne)
    moved(sent, "approve", cast.who("mila"))
    moved(sent, "send", sanne)
    services.ask_reactions(decision_id=sent.id, question="Kan dit?", due=TODAY, who=sanne, now=NOW)
    comment = services.add_comment(decision_id=sent.id, heading="", body="Kan dit later?", who=anouk, now=NOW)
    step = step_of(sent, StepKind.COLLEGES)
    result = route_services.record_result(
        step_id=step.id,
        organisation_id=places("hengelo")[0],
        said=Said(
            outcome=Outcome.AGREED_WITH_CONDITIONS,
            on=TODAY,
            conditions="Eerst inzicht in het geld",
            condition_owner_id=cast.anouk.id,
            paper=Paper("besluit.pdf", [pdf]),
        ),
        who=sanne,
        now=NOW,
    )
    first = draft.steps.order_by("order")[0]
    return FurnishedDecisions(
        draft,
        sent,
        first,
        step.seats.get(organisation__slug="almelo"),
        result,
        result.condition_rows.get(),
        comment,
        evidence,
        other,
    )


def more_decisions(cast: Cast, pilot: Any, house: FurnishedDecisions, number: int) -> None:
    """One more of everything that a page about decisions lists."""
    sanne = cast.who("sanne")
    row = prepare_decision(
        trajectory_id=pilot.id,
        phase_id=pilot.phases.get(code="0").id,
        title=f"Besluit {number}",
        artefact=Artefact.PROCUREMENT_DOCUMENT,
        owner_id=cast.mila.id,
        who=sanne,
        now=NOW,
    )
    row = dated(written(row, sanne), sanne)
    moved(row, "submit", sanne)
    moved(row, "approve", cast.who("bram"))
    moved(row, "send", sanne)
    services.add_comment(decision_id=house.sent.id, heading="", body="Nog iets", who=cast.who("anouk"), now=NOW)
    for decision, place in ((row, "almelo"), (row, "borne")):
        route_services.record_result(
            step_id=step_of(decision, StepKind.COLLEGES).id,
            organisation_id=places(place)[0],
            said=Said(Outcome.AGREED_WITH_CONDITIONS, TODAY, conditions="Een\nTwee", condition_owner_id=cast.mila.id),
            who=sanne,
            now=NOW,
        )
    house.draft.refresh_from_db()
    services.save_text(
        decision_id=house.draft.id,
        version=house.draft.version,
        words=WORDS | {"proposal": f"Versie {number}"},
        change="",
        who=sanne,
        now=NOW,
    )
    route_services.add_step(decision_id=house.draft.id, target="projectgroep", role="advises", who=sanne)
