"""The plan of the example round: what happens between its stages."""

from itertools import pairwise

import pytest

from config.world import stage_slugs
from desk.example.round import content, events, stage_before, stage_named, stages
from procurement.trajectory.content_model import eva

FIRST, LAST = stages()[0], stages()[-1]
WHOLE = events(FIRST.now, LAST.now)


def test_stages_follow_each_other_in_time_under_the_names_that_the_command_knows() -> None:
    assert all(before.now < after.now for before, after in pairwise(stages()))
    assert [row.slug for row in stages()] == stage_slugs()
    assert stage_before(FIRST.slug) is None
    assert stage_before(LAST.slug) == stages()[-2]


def test_an_unknown_stage_is_answered_with_the_names_that_exist() -> None:
    with pytest.raises(KeyError, match="Choose from: nulmeting, opdracht"):
        stage_named("kwartaal")


def test_between_two_stages_nothing_is_lost_or_doubled() -> None:
    pieces = [events(before.now, after.now) for before, after in pairwise(stages())]
    assert [event for piece in pieces for event in piece] == WHOLE


@pytest.mark.parametrize("part", [row["part"] for row in content()["part"]])
def test_every_obligatory_check_is_finished_while_its_part_runs(part: str) -> None:
    plan = next(row for row in content()["part"] if row["part"] == part)
    model = next(row for row in eva().parts if row.code == part)
    done = {event["check"]: event["at"] for event in WHOLE if event.get("part") == part and "check" in event}
    assert set(done) == {check.code for check in model.checks if "full" in check.profiles}
    assert all(plan["opens"] < moment < plan["closes"] for moment in done.values())


def test_nobody_works_in_a_weekend_or_at_night() -> None:
    work = [event["at"] for event in WHOLE if event["do"] == "complete_check"]
    assert {moment.weekday() for moment in work} <= {0, 1, 2, 3, 4}
    assert {moment.hour for moment in work} <= set(range(9, 17))


def test_phases_follow_each_other_and_the_award_is_in_time() -> None:
    walk = [row for row in content()["part"] if row["part"] in ["0", "1", "2", "3", "4", "5", "I"]]
    assert all(before["closes"] < after["opens"] for before, after in pairwise(walk))
    award = next(row["closes"] for row in walk if row["part"] == "5")
    assert f"{award:%Y-%m-%d}" < "2024-07-01"


def test_what_is_invented_says_so() -> None:
    assert all(event["note"].startswith("Voorbeeld:") for event in WHOLE if "note" in event)
    assert all(event["evidence"]["title"].startswith("Voorbeeld:") for event in WHOLE if "evidence" in event)
