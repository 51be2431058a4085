"""What a progress report tells of decisions and of the planning."""

from datetime import date

import pytest

from core.clock.queries import read_clock
from governance.decisions.models import Decision, DecisionMunicipality
from procurement.planning.conflicts import conflicts
from procurement.planning.queries import situation_of
from procurement.progress.queries import gather
from procurement.progress.sections import conflicts_of, decisions_of
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import subject_of

pytestmark = pytest.mark.django_db
TODAY = date(2022, 2, 7)


@pytest.fixture
def round_2025(example_database: str) -> Trajectory:
    """The round of the example world."""
    return Trajectory.objects.get(slug="inkoop-jeugdhulp-2025")


def test_a_decision_that_left_is_told_with_its_outcome(round_2025: Trajectory) -> None:
    sent = Decision.objects.filter(trajectory_link__trajectory=round_2025, sent_at__isnull=False)
    assert sent.count() >= 1
    told = decisions_of(round_2025, TODAY)
    assert [row["number"] for row in told] == list(sent.order_by("number").values_list("number", flat=True))
    assert all(row["outcome"] and row["state"] for row in told)


def test_a_decision_that_is_not_for_every_municipality_is_left_to_the_decision_list(round_2025: Trajectory) -> None:
    first = Decision.objects.filter(trajectory_link__trajectory=round_2025, sent_at__isnull=False).earliest("number")
    DecisionMunicipality.objects.filter(decision=first, organisation__slug="almelo").delete()
    assert first.number not in {row["number"] for row in decisions_of(round_2025, TODAY)}


def test_the_report_tells_the_same_conflicts_as_the_planning(round_2025: Trajectory) -> None:
    expected = [row.what for row in conflicts(situation_of(round_2025, TODAY))]
    assert [row["what"] for row in conflicts_of(round_2025, TODAY)] == expected
    moment = read_clock()
    content = gather(subject_of(round_2025), moment.today, moment.now)
    assert [row["what"] for row in content["conflicts"]] == [
        row.what for row in conflicts(situation_of(round_2025, moment.today))
    ]
    assert content["decisions"]
