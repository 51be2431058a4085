"""What segments and phases say about decisions."""

import pytest

from governance.decisions.rules import Artefact, Competence
from procurement.resolutions.rules import artefact_of_phase, competence_of


def test_the_colleges_decide_where_the_catalogue_says_so() -> None:
    assert competence_of("De 14 colleges van burgemeester en wethouders") == Competence.COLLEGES
    assert competence_of("Algemeen bestuur SamenTwente") == Competence.BOARD


@pytest.mark.parametrize(
    ("code", "artefact"), [("1", Artefact.ASSIGNMENT), ("3", Artefact.IMPACT), ("4", Artefact.STRATEGY), ("8", "other")]
)
def test_a_phase_has_its_usual_artefact(code: str, artefact: str) -> None:
    assert artefact_of_phase(code) == artefact
