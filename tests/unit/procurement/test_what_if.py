"""What-ifs: which dates move along, which conflicts come and go, and in which order dates are written."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.planning.what_if import (
    Change,
    applied,
    change_verdict,
    counted_back,
    counted_back_verdict,
    order_of_writing,
    outcome,
    outcome_of,
    stand_of,
)
from procurement.trajectory.rules import plan_verdict
from tests.unit.procurement.plans import DATES, WALK_2025, d, moved


def dates(plan: object) -> dict[str, tuple[str, str]]:
    return {row.code: (str(row.start), str(row.end)) for row in plan.parts}  # type: ignore[attr-defined]


def test_a_delay_takes_later_phases_and_the_screening_along() -> None:
    after = applied(Change(part="3", weeks=4), WALK_2025)
    assert dates(after) == DATES | {
        "3": ("2023-02-13", "2024-02-12"),
        "4": ("2024-02-13", "2024-03-28"),
        "5": ("2024-03-29", "2024-07-28"),
        "I": ("2024-07-29", "2024-12-31"),
        "7": ("2022-11-10", "2024-07-28"),
    }


def test_a_delay_shows_the_conflicts_that_come() -> None:
    found = outcome(Change(part="5", weeks=2), WALK_2025)
    assert [row.key for row in found.new] == ["award_late", "implementation_short"]
    assert (found.gone, found.left) == ((), ())
    assert [row.part.code for row in found.differences] == ["5", "I", "7"]


def test_a_later_contract_start_mends_them() -> None:
    late = applied(Change(part="5", weeks=2), WALK_2025)
    found = outcome(Change(contract_start=d("2025-02-01")), late)
    assert [row.key for row in found.gone] == ["award_late", "implementation_short"]
    assert found.new == ()
    assert dates(found.situation)["I"] == ("2024-07-15", "2025-01-31")
    assert dates(found.situation)["6"][1] == "2025-01-31"


def test_phases_move_along_with_the_contract_start_when_asked() -> None:
    after = applied(Change(contract_start=d("2026-01-01"), moves_phases=True), WALK_2025)
    assert dates(after)["5"] == ("2025-03-01", "2025-06-30")
    assert dates(after)["I"] == ("2025-07-01", "2025-12-31")
    assert dates(applied(Change(contract_start=d("2026-01-01")), WALK_2025))["5"] == DATES["5"]


def test_what_runs_moves_its_end_and_what_is_closed_nothing() -> None:
    parts = tuple(replace(row, state={"0": "closed", "1": "open"}.get(row.code, "planned")) for row in WALK_2025.parts)
    plan = replace(WALK_2025, parts=parts)
    after = dates(applied(Change(part="1", weeks=1), plan))
    assert (after["0"], after["1"]) == (DATES["0"], ("2022-03-01", "2022-10-19"))
    assert after["2"] == ("2022-10-20", "2023-01-22")


def test_a_track_moves_alone() -> None:
    found = outcome(Change(part="7", weeks=4), WALK_2025)
    assert [row.part.code for row in found.differences] == ["7"]
    assert [row.key for row in found.new] == ["screening_late"]


def test_a_what_if_and_back_is_the_same_plan() -> None:
    there = applied(Change(part="3", weeks=6), WALK_2025)
    assert applied(Change(part="3", weeks=-6), there) == WALK_2025
    assert outcome_of(WALK_2025, WALK_2025).differences == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Change(), "Vul een andere start van de contracten in, of een fase en een aantal weken."),
        (Change(part="3"), "Vul een andere start van de contracten in, of een fase en een aantal weken."),
        (Change(contract_start=d("2026-01-01"), weeks=2), "Kies een fase én een aantal weken, of laat beide leeg."),
        (Change(part="3", weeks=105), "Kies hoogstens 104 weken eerder of later."),
        (
            Change(contract_start=d("2022-02-07")),
            "De start van de contracten ligt niet in de toekomst. Vul een latere datum in.",
        ),
        (Change(part="9", weeks=1), "Deze fase bestaat niet in dit traject."),
    ],
)
def test_a_what_if_must_say_something_that_can_be_worked_out(change: Change, reason: str) -> None:
    assert change_verdict(change, WALK_2025).reason == reason


def test_closed_and_undated_parts_do_not_shift() -> None:
    closed = replace(
        WALK_2025, parts=tuple(replace(row, state="closed") if row.code == "0" else row for row in WALK_2025.parts)
    )
    assert change_verdict(Change(part="0", weeks=1), closed).reason == (
        "Fase 0 is al afgesloten en kan niet meer schuiven."
    )
    bare = moved(WALK_2025, "3", None, None)
    assert change_verdict(Change(part="3", weeks=1), bare).reason == "Fase 3 heeft nog geen data. Plan eerst deze fase."


def test_counted_back_fills_what_is_empty_and_has_no_conflicts() -> None:
    bare = WALK_2025
    for code in DATES:
        bare = moved(bare, code, None, None)
    found = outcome_of(counted_back(bare), bare)
    assert dates(found.situation)["3"] == ("2023-01-19", "2024-01-18")
    assert dates(found.situation)["8"] == ("2022-01-19", "2024-12-31")
    assert found.new == ()


def test_a_track_that_would_end_before_it_begins_runs_to_the_contract_start() -> None:
    after = counted_back(moved(WALK_2025, "8", "2019-01-01", "2020-12-31"))
    assert dates(after)["8"] == ("2022-01-19", "2024-12-31")


def test_counting_back_into_the_past_is_refused() -> None:
    assert counted_back_verdict(replace(WALK_2025, today=d("2022-01-19"))).allowed
    assert counted_back_verdict(WALK_2025).reason == (
        "Teruggerekend had fase 0 op 19-1-2022 moeten beginnen. Die dag is voorbij. Kies eerst een latere start van de"
        " contracten."
    )


def test_a_stand_changes_with_any_date() -> None:
    assert stand_of(WALK_2025) == stand_of(replace(WALK_2025, today=d("2022-05-01")))
    assert stand_of(WALK_2025) != stand_of(moved(WALK_2025, "3", "2023-01-17", "2024-01-15"))
    assert stand_of(WALK_2025) != stand_of(replace(WALK_2025, contract_start=d("2025-02-01")))


@given(st.lists(st.integers(-200, 400), min_size=7, max_size=7), st.lists(st.booleans(), min_size=7, max_size=7))
def test_dates_can_always_be_written_in_the_order_given(gaps: list[int], known: list[bool]) -> None:
    walk = [row for row in WALK_2025.parts if not row.is_track]
    starts = sorted(d("2022-01-01") + timedelta(days=gap + 200) for gap in gaps)
    before = replace(
        WALK_2025,
        parts=tuple(
            row if there else replace(row, start=None, end=None) for row, there in zip(walk, known, strict=True)
        ),
    )
    after = replace(
        before, parts=tuple(replace(row, start=day, end=day) for row, day in zip(walk, starts, strict=True))
    )
    now = {row.code: row.start for row in before.parts}
    order = [row.code for row in walk]
    for line in order_of_writing(outcome_of(after, before).differences):
        place = order.index(line.part.code)
        earlier = [now[code] for code in order[:place] if now[code]]
        later = [now[code] for code in order[place + 1 :] if now[code]]
        assert plan_verdict(
            start=line.start,
            end=line.end,
            is_track=False,
            previous_start=earlier[-1] if earlier else None,
            next_start=later[0] if later else None,
            contract_start=d("2030-01-01"),
        )
        now[line.part.code] = line.start
    assert [now[code] for code in order] == starts
