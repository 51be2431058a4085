"""A profile switched in the middle, own checks, templates, owners, and conditions that a room above computes."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.organisations.models import Membership, Organisation
from core.edit.rules import Conflict
from core.history.queries import sources_for, timeline
from procurement.checks import queries, services
from procurement.gates.models import GateConfirmation
from procurement.gates.providers import ConditionProvider, providers
from procurement.gates.queries import gate_of, gates_of_all
from procurement.gates.rules import Provided
from procurement.gates.services import confirm
from procurement.trajectory import services as walks
from procurement.trajectory.models import Check, Evidence, Phase, Trajectory
from procurement.trajectory.queries import left_behind
from segments.catalogue.models import Segment
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.procurement.doing import check_of, give, link, phase_of, refused, settle, step

pytestmark = pytest.mark.django_db


def plan(cast: Cast, **changes: Any) -> walks.Plan:
    places = Organisation.objects.filter(slug__in=["almelo", "borne"])
    values: dict[str, Any] = {
        "name": "Jeugdhulp 2029", "summary": "", "profile": "full", "contract_start": date(2029, 1, 1),
        "max_term_years": 6, "value_full_term": None, "owner_id": cast.sanne.id,
        "municipality_ids": list(places.values_list("id", flat=True)),
        "segment_ids": list(Segment.objects.values_list("id", flat=True)[:1]),
    }  # fmt: skip
    return walks.Plan(**values | changes)


def started(cast: Cast, **changes: Any) -> Trajectory:
    return walks.start_trajectory(plan=plan(cast, **changes), who=cast.who("sanne"), reason="", now=NOW)


def own_check(phase: Phase, cast: Cast, text: str = "Elk college heeft de cijfers.", **changes: Any) -> Check:
    values: dict[str, Any] = {
        "aspect": "inhoud", "explanation": "", "is_obligatory": True, "needs_evidence": False,
        "who": cast.who("sanne"), "now": NOW,
    }  # fmt: skip
    return services.add_check(phase_id=phase.id, text=text, **values | changes)


# --- Profiles ---------------------------------------------------------------------------------------------------------
def switch(row: Any, cast: Cast, profile: str, reason: str = "Het wordt kleiner.", version: int | None = None) -> Any:
    row.refresh_from_db()
    return services.switch_profile(
        trajectory_id=row.id, version=version or row.version, profile=profile, who=cast.who("sanne"), reason=reason,
        now=NOW,
    )  # fmt: skip


def test_a_profile_switched_in_the_middle(walk: Walk, cast: Cast) -> None:
    full = walk.trajectory
    wanted = queries.profile_switch(full, "pilot")  # type: ignore[arg-type]
    assert not wanted.becomes_obligatory
    settled = wanted.becomes_optional[0]
    settle(settled, "skip", cast.who("sanne"), "Proef.")
    closed = phase_of(full, "1")
    Phase.objects.filter(id=closed.id).update(state="closed", opened_at=NOW, closed_at=NOW)
    own = own_check(phase_of(full, "0"), cast)
    before = dict(Check.objects.filter(phase=closed).values_list("code", "is_obligatory"))
    done = switch(full, cast, "pilot")
    settled.refresh_from_db()
    own.refresh_from_db()
    assert settled.is_obligatory, "what is settled stays as it was"
    assert own.is_obligatory, "own checks are people's own decision"
    assert dict(Check.objects.filter(phase=closed).values_list("code", "is_obligatory")) == before
    assert done.untouched == 1 + sum(check.phase_id == closed.id for check in wanted.becomes_optional)
    assert {check.code for check in done.becomes_optional} < {check.code for check in wanted.becomes_optional}
    assert not check_of(full, done.becomes_optional[0].code).is_obligatory
    told = timeline(sources_for("trajectory"), [full.id], who=cast.who("mila"), limit=5)  # type: ignore[attr-defined]
    assert told[0].sentence == "Wijzigde de soort van 'volledige inkoop' naar 'pilot'."
    assert told[0].reason == "Het wordt kleiner."
    back = switch(full, cast, "full", "Toch groot.")
    assert {check.code for check in back.becomes_obligatory} == {check.code for check in done.becomes_optional}


def test_a_switch_is_refused_without_reason_without_change_and_after_another(walk: Walk, cast: Cast) -> None:
    assert refused(switch, walk.trajectory, cast, "lot", " ") == "Schrijf op waarom het traject van soort verandert."
    assert refused(switch, walk.trajectory, cast, "full") == "Dit traject is al van de soort 'volledige inkoop'."
    assert refused(switch, walk.trajectory, cast, "groot") == "Kies een soort traject."
    with pytest.raises(Conflict):
        switch(walk.trajectory, cast, "lot", version=99)


# --- Own checks -------------------------------------------------------------------------------------------------------
def test_an_own_check_counts_until_it_is_withdrawn(walk: Walk, cast: Cast) -> None:
    phase = phase_of(walk.trajectory, "0")
    first, second = own_check(phase, cast), own_check(phase, cast, "Nog een.")
    assert (first.code, second.code, first.source, first.is_own) == ("0.e1", "0.e2", "eigen aanvulling", True)
    before = gate_of(phase, now=NOW).conditions[0].why
    settle(second, "withdraw", cast.who("mila"), "Dubbel.")
    second.refresh_from_db()
    assert (second.state, second.skip_reason) == ("withdrawn", "Dubbel.")
    assert gate_of(phase, now=NOW).conditions[0].why != before
    told = timeline(sources_for("trajectory"), [phase.trajectory_id], who=cast.who("mila"), limit=3)
    assert [entry.sentence for entry in told] == [
        "Trok controlepunt 0.e2 in: Nog een.",
        "Voegde een eigen controlepunt 0.e2 toe: Nog een.",
        "Voegde een eigen controlepunt 0.e1 toe: Elk college heeft de cijfers.",
    ]


def test_own_checks_are_refused_where_they_do_not_belong(walk: Walk, cast: Cast) -> None:
    phase = phase_of(walk.trajectory, "0")
    assert refused(own_check, phase, cast, " ") == "Schrijf op wat er waar moet zijn."
    assert "Alleen een inkoper" in refused(own_check, phase, cast, who=cast.who("anouk"))
    model = check_of(walk.trajectory, "0.1-a")
    assert "hoort bij het fasemodel" in refused(settle, model, "withdraw", cast.who("sanne"), "Weg.")
    Phase.objects.filter(id=phase.id).update(state="closed", closed_at=NOW)
    assert refused(own_check, phase, cast) == "De fase is afgesloten; er kan geen controlepunt meer bij."


# --- Templates --------------------------------------------------------------------------------------------------------
def test_a_template_with_people_who_left(walk: Walk, cast: Cast) -> None:
    full: Any = walk.trajectory
    phase = phase_of(full, "0")
    own = own_check(phase, cast)
    withdrawn = own_check(phase, cast, "Weg.")
    settle(withdrawn, "withdraw", cast.who("sanne"), "Dubbel.")
    give(own, cast.mila, cast.who("sanne"))
    give(check_of(full, "0.1-a"), cast.anouk, cast.who("sanne"))
    give(check_of(full, "0.1-b"), cast.emre, cast.who("sanne"))
    settle(check_of(full, "0.1-c"), "skip", cast.who("sanne"), "Proef.")
    link(phase, cast.who("sanne"))
    cast.anouk.is_active = False
    cast.anouk.save()
    assert left_behind(full, TODAY) == ["Anouk Proef"]
    new = started(cast, template_id=full.id)
    assert new.started_from_id == full.id
    assert check_of(new, "0.1-a").owner_id is None, "who left owns nothing"
    assert check_of(new, "0.1-b").owner_id is None, "Enschede does not take part in the new one"
    copied = check_of(new, "0.e1")
    assert (copied.owner_id, copied.is_own, copied.state) == (cast.mila.id, True, "open")
    assert not Check.objects.filter(phase__trajectory=new, text="Weg.").exists()
    assert check_of(new, "0.1-c").state == "open"
    assert not Evidence.objects.filter(phase__trajectory=new).exists()
    distance = full.contract_start - phase.planned_start  # type: ignore[operator]
    moved = phase_of(new, "0")
    assert (new.contract_start - moved.planned_start, moved.state) == (distance, "planned")  # type: ignore[operator]


def test_a_template_of_another_model_or_out_of_sight_is_refused(walk: Walk, cast: Cast) -> None:
    full: Any = walk.trajectory
    assert "ander fasemodel" in refused(started, cast, template_id=full.id, phase_model="sid")
    with pytest.raises(Exception, match="bestaat niet"):
        started(cast, template_id=cast.sanne.id)


def test_a_trajectory_by_the_other_model(cast: Cast) -> None:
    row = started(cast, phase_model="sid")
    assert [phase.quoted for phase in row.phases.order_by("order")] == [f"Fase {n} (SID)" for n in "1234"]
    first = phase_of(row, "1")
    walks.plan_phase(
        phase_id=first.id, version=first.version, start=TODAY, end=TODAY + timedelta(days=30), owner_id=cast.sanne.id,
        remark="", who=cast.who("sanne"), reason="", today=TODAY,
    )  # fmt: skip
    step(row, "1", "open", cast.who("sanne"))
    assert [line.met for line in gate_of(phase_of(row, "2"), now=NOW).conditions] == [True, False], "beside phase 1"
    assert not gate_of(phase_of(row, "3"), now=NOW).conditions[0].met


# --- Owners -----------------------------------------------------------------------------------------------------------
def test_every_verb_asks_who_may_own(walk: Walk, cast: Cast) -> None:
    who = "Kies als eigenaar een inkoper, projectleider of manager van OZJT."
    assert refused(started, cast, owner_id=cast.anouk.id) == who
    full: Any = walk.trajectory
    changes = {"trajectory_id": full.id, "version": full.version, "who": cast.who("sanne"), "reason": "", "now": NOW}
    assert refused(walks.edit_trajectory, values={"owner_id": cast.daan.id}, **changes) == who
    phase = phase_of(full, "0")
    plans = {
        "phase_id": phase.id, "version": phase.version, "start": phase.planned_start, "end": phase.planned_end,
        "remark": "", "who": cast.who("sanne"), "reason": "", "today": TODAY,
    }  # fmt: skip
    assert (
        refused(walks.plan_phase, owner_id=cast.daan.id, **plans)
        == "Kies iemand van OZJT of van een gemeente die meedoet."
    )
    Phase.objects.filter(id=phase.id).update(owner=cast.daan)
    assert walks.plan_phase(owner_id=cast.daan.id, **plans).owner_id == cast.daan.id, "what was so may stay so"


def test_who_works_for_two_municipalities_says_for_which(walk: Walk, cast: Cast) -> None:
    borne = Organisation.objects.get(slug="borne")
    Membership.objects.create(
        person=cast.anouk, organisation=borne, role="municipality_official", valid_from=date(2021, 1, 1)
    )
    check = give(check_of(walk.trajectory, "0.1-a"), cast.anouk, cast.who("sanne"))
    anouk = cast.who("anouk")
    assert refused(link, check.phase, anouk, check) == "Kies voor welke organisatie je dit bewijs aanlevert."
    assert link(check.phase, anouk, check, organisation_id=borne.id).organisation == borne
    other = Organisation.objects.get(slug="hengelo")
    with pytest.raises(Exception, match="bestaat niet"):
        link(check.phase, anouk, check, organisation_id=other.id)


# --- Conditions of rooms above ----------------------------------------------------------------------------------------
@pytest.fixture
def decided() -> Iterator[list[int]]:
    """A provider that knows of decisions, taken away again after the test."""
    asked: list[int] = []

    def answers(trajectory_ids: Any, now: Any) -> Any:
        asked.append(len(trajectory_ids))
        return {(key, "5"): Provided(met=True, why="Alle organen besloten.") for key in trajectory_ids}

    key = "resolutions.documents_decided"
    former = providers._items.pop(key, None)
    providers.add(ConditionProvider(key=key, judge=answers))
    yield asked
    del providers._items[key]
    if former:
        providers.add(former)


def test_a_registered_provider_decides_for_all_trajectories_at_once(
    walk: Walk, cast: Cast, decided: list[int], django_assert_num_queries: Any
) -> None:
    full, pilot = walk.trajectory, walk.pilot
    with django_assert_num_queries(6):  # three are of the planning
        gates = gates_of_all([full.id, pilot.id], now=NOW)  # type: ignore[attr-defined]
    assert decided == [2], "asked once, about both"
    for row in gates.values():
        line = next(line for line in row["5"].conditions if line.code == "5-open-documents-decided")
        assert (line.met, line.why, line.judged) == (True, "Alle organen besloten.", "computed")
    words = {"phase_id": phase_of(full, "5").id, "condition": "5-open-documents-decided", "grounds": "Notulen"}
    with pytest.raises(Exception, match="niet met de hand"):
        confirm(**words, who=cast.who("sanne"), now=NOW)  # type: ignore[arg-type]


def test_a_confirmation_points_at_one_thing_of_its_trajectory(walk: Walk, cast: Cast) -> None:
    phase = phase_of(walk.trajectory, "5")
    piece = link(phase_of(walk.trajectory, "0"), cast.who("sanne"))
    foreign = link(phase_of(walk.pilot, "0"), cast.who("sanne"))
    words: Any = {
        "phase_id": phase.id, "condition": "5-open-systems-frozen", "grounds": "Afspraak", "who": cast.who("sanne"),
        "now": NOW,
    }  # fmt: skip
    assert "Wijs één ding aan" in refused(confirm, **words, url="https://a.example/", evidence_id=piece.id)
    assert "Kies een bewijsstuk van dit traject" in refused(confirm, **words, evidence_id=foreign.id)
    confirm(**words, evidence_id=piece.id)
    assert GateConfirmation.objects.get(phase=phase).evidence == piece
