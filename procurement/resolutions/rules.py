"""What the segments of a trajectory say about who decides, and which artefact a phase usually decides on; pure."""

from governance.decisions.rules import Artefact, Competence

# EVA: what each phase puts before the bodies; phase 4 only shows the strategy.
ARTEFACT_OF_PHASE: dict[str, Artefact] = {
    "1": Artefact.ASSIGNMENT,
    "2": Artefact.STRATEGIC_DOCUMENT,
    "3": Artefact.IMPACT,
    "4": Artefact.STRATEGY,
    "5": Artefact.PROCUREMENT_DOCUMENT,
}


def competence_of(competent_body: str) -> Competence:
    """Who decides on a segment, from the name of its competent body in the catalogue."""
    return Competence.COLLEGES if "college" in competent_body.lower() else Competence.BOARD


def artefact_of_phase(code: str) -> Artefact:
    """What a phase usually decides on."""
    return ARTEFACT_OF_PHASE.get(code, Artefact.OTHER)
