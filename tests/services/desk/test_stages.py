"""The example round played to its end through the real services."""

from itertools import pairwise

import pytest

from core.clock.queries import read_clock
from core.lifecycles.rules import Refused
from desk.example.round import stages
from desk.example.script import moment_of
from desk.example.stages import advance
from governance.decisions.models import Decision, DecisionResult
from procurement.gates.models import GateConfirmation, GatePassage
from procurement.planning.conflicts import conflicts
from procurement.planning.queries import situation_of
from procurement.trajectory.models import Check, Evidence, Phase, Trajectory

pytestmark = pytest.mark.django_db
WALK = {"0", "1", "2", "3", "4", "5", "I"}
RUNS = {
    "opdracht": {"1", "6", "8"},
    "aanbod": {"2", "6", "7", "8"},
    "tarieven": {"3", "6", "7", "8"},
    "strategie": {"4", "6", "7", "8"},
    "inkoop": {"5", "6", "7", "8"},
    "implementatie": {"I", "6", "8"},
    "afgerond": set(),
}
CONFLICTS = {"strategie": {"award_late", "implementation_short"}}  # solved before the tender begins
CONFIRMED_BY_DATA = ("5-open-documents-decided", "5-open-planning-fits", "I-open-award-in-time")


def test_each_stage_runs_its_own_parts_and_the_round_ends_with_every_check_settled(example_database: str) -> None:
    for before, after in pairwise(stages()):
        advance(after=before, to=after)
        ours = Phase.objects.filter(trajectory__slug="inkoop-jeugdhulp-2025")
        assert set(ours.filter(state="open").values_list("code", flat=True)) == RUNS[after.slug], after.slug
        now = read_clock().now
        assert abs((now - moment_of(after.now)).total_seconds()) < 60
        ours_now = situation_of(Trajectory.objects.get(slug=ours[0].trajectory.slug), now.date())
        found = {row.key for row in conflicts(ours_now) if not row.is_warning}
        assert found == CONFLICTS.get(after.slug, set()), after.slug
    assert ours.filter(state="closed").count() == 10
    obligatory = Check.objects.filter(phase__in=ours, is_obligatory=True)
    assert obligatory.filter(state="open").count() == 0
    passed = GatePassage.objects.filter(phase__in=ours, with_exception=True)
    assert [(row.phase.code, row.step, row.passed_by_name) for row in passed] == [("5", "open", "Mila Modelmens")]
    products = Evidence.objects.filter(phase__in=ours, check_point__isnull=True, withdrawn_at__isnull=True)
    assert set(products.values_list("phase__code", flat=True)) >= WALK
    documents = Decision.objects.get(trajectory_link__trajectory=ours[0].trajectory_id, artefact="procurement_document")
    assert documents.state == "decided"
    colleges = documents.steps.get(kind="colleges")
    assert DecisionResult.objects.filter(seat__step=colleges, superseded_at__isnull=True).count() == 14
    assert not set(CONFIRMED_BY_DATA) & set(GateConfirmation.objects.values_list("condition", flat=True))
    lines = {line["code"]: line["met"] for row in GatePassage.objects.filter(phase__in=ours) for line in row.conditions}
    assert {code: lines[code] for code in CONFIRMED_BY_DATA} == dict.fromkeys(CONFIRMED_BY_DATA, True)


def test_a_database_that_is_not_the_example_is_left_alone() -> None:
    with pytest.raises(Refused, match="Alleen een voorbeeldwereld"):
        advance(after=stages()[0], to=stages()[1])
    assert not Phase.objects.exists()
