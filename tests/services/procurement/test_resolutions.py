"""Decisions of a trajectory."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.organisations.models import Organisation
from governance.decisions.models import Decision
from governance.decisions.rules import Artefact, Outcome
from procurement.resolutions.queries import decided, decisions_of
from procurement.resolutions.services import prepare_decision
from segments.catalogue.models import Segment
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.governance.deciding import dated, moved, say, written
from tests.services.procurement.doing import phase_of, refused, verdict_of

pytestmark = pytest.mark.django_db


def prepared(cast: Cast, trajectory: Any, name: str = "sanne", **other: Any) -> Decision:
    values: dict[str, Any] = {
        "trajectory_id": trajectory.id,
        "phase_id": None,
        "title": "Proefbesluit",
        "artefact": Artefact.PROCUREMENT_DOCUMENT,
        "owner_id": cast.sanne.id,
    }
    return prepare_decision(**values | other, who=cast.who(name), now=NOW)


def test_a_decision_takes_over_municipalities_and_competence_from_the_trajectory(cast: Cast, walk: Walk) -> None:
    row = prepared(cast, walk.pilot, phase_id=phase_of(walk.pilot, "5").id)
    assert set(row.municipalities.values_list("slug", flat=True)) == {"almelo", "borne", "hengelo"}
    competences = dict(row.scope.values_list("slug", "competence"))
    assert competences["ambulant"] == "colleges"
    assert {competences[slug] for slug in competences if slug != "ambulant"} == {"board"}
    assert row.trajectory_link.phase.code == "5"


def test_one_segment_gives_one_competence(cast: Cast, walk: Walk) -> None:
    ambulant = Segment.objects.get(slug="ambulant")
    row = prepared(cast, walk.pilot, segment_ids=[ambulant.id])
    assert {step.role for step in row.steps.filter(kind="body")} == {"advises"}


def test_what_is_not_of_the_trajectory_is_refused(cast: Cast, walk: Walk) -> None:
    enschede = Organisation.objects.get(slug="enschede")
    assert "meedoen" in refused(prepared, cast, walk.pilot, municipality_ids=[enschede.id])
    assert "inkoopt" in refused(prepared, cast, walk.pilot, segment_ids=[uuid4()])
    other = phase_of(walk.trajectory, "1")
    assert "hoort niet" in refused(prepared, cast, walk.pilot, phase_id=other.id)
    assert "projectleider" in refused(prepared, cast, walk.pilot, "anouk")
    assert verdict_of(prepared, cast, walk.pilot, "daan").secret


def test_decided_answers_with_what_the_competent_bodies_took(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    ambulant = Segment.objects.get(slug="ambulant")
    row = prepared(cast, walk.pilot, segment_ids=[ambulant.id])
    dated(written(row, sanne), sanne, TODAY)
    moved(row, "submit", sanne)
    moved(row, "approve", cast.who("mila"))
    moved(row, "send", sanne)
    assert decided(walk.pilot.id, Artefact.PROCUREMENT_DOCUMENT) == []  # type: ignore[attr-defined]
    for place in ("almelo", "borne", "hengelo"):
        say(row, sanne, Outcome.AGREED, place=place)
    assert decided(walk.pilot.id, Artefact.PROCUREMENT_DOCUMENT) == [row]  # type: ignore[attr-defined]
    assert decided(walk.pilot.id, Artefact.IMPACT) == []  # type: ignore[attr-defined]


def test_officials_see_the_decisions_of_a_trajectory_once_they_left(cast: Cast, walk: Walk) -> None:
    row = prepared(cast, walk.pilot)
    assert list(decisions_of(walk.pilot, cast.who("bram"))) == [row]
    assert list(decisions_of(walk.pilot, cast.who("anouk"))) == []
