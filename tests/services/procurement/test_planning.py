"""Starting, planning and editing a trajectory."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations.models import Organisation
from core.edit.rules import Conflict
from procurement.trajectory import services
from procurement.trajectory.models import Check, Milestone, Phase, Trajectory
from segments.catalogue.models import Segment
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.procurement.doing import phase_of, refused, verdict_of
from tests.services.together import at_once, in_the_middle_of

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(cast: Cast) -> services.Plan:
    """A plan for a new trajectory."""
    return services.Plan(
        name="Jeugdhulp 2029",
        summary="",
        profile="full",
        contract_start=date(2029, 1, 1),
        max_term_years=6,
        value_full_term=None,
        owner_id=cast.sanne.id,
        municipality_ids=list(Organisation.objects.filter(slug__in=["almelo", "borne"]).values_list("id", flat=True)),
        segment_ids=list(Segment.objects.filter(in_procurement=True).values_list("id", flat=True)[:2]),
    )


def started(plan: services.Plan, cast: Cast, name: str = "sanne") -> Trajectory:
    return services.start_trajectory(plan=plan, who=cast.who(name), reason="", now=NOW)


# --- Starting ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("profile", "obligatory"), [("full", 116), ("lot", 89), ("pilot", 40)])
def test_a_profile_decides_how_much_is_obligatory(
    plan: services.Plan, cast: Cast, profile: str, obligatory: int
) -> None:
    row = started(replace(plan, profile=profile), cast)
    checks = Check.objects.filter(phase__trajectory=row)
    assert (checks.count(), checks.filter(is_obligatory=True).count()) == (122, obligatory)
    assert [phase.code for phase in row.phases.order_by("order")] == ["0", "1", "2", "3", "4", "5", "I", "6", "7", "8"]
    assert set(row.phases.values_list("state", flat=True)) == {"planned"}
    assert set(checks.values_list("state", flat=True)) == {"open"}
    assert sorted(row.municipalities.values_list("slug", flat=True)) == ["almelo", "borne"]
    assert row.segments.count() == 2


def test_a_second_trajectory_of_the_same_name_has_its_own_address(plan: services.Plan, cast: Cast) -> None:
    slugs = [started(plan, cast).slug for _ in range(3)]
    assert slugs == ["jeugdhulp-2029", "jeugdhulp-2029-2", "jeugdhulp-2029-3"]
    assert started(replace(plan, name="Nieuw"), cast).slug == "nieuw-2"
    assert started(replace(plan, name="?!"), cast).slug == "traject"


def test_what_a_trajectory_cannot_do_without(plan: services.Plan, cast: Cast) -> None:
    assert refused(started, replace(plan, municipality_ids=[]), cast) == "Kies minstens één gemeente die meedoet."
    assert refused(started, replace(plan, segment_ids=[]), cast) == "Kies minstens één segment dat wordt ingekocht."
    for name in ("teun", "iris", "anouk", "daan"):
        assert verdict_of(started, plan, cast, name).secret == (name == "daan")
    assert Trajectory.objects.count() == 0


def test_a_start_that_fails_halfway_leaves_nothing(plan: services.Plan, cast: Cast) -> None:
    def start_and_check() -> None:
        with transaction.atomic():
            started(replace(plan, segment_ids=[uuid4()]), cast)
            with transaction.get_connection().cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError):
        start_and_check()
    assert (Trajectory.objects.count(), Phase.objects.count(), Check.objects.count()) == (0, 0, 0)


# --- Planning ---------------------------------------------------------------------------------------------------------
def planned(walk: Walk, cast: Cast, code: str, start: date | None, end: date | None, **other: Any) -> Phase:
    phase = phase_of(walk.trajectory, code)
    arguments = {
        "version": phase.version,
        "owner_id": phase.owner_id,
        "remark": phase.remark,
        "who": cast.who("sanne"),
        "reason": "Uitgesteld.",
        "today": TODAY,
    }
    return services.plan_phase(phase_id=phase.id, start=start, end=end, **arguments | other)


def test_a_phase_gets_dates_owner_and_remark(cast: Cast, walk: Walk) -> None:
    before = phase_of(walk.trajectory, "1")
    row = planned(walk, cast, "1", date(2022, 3, 5), date(2022, 7, 1), owner_id=cast.bram.id, remark="Later.")
    assert (row.planned_start, row.planned_end, row.owner_id, row.remark) == (
        date(2022, 3, 5),
        date(2022, 7, 1),
        cast.bram.id,
        "Later.",
    )
    assert row.version == before.version + 1


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (date(2022, 4, 1), date(2022, 3, 31), "De einddatum (31-3-2022) ligt voor de begindatum (1-4-2022)."),
        (
            date(2022, 4, 1),
            date(2025, 1, 1),
            "De einddatum (1-1-2025) moet voor de start van de contracten (1-1-2025) liggen.",
        ),
        (
            date(2021, 10, 31),
            date(2022, 4, 1),
            "De begindatum (31-10-2021) ligt voor het begin van de vorige fase (1-11-2021).",
        ),
        (
            date(2022, 7, 2),
            date(2022, 8, 1),
            "De begindatum (2-7-2022) ligt na het begin van de volgende fase (1-7-2022).",
        ),
    ],
    ids=["end before start", "after the contracts start", "before the phase before", "after the phase after"],
)
def test_dates_that_contradict_are_refused(cast: Cast, walk: Walk, start: date, end: date, reason: str) -> None:
    before = phase_of(walk.trajectory, "1")
    assert (phase_of(walk.trajectory, "0").planned_start, phase_of(walk.trajectory, "2").planned_start) == (
        date(2021, 11, 1),
        date(2022, 7, 1),
    )
    assert refused(planned, walk, cast, "1", start, end) == reason
    after = phase_of(walk.trajectory, "1")
    assert (after.planned_start, after.planned_end, after.version) == (
        before.planned_start,
        before.planned_end,
        before.version,
    )


def test_the_database_refuses_an_end_before_its_start(walk: Walk) -> None:
    with pytest.raises(IntegrityError, match="phase_dates_forward"), transaction.atomic():
        Phase.objects.filter(trajectory=walk.trajectory, code="1").update(planned_end=date(2021, 1, 1))


def test_a_track_runs_beside_the_phases_and_past_the_start_of_the_contracts(cast: Cast, walk: Walk) -> None:
    assert planned(walk, cast, "6", date(2021, 1, 1), date(2026, 1, 1)).planned_end == date(2026, 1, 1)
    assert refused(planned, walk, cast, "6", date(2026, 1, 2), date(2026, 1, 1)) == (
        "De einddatum (1-1-2026) ligt voor de begindatum (2-1-2026)."
    )


def test_planning_on_an_older_version_is_a_conflict(cast: Cast, walk: Walk) -> None:
    old = phase_of(walk.trajectory, "1")
    planned(walk, cast, "1", date(2022, 3, 5), None, remark="Van Sanne.")
    with pytest.raises(Conflict) as conflict:
        planned(walk, cast, "1", date(2022, 3, 6), None, version=old.version)
    assert (conflict.value.current.planned_start, conflict.value.current.remark) == (date(2022, 3, 5), "Van Sanne.")


@pytest.mark.parametrize("name", ["teun", "iris", "anouk", "daan"])
def test_others_do_not_plan(cast: Cast, walk: Walk, name: str) -> None:
    assert verdict_of(planned, walk, cast, "1", None, None, who=cast.who(name)).allowed is False
    assert phase_of(walk.trajectory, "1").planned_start is not None


@real
def test_two_neighbours_that_move_at_once_do_not_cross(cast: Cast, walk: Walk) -> None:
    _, second = in_the_middle_of(
        lambda: planned(walk, cast, "1", date(2022, 6, 30), date(2022, 9, 1)),
        lambda: planned(walk, cast, "2", date(2022, 4, 1), date(2022, 9, 1), who=cast.who("mila")),
    )
    assert str(second) == "De begindatum (1-4-2022) ligt voor het begin van de vorige fase (30-6-2022)."


@real
def test_two_people_who_plan_one_phase_do_not_overwrite_each_other(cast: Cast, walk: Walk) -> None:
    version = phase_of(walk.trajectory, "1").version
    outcomes = at_once(
        *(
            lambda name=name: planned(  # type: ignore[misc]
                walk, cast, "1", date(2022, 3, 5), None, version=version, remark=name, who=cast.who(name)
            )
            for name in ("sanne", "mila")
        )
    )
    saved = [row.remark for row in outcomes if isinstance(row, Phase)]
    assert [type(row) for row in outcomes if not isinstance(row, Phase)] == [Conflict]
    assert saved == [phase_of(walk.trajectory, "1").remark]


# --- Editing ----------------------------------------------------------------------------------------------------------
def edited(walk: Walk, cast: Cast, values: dict[str, Any], version: int | None = None) -> Trajectory:
    row = Trajectory.objects.get(id=walk.trajectory.id)
    return services.edit_trajectory(
        trajectory_id=row.id,
        version=row.version if version is None else version,
        values=values,
        who=cast.who("sanne"),
        reason="",
        now=NOW,
    )


def test_a_trajectory_is_edited_field_by_field(cast: Cast, walk: Walk) -> None:
    row = edited(walk, cast, {"name": "Andere naam", "value_full_term": None})
    assert (row.name, row.value_full_term, row.max_term_years) == ("Andere naam", None, 6)
    with pytest.raises(Conflict):
        edited(walk, cast, {"name": "Nog anders"}, version=row.version - 1)
    with pytest.raises(ValueError, match="'slug' is not edited here"):
        edited(walk, cast, {"slug": "gekaapt"})
    assert Trajectory.objects.get(id=row.id).name == "Andere naam"


def test_contracts_do_not_start_before_a_planned_phase_ends(cast: Cast, walk: Walk) -> None:
    assert refused(edited, walk, cast, {"contract_start": date(2022, 2, 1)}) == (
        "Fase 0 loopt volgens planning tot 01-03-2022. "
        "De contracten kunnen pas daarna starten; verplaats eerst die fase."
    )


@pytest.mark.parametrize(("years", "fits"), [(0, False), (1, True), (15, True), (16, False)])
def test_the_term_is_between_one_and_fifteen_years(walk: Walk, years: int, fits: bool) -> None:
    rows = Trajectory.objects.filter(id=walk.trajectory.id)
    if fits:
        assert rows.update(max_term_years=years) == 1
    else:
        with pytest.raises(IntegrityError, match="trajectory_term_years"), transaction.atomic():
            rows.update(max_term_years=years)


# --- Milestones and announcing ----------------------------------------------------------------------------------------
def test_a_milestone_comes_and_goes_with_a_reason(cast: Cast, walk: Walk) -> None:
    sanne, trajectory = cast.who("sanne"), walk.trajectory.id
    arguments: dict[str, Any] = {"date": date(2022, 3, 1), "what": "Besluit", "is_public": True, "now": NOW}
    row = services.add_milestone(trajectory_id=trajectory, who=sanne, **arguments)
    remove = {"milestone_id": row.id, "who": sanne}
    assert refused(services.remove_milestone, trajectory_id=trajectory, reason=" ", **remove) == (
        "Schrijf op waarom de mijlpaal vervalt."
    )
    other = verdict_of(services.remove_milestone, trajectory_id=walk.pilot.id, reason="Fout.", **remove)
    assert other.secret is True
    assert Milestone.objects.count() == 1
    services.remove_milestone(trajectory_id=trajectory, reason="Verplaatst.", **remove)
    assert Milestone.objects.count() == 0
    assert verdict_of(services.remove_milestone, trajectory_id=trajectory, reason="Weer.", **remove).secret is True


def test_providers_hear_of_a_trajectory_when_it_is_announced(cast: Cast, walk: Walk) -> None:
    arguments: dict[str, Any] = {"trajectory_id": walk.trajectory.id, "who": cast.who("sanne"), "now": NOW}
    assert refused(services.announce, text="  ", **arguments) == "Schrijf op wat aanbieders moeten weten."
    row = services.announce(text=" U hoort in mei meer. ", **arguments)
    assert (row.announced_at, row.announcement) == (NOW, "U hoort in mei meer.")
    with pytest.raises(IntegrityError, match="trajectory_announcement_has_text"), transaction.atomic():
        Trajectory.objects.filter(id=row.id).update(announcement="")
