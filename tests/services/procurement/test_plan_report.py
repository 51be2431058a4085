"""The report of a planning: what it gathers, who may have it, and that it is kept once."""

from datetime import timedelta

import pytest

from core.lifecycles.rules import Refused
from core.reports.rules import fingerprint_of
from procurement.planning.queries import situation_of
from procurement.planning.report import KIND, gather
from procurement.planning.services import apply_change, freeze_plan
from procurement.planning.what_if import Change, stand_of
from procurement.trajectory.models import Trajectory
from tests.conftest import NOW, TODAY, Cast, Walk

pytestmark = pytest.mark.django_db
KEY = "traject:inkoop-proef-2025"


def test_it_tells_conflicts_slack_and_what_moved(cast: Cast, walk: Walk) -> None:
    sanne, row = cast.who("sanne"), Trajectory.objects.get(slug="inkoop-proef-2025")
    freeze_plan(trajectory_id=row.id, name="Bij de start", reason="Besproken.", who=sanne, now=NOW)
    apply_change(
        trajectory_id=row.id,
        change=Change(part="5", weeks=2),
        seen=stand_of(situation_of(row, TODAY)),
        who=sanne,
        reason="Loopt uit.",
        now=NOW,
    )
    content = gather(KEY, TODAY, NOW)
    assert content["summary"][0].startswith(
        "De contracten starten op 1 januari 2025 en de planning heeft 2 conflicten. Het tarievenonderzoek loopt"
    )
    assert content["summary"][2] == "Sinds ‘Bij de start’ zijn 2 einddata verschoven."
    five = next(line for line in content["parts"] if line["code"] == "5")
    assert (five["moved_words"], five["slack_words"]) == ("2 weken later", "31 weken")
    assert content["baseline"]["by"] == "Sanne Proef"
    assert [chart.key for chart in KIND.charts(content)] == ["planning"]


def test_the_same_planning_gives_the_same_fingerprint(cast: Cast, walk: Walk) -> None:
    later = NOW + timedelta(hours=2)
    assert fingerprint_of(gather(KEY, TODAY, NOW)) == fingerprint_of(gather(KEY, TODAY, later))


def test_another_day_is_refused(cast: Cast, walk: Walk) -> None:
    with pytest.raises(Refused, match="de planning van vandaag"):
        gather(KEY, TODAY - timedelta(days=1), NOW)
    with pytest.raises(Refused):
        gather("traject:bestaat-niet", TODAY, NOW)


@pytest.mark.parametrize(
    ("name", "allowed", "secret"),
    [("sanne", True, False), ("anouk", True, False), ("iris", False, False), ("daan", False, True)],
)
def test_who_may_have_it_made(cast: Cast, walk: Walk, name: str, allowed: bool, secret: bool) -> None:
    verdict = KIND.may_ask(cast.who(name), KEY)
    assert (verdict.allowed, verdict.secret) == (allowed, secret)
