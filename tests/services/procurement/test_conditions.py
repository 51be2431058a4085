"""Conditions that follow from decisions and from the planning."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.organisations.models import Organisation
from governance.decisions.models import Decision
from governance.decisions.rules import Artefact, Outcome, StepKind
from procurement.gates.queries import gate_of, gates_of_all
from procurement.gates.rules import ConditionResult
from procurement.resolutions.services import prepare_decision
from procurement.trajectory import services as walks
from procurement.trajectory.models import Phase, Trajectory
from segments.catalogue.models import Segment
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.governance.deciding import dated, moved, say, written
from tests.services.procurement.doing import make_green, phase_of, refused, step

pytestmark = pytest.mark.django_db
DOCUMENTS, FITS, AWARD = "5-open-documents-decided", "5-open-planning-fits", "I-open-award-in-time"


def line_of(trajectory: Any, phase: str, code: str) -> ConditionResult:
    return {row.code: row for row in gate_of(phase_of(trajectory, phase), now=NOW).conditions}[code]


def take(cast: Cast, trajectory: Any, artefact: str, *segments: str) -> Decision:
    """A decision of the competent bodies about these segments."""
    sanne = cast.who("sanne")
    row = prepare_decision(
        trajectory_id=trajectory.id, phase_id=None, title="Proefbesluit", artefact=artefact, owner_id=cast.sanne.id,
        segment_ids=list(Segment.objects.filter(slug__in=segments).values_list("id", flat=True)), who=sanne, now=NOW,
    )  # fmt: skip
    dated(written(row, sanne), sanne, TODAY)
    moved(row, "submit", sanne)
    moved(row, "approve", cast.who("mila"))
    moved(row, "send", sanne)
    for deciding in row.steps.filter(role="decides").select_related("body").order_by("order"):
        if deciding.kind == StepKind.BODY:
            say(row, sanne, Outcome.AGREED, body=deciding.body.slug)
        else:
            for seat in deciding.seats.select_related("organisation"):
                say(row, sanne, Outcome.AGREED, place=seat.organisation.slug)
    row.refresh_from_db()
    return row


# --- Decisions --------------------------------------------------------------------------------------------------------
def test_every_segment_needs_a_taken_decision(cast: Cast, walk: Walk) -> None:
    pilot: Any = walk.pilot
    slugs = list(pilot.segments.values_list("slug", flat=True))
    rest = [slug for slug in slugs if slug != "ambulant"]
    assert line_of(pilot, "5", DOCUMENTS).why == "Hierover is nog geen besluit genomen."
    take(cast, pilot, Artefact.STRATEGIC_DOCUMENT, *slugs)
    assert line_of(pilot, "5", DOCUMENTS).why == "Hierover is nog geen besluit genomen.", "another artefact"
    assert take(cast, pilot, Artefact.PROCUREMENT_DOCUMENT, "ambulant").state == "decided"
    line = line_of(pilot, "5", DOCUMENTS)
    assert (line.met, line.why.startswith("Nog geen besluit over: ")) == (False, True)
    assert "Ambulant" not in line.why
    take(cast, pilot, Artefact.PROCUREMENT_DOCUMENT, *rest)
    line = line_of(pilot, "5", DOCUMENTS)
    assert (line.met, line.why, line.judged) == (
        True, "Over alle segmenten is besloten; het laatste besluit viel op 7 februari 2022.", "computed",
    )  # fmt: skip
    assert not line_of(walk.trajectory, "5", DOCUMENTS).met, "of another trajectory"


# --- The planning -----------------------------------------------------------------------------------------------------
def test_a_planning_with_a_conflict_or_without_dates_does_not_fit(cast: Cast, walk: Walk) -> None:
    full: Any = walk.trajectory
    line = line_of(full, "5", FITS)
    assert (line.met, line.url) == (False, "/trajecten/inkoop-proef-2025/planning/#conflicten")
    assert "conflict" in line.why
    Phase.objects.filter(trajectory=full).exclude(code__in=["5", "I"]).update(
        state="closed", opened_at=NOW - timedelta(days=400), closed_at=NOW
    )
    Phase.objects.filter(trajectory=full, code="5").update(
        planned_start=date(2024, 3, 1), planned_end=date(2024, 6, 30)
    )
    Phase.objects.filter(trajectory=full, code="I").update(planned_start=None, planned_end=None)
    assert line_of(full, "5", FITS).why == "Nog zonder begin of einde: implementatie."
    Phase.objects.filter(trajectory=full, code="I").update(
        planned_start=date(2024, 7, 1), planned_end=date(2024, 12, 31)
    )
    line = line_of(full, "5", FITS)
    assert (line.met, line.why) == (True, "De planning heeft geen conflicten.")


@pytest.mark.parametrize(
    ("closed_at", "met", "why"),
    [
        (None, False, "De gunning is nog niet rond: fase 5 is nog niet afgesloten. De gunning moet uiterlijk op"),
        (
            datetime(2024, 6, 30, 21, 59, tzinfo=UTC),
            True,
            "De gunning is rond op 1 juli 2024; dat moest uiterlijk op 1 juli 2024.",
        ),
        (
            datetime(2024, 6, 30, 22, 1, tzinfo=UTC),  # past midnight in the Netherlands
            False,
            "De gunning is rond op 2 juli 2024, maar dat moest uiterlijk op 1 juli 2024.",
        ),
    ],
)
def test_the_award_is_in_time_when_the_procurement_phase_was_closed_in_time(
    walk: Walk, closed_at: datetime | None, met: bool, why: str
) -> None:
    if closed_at:
        Phase.objects.filter(trajectory=walk.trajectory, code="5").update(
            state="closed", opened_at=NOW, closed_at=closed_at
        )
    line = line_of(walk.trajectory, "I", AWARD)
    assert (line.met, line.why.startswith(why)) == (met, True), line.why


def test_the_rooms_above_are_asked_once_for_any_number(walk: Walk, django_assert_num_queries: Any) -> None:
    full, pilot = walk.trajectory, walk.pilot
    for asked in ([full.id], [full.id, pilot.id]):  # type: ignore[attr-defined]
        with django_assert_num_queries(8):
            gates_of_all(asked, now=NOW)


# --- SID --------------------------------------------------------------------------------------------------------------
def sid(cast: Cast) -> Trajectory:
    row = walks.start_trajectory(
        plan=walks.Plan(
            name="Proef SID", summary="", profile="full", contract_start=date(2029, 1, 1), max_term_years=6,
            value_full_term=None, owner_id=cast.sanne.id, phase_model="sid",
            municipality_ids=list(
                Organisation.objects.filter(slug__in=["almelo", "borne"]).values_list("id", flat=True)
            ),
            segment_ids=list(Segment.objects.filter(slug="ambulant").values_list("id", flat=True)),
        ),
        who=cast.who("sanne"), reason="", now=NOW,
    )  # fmt: skip
    for number, phase in enumerate(row.phases.order_by("order")):
        start = TODAY + timedelta(days=200 * number)
        walks.plan_phase(
            phase_id=phase.id, version=phase.version, start=start, end=start + timedelta(days=190),
            owner_id=cast.sanne.id, remark="", who=cast.who("sanne"), reason="", today=TODAY,
        )  # fmt: skip
    return row


def test_a_trajectory_by_the_sid_model_is_started_opened_and_closed(cast: Cast) -> None:
    row, sanne = sid(cast), cast.who("sanne")
    step(row, "1", "open", sanne)
    make_green(row, "1", sanne)
    assert refused(step, row, "1", "close", sanne) == (
        "Aan 1 voorwaarde is nog niet voldaan: Hierover is nog geen besluit genomen."
    )
    take(cast, row, Artefact.STRATEGIC_DOCUMENT, "ambulant")
    step(row, "1", "close", sanne)
    step(row, "2", "open", sanne)
    states = {phase.quoted: phase.state for phase in row.phases.order_by("order")}
    assert states == {
        "Fase 1 (SID)": "closed", "Fase 2 (SID)": "open", "Fase 3 (SID)": "planned", "Fase 4 (SID)": "planned",
    }  # fmt: skip
    assert line_of(row, "4", "4-open-award-in-time").why == (
        "De gunning is nog niet rond: fase 3 is nog niet afgesloten. "
        "De gunning moet uiterlijk op 1 juli 2028 rond zijn."
    )
