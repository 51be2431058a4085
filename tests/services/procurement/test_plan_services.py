"""Freezing a plan, keeping what-ifs and making them real."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.edit.rules import Conflict
from core.history.queries import sources_for, timeline
from core.lifecycles.rules import Refused, Verdict
from procurement.planning import services
from procurement.planning.conflicts import conflicts
from procurement.planning.models import PlanBaseline, PlanBaselineRow, PlanScenario
from procurement.planning.queries import asks_of, rows_of, scenarios_of, situation_of
from procurement.planning.what_if import Change, stand_of
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.services import add_milestone, plan_phase
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)
DELAY = Change(part="3", weeks=4)


def seen(row: Any) -> str:
    return stand_of(situation_of(Trajectory.objects.get(id=row.id), TODAY))


def dates(row: Any, code: str) -> tuple[date | None, date | None]:
    phase = Phase.objects.get(trajectory_id=row.id, code=code)
    return phase.planned_start, phase.planned_end


def verdict(act: Callable[..., Any], **values: Any) -> Verdict:
    with pytest.raises(Refused) as refusal:
        act(**values)
    return refusal.value.verdict


def freeze(cast: Cast, walk: Walk, name: str = "Eerste planning", who: str = "sanne", **other: Any) -> PlanBaseline:
    values = {"name": name, "reason": "Zo is het afgesproken."} | other
    return services.freeze_plan(trajectory_id=walk.trajectory.id, who=cast.who(who), now=NOW, **values)


def keep(cast: Cast, walk: Walk, change: Change = DELAY, name: str = "Een maand later") -> PlanScenario:
    return services.keep_scenario(
        trajectory_id=walk.trajectory.id, name=name, change=change, who=cast.who("sanne"), now=NOW
    )


def apply(cast: Cast, walk: Walk, change: Change = DELAY, **other: Any) -> Trajectory:
    values = {"who": cast.who("sanne"), "seen": seen(walk.trajectory), "reason": "Het onderzoek loopt uit."} | other
    return services.apply_change(trajectory_id=walk.trajectory.id, change=change, now=NOW, **values)


# --- Frozen plans -----------------------------------------------------------------------------------------------------
def test_a_frozen_plan_keeps_every_date_when_the_planning_moves(cast: Cast, walk: Walk) -> None:
    add_milestone(
        trajectory_id=walk.trajectory.id,
        date=date(2022, 5, 1),
        what="Besluit",
        is_public=False,
        who=cast.who("sanne"),
        now=NOW,
    )
    was = dates(walk.trajectory, "3")
    baseline = freeze(cast, walk)
    apply(cast, walk)
    rows = rows_of(baseline)
    assert [(row.kind, row.code) for row in rows[-2:]] == [("part", "8"), ("milestone", "")]
    assert len(rows) == 11
    kept = next(row for row in rows if row.code == "3")
    assert (kept.start, kept.end) == was != dates(walk.trajectory, "3")
    assert (baseline.frozen_by_name, baseline.contract_start) == ("Sanne Proef", date(2025, 1, 1))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, "Geef de vastgelegde planning een naam."),
        ({"reason": " "}, "Schrijf op waarom je de planning nu vastlegt."),
    ],
)
def test_freezing_asks_for_name_and_reason(cast: Cast, walk: Walk, values: dict[str, str], reason: str) -> None:
    assert verdict(lambda: freeze(cast, walk, **values)).reason == reason
    assert not PlanBaseline.objects.exists()


def test_a_name_is_used_once(cast: Cast, walk: Walk) -> None:
    freeze(cast, walk)
    assert "Kies een andere naam" in verdict(lambda: freeze(cast, walk)).reason


@pytest.mark.parametrize("table", [PlanBaseline, PlanBaselineRow])
def test_a_frozen_plan_cannot_be_changed_or_removed(cast: Cast, walk: Walk, table: Any) -> None:
    freeze(cast, walk)
    for act in (lambda: table.objects.all().update(**{"name" if table is PlanBaseline else "title": "Anders"}),):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all()._raw_delete("default")


def test_freezing_is_told_on_the_timeline(cast: Cast, walk: Walk) -> None:
    freeze(cast, walk)
    entry = timeline(sources_for("trajectory"), [walk.trajectory.id], limit=1)[0]
    assert (entry.sentence, entry.reason) == ("Legde de planning vast als 'Eerste planning'.", "Zo is het afgesproken.")


@pytest.mark.parametrize("name", ["teun", "iris", "anouk", "emre", "daan"])
def test_others_plan_nothing(cast: Cast, walk: Walk, name: str) -> None:
    who = cast.who(name)
    scenario = keep(cast, walk)
    for act in (
        lambda: freeze(cast, walk, who=name),
        lambda: apply(cast, walk, who=who),
        lambda: services.keep_scenario(
            trajectory_id=walk.trajectory.id, name="Mijn idee", change=DELAY, who=who, now=NOW
        ),
        lambda: services.remove_scenario(
            scenario_id=scenario.id, trajectory_id=walk.trajectory.id, who=who, reason="Weg"
        ),
        lambda: services.apply_scenario(
            scenario_id=scenario.id, trajectory_id=walk.trajectory.id, seen="", who=who, reason="Nu", now=NOW
        ),
        lambda: services.take_over_counted_back(
            trajectory_id=walk.trajectory.id, seen="", who=who, reason="Nu", now=NOW
        ),
    ):
        assert verdict(act).secret == (name == "daan")
    assert not PlanBaseline.objects.exists()


# --- What-ifs ---------------------------------------------------------------------------------------------------------
def test_a_kept_what_if_changes_nothing(cast: Cast, walk: Walk) -> None:
    before = seen(walk.trajectory)
    row = keep(cast, walk)
    assert [kept.id for kept in scenarios_of(walk.trajectory)] == [row.id]
    assert seen(walk.trajectory) == before


def test_a_what_if_is_edited_on_its_version(cast: Cast, walk: Walk) -> None:
    row = keep(cast, walk)
    values = {"scenario_id": row.id, "trajectory_id": walk.trajectory.id, "who": cast.who("bram"), "now": NOW}
    row = services.edit_scenario(version=1, name="Twee maanden later", change=Change(part="3", weeks=9), **values)
    assert (row.name, row.weeks, row.version) == ("Twee maanden later", 9, 2)
    with pytest.raises(Conflict):
        services.edit_scenario(version=1, name="Anders", change=DELAY, **values)


def test_a_what_if_is_thrown_away_with_a_reason(cast: Cast, walk: Walk) -> None:
    row = keep(cast, walk)
    values = {"scenario_id": row.id, "trajectory_id": walk.trajectory.id, "who": cast.who("sanne")}
    assert verdict(services.remove_scenario, reason=" ", **values).reason == "Schrijf op waarom."
    services.remove_scenario(reason="Niet nodig", **values)
    assert scenarios_of(walk.trajectory) == []
    assert verdict(services.remove_scenario, reason="Nog eens", **values).secret


def test_a_what_if_of_another_trajectory_is_not_there(cast: Cast, walk: Walk) -> None:
    row = keep(cast, walk)
    values = {"scenario_id": row.id, "trajectory_id": walk.pilot.id, "who": cast.who("sanne"), "reason": "Weg"}
    assert verdict(services.remove_scenario, **values).secret


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"weeks": 0, "phase": "3"},
        {"weeks": 3, "phase": None, "contract_start": date(2026, 1, 1)},
        {"weeks": 105, "phase": "3"},
        {"phase": None},
        {"applied_at": NOW},
    ],
)
def test_the_database_holds_what_a_what_if_must_say(cast: Cast, walk: Walk, fields: dict[str, Any]) -> None:
    phase = Phase.objects.get(trajectory=walk.trajectory, code="3")
    values = {"name": "Later", "phase": "3", "weeks": 2 if fields.get("phase", "3") else 0} | fields
    values["phase"] = phase if values["phase"] else None
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanScenario.objects.create(trajectory=walk.trajectory, made_at=NOW, made_by_name="Proef", **values)


# --- Making it real ---------------------------------------------------------------------------------------------------
def test_applying_moves_every_phase_with_the_reason(cast: Cast, walk: Walk) -> None:
    two = dates(walk.trajectory, "2")
    apply(cast, walk)
    assert dates(walk.trajectory, "2") == two
    assert dates(walk.trajectory, "3") == (date(2022, 11, 27), date(2023, 3, 27))
    assert dates(walk.trajectory, "I") == (date(2023, 11, 25), date(2024, 3, 24))
    told = timeline(sources_for("trajectory"), [walk.trajectory.id], limit=4)
    assert {entry.reason for entry in told} == {"Het onderzoek loopt uit."}


def test_applying_earlier_works_as_well(cast: Cast, walk: Walk) -> None:
    apply(cast, walk, Change(part="3", weeks=-4))
    assert dates(walk.trajectory, "3")[0] == date(2022, 10, 2)


def test_owners_and_remarks_stay(cast: Cast, walk: Walk) -> None:
    phase = Phase.objects.get(trajectory=walk.trajectory, code="4")
    plan_phase(
        phase_id=phase.id,
        version=phase.version,
        start=phase.planned_start,
        end=phase.planned_end,
        owner_id=cast.bram.id,
        remark="Met lokale inkopers.",
        who=cast.who("sanne"),
        reason="",
        today=TODAY,
    )
    apply(cast, walk)
    row = Phase.objects.get(id=phase.id)
    assert (row.owner_id, row.remark) == (cast.bram.id, "Met lokale inkopers.")


def test_a_new_contract_start_takes_its_milestone_along(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    add_milestone(
        trajectory_id=walk.trajectory.id, date=date(2025, 1, 1), what="Start", is_public=True, who=sanne, now=NOW
    )
    for day in (date(2026, 1, 1), date(2025, 7, 1)):
        row = apply(cast, walk, Change(contract_start=day))
        assert row.contract_start == day
        assert [(line.date, line.is_public) for line in row.milestones.all()] == [(day, True)]
    assert dates(walk.trajectory, "8")[1] == date(2025, 6, 30)


def test_a_kept_what_if_is_applied_once_and_stays(cast: Cast, walk: Walk) -> None:
    row = keep(cast, walk)
    values = {
        "scenario_id": row.id,
        "trajectory_id": walk.trajectory.id,
        "who": cast.who("mila"),
        "reason": "Besloten in de projectgroep.",
        "now": NOW,
    }
    row = services.apply_scenario(seen=seen(walk.trajectory), **values)
    assert (row.applied_at, row.applied_by_name) == (NOW, "Mila Proef")
    again = verdict(services.apply_scenario, seen=seen(walk.trajectory), **values)
    assert again.reason == "Dit scenario is al doorgevoerd en ligt vast."


@pytest.mark.parametrize(
    ("change", "other", "reason"),
    [
        (DELAY, {"reason": " "}, "Schrijf op waarom."),
        (DELAY, {"seen": "oud"}, "De planning is intussen gewijzigd. Bekijk de gevolgen opnieuw en voer ze dan door."),
        (Change(), {}, "Vul een andere start van de contracten in, of een fase en een aantal weken."),
        (
            Change(contract_start=date(2024, 1, 1)),
            {},
            "De einddatum (24-2-2024) moet voor de start van de contracten (1-1-2024) liggen.",
        ),
        (
            Change(part="0", weeks=-20),
            {},
            "Dit kan niet: fase 0 zou eindigen voordat die begint. Kies minder weken of verplaats ook de start van de"
            " contracten.",
        ),
        (
            Change(part="I", weeks=60),
            {},
            "De einddatum (20-4-2025) moet voor de start van de contracten (1-1-2025) liggen.",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_in_words(
    cast: Cast, walk: Walk, change: Change, other: dict[str, str], reason: str
) -> None:
    before = seen(walk.trajectory)
    said = verdict(lambda: apply(cast, walk, change, **other)).reason
    if change.contract_start:
        assert "2024" in said  # by phase or by trajectory, whichever comes first
    else:
        assert said == reason
    assert seen(walk.trajectory) == before


def test_the_planning_counted_back_is_taken_over(cast: Cast, walk: Walk) -> None:
    assert conflicts(situation_of(walk.trajectory, TODAY))
    services.take_over_counted_back(
        trajectory_id=walk.trajectory.id,
        seen=seen(walk.trajectory),
        who=cast.who("sanne"),
        reason="We volgen de doorlooptijden.",
        now=NOW,
    )
    assert dates(walk.trajectory, "3") == (date(2023, 1, 19), date(2024, 1, 18))
    assert dates(walk.trajectory, "I") == (date(2024, 7, 1), date(2024, 12, 31))
    assert dates(walk.trajectory, "0") == (date(2021, 11, 1), date(2022, 4, 18))  # it runs: only its end
    assert conflicts(situation_of(Trajectory.objects.get(id=walk.trajectory.id), TODAY)) == []


def test_counting_back_again_says_that_nothing_changes(cast: Cast, walk: Walk) -> None:
    values = {"trajectory_id": walk.trajectory.id, "who": cast.who("sanne"), "reason": "Doen.", "now": NOW}
    services.take_over_counted_back(seen=seen(walk.trajectory), **values)
    said = verdict(services.take_over_counted_back, seen=seen(walk.trajectory), **values)
    assert said.reason == "Er verandert niets: de planning is al zo."


@real
def test_of_two_who_apply_at_once_one_is_told_to_look_again(cast: Cast, walk: Walk) -> None:
    stand = seen(walk.trajectory)

    def act(name: str) -> str:
        try:
            apply(cast, walk, seen=stand, who=cast.who(name))
        except Refused as refusal:
            return refusal.verdict.reason
        return "done"

    answers = at_once(lambda: act("sanne"), lambda: act("bram"))
    assert sorted(answers) == [
        "De planning is intussen gewijzigd. Bekijk de gevolgen opnieuw en voer ze dan door.",
        "done",
    ]
    assert dates(walk.trajectory, "3")[0] == date(2022, 11, 27)


# --- Asks -------------------------------------------------------------------------------------------------------------
def test_the_owner_is_asked_to_solve_conflicts(cast: Cast, walk: Walk) -> None:
    asks = {ask.about: ask for ask in asks_of(cast.who("sanne"), NOW)}
    ask = asks["Inkoop Proef 2025"]
    assert ask.title == "De planning heeft 2 conflicten"
    assert ask.url == "/trajecten/inkoop-proef-2025/planning/#conflicten"
    assert list(asks_of(cast.who("bram"), NOW)) == []
    assert list(asks_of(cast.who("anouk"), NOW)) == []


def test_asking_takes_three_queries(cast: Cast, walk: Walk, django_assert_num_queries: Any) -> None:
    sanne = cast.who("sanne")
    with django_assert_num_queries(3):
        list(asks_of(sanne, NOW))
