"""How late a trajectory is, and since when changes are told."""

from datetime import date
from uuid import uuid4

import pytest

from desk.overview.rules import Board, OverviewRow, PhaseDates, at_a_glance, days_late, since_of

TODAY = date(2022, 2, 7)
AB = Board("ab", "het AB", date(2022, 1, 20))
BO = Board("bo", "het BO", date(2022, 2, 1))


@pytest.mark.parametrize(
    ("phases", "late"),
    [
        ([], 0),
        ([PhaseDates("open", None, TODAY)], 0),  # the last day is in time
        ([PhaseDates("open", None, date(2022, 2, 6))], 1),
        ([PhaseDates("planned", date(2022, 1, 31), date(2022, 3, 1))], 7),
        ([PhaseDates("planned", TODAY, None)], 0),
        ([PhaseDates("closed", date(2021, 1, 1), date(2021, 2, 1))], 0),
        ([PhaseDates("open", date(2021, 1, 1), None)], 0),
        ([PhaseDates("open", None, date(2022, 2, 5)), PhaseDates("planned", date(2022, 2, 4), None)], 3),
    ],
)
def test_the_phase_that_is_most_behind_counts(phases: list[PhaseDates], late: int) -> None:
    assert days_late(phases, TODAY) == late


def row(**other: object) -> OverviewRow:
    values: dict[str, object] = {
        "pk": uuid4(), "slug": "proef", "name": "Proef", "profile": "full", "owner": "Sanne", "phase_now": "Fase 0",
        "days_late": 0, "red": 0, "exceptions": 0, "obligatory": 40, "obligatory_settled": 12, "conflicts": 0,
        "waiting": 0,        "next_day": date(2022, 3, 1), "next_what": "Besluit",
    }  # fmt: skip
    return OverviewRow(**values | other)  # type: ignore[arg-type]


def test_a_row_in_words() -> None:
    assert (row().checks, row().obligatory_left, row().milestone) == ("12 van 40", 28, "01-03-2022 Besluit")
    assert row(next_day=None, next_what="").milestone == ""


def test_one_sentence_over_all_trajectories() -> None:
    assert at_a_glance([]) == "Er zijn nog geen trajecten."
    assert at_a_glance([row()]) == (
        "1 traject: geen enkel traject loopt achter, de planningen hebben geen conflicten en er is nergens afgeweken."
    )
    assert at_a_glance([row(days_late=3, conflicts=1), row(exceptions=2)]) == (
        "2 trajecten: 1 loopt achter, de planningen hebben 1 conflict en er is 2 keer met motivering afgeweken."
    )


def test_changes_are_told_since_the_board_that_met_last() -> None:
    since = since_of("", None, [AB, BO], TODAY)
    assert (since.day, since.board, since.words) == (BO.day, "bo", "het BO van 1 februari 2022")


def test_a_chosen_board_or_a_typed_date_counts_instead() -> None:
    assert since_of("ab", None, [AB, BO], TODAY).day == AB.day
    assert since_of("onzin", None, [AB, BO], TODAY).board == "bo"
    typed = since_of("ab", date(2021, 12, 1), [AB, BO], TODAY)
    assert (typed.day, typed.board, typed.words) == (date(2021, 12, 1), "", "1 december 2021")
    assert since_of("", date(2030, 1, 1), [AB], TODAY).day == TODAY


def test_without_a_meeting_a_month_back() -> None:
    since = since_of("", None, [], TODAY)
    assert (since.day, since.board, since.words) == (date(2022, 1, 8), "", "8 januari 2022")
