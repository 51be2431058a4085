"""The chart of a planning beside an earlier one."""

from datetime import date
from typing import Any

import pytest

from core.charts.gantt import GanttRow, gantt_chart

TODAY = date(2022, 2, 7)
SUMMER = (date(2022, 7, 16), date(2022, 8, 28))


def row(**other: Any) -> GanttRow:
    values: dict[str, Any] = {
        "label": "Tarievenonderzoek",
        "start": date(2022, 1, 10),
        "end": date(2022, 12, 31),
        "state": "current",
    }
    return GanttRow(**values | other)


def layer(chart: Any, place: int) -> list[dict[str, Any]]:
    data = chart.specification["layer"][place]["data"]
    values: list[dict[str, Any]] = chart.specification["datasets"][data["name"]]
    return values


def test_the_table_says_everything_that_is_drawn() -> None:
    chart = gantt_chart(
        [
            row(
                earlier=(date(2022, 1, 3), date(2022, 12, 1)),
                real=(date(2022, 1, 12), TODAY),
                latest=date(2023, 1, 18),
            ),
            row(label="Besluit", start=date(2022, 6, 1), end=date(2022, 6, 1), state="planned", is_moment=True),
        ],
        [SUMMER],
        TODAY,
        earlier_word="bij de start",
    )
    assert chart.columns == (
        "Onderdeel", "Begin of dag", "Eind", "Vastgelegd begin", "Vastgelegd eind", "Begonnen", "Uiterlijk", "Stand",
    )  # fmt: skip
    assert chart.rows == (
        (
            "Tarievenonderzoek", "10 jan 2022", "31 dec 2022", "3 jan 2022", "1 dec 2022", "12 jan 2022",
            "18 jan 2023", "loopt",
        ),
        ("Besluit", "1 jun 2022", "", "", "", "", "", "gepland"),
    )  # fmt: skip
    assert "Op 7 feb 2022 loopt: Tarievenonderzoek." in chart.description
    assert "de grijze streep is ‘bij de start’" in chart.description


def test_without_an_earlier_planning_the_table_has_no_column_for_it() -> None:
    chart = gantt_chart([row()], [], TODAY)
    assert "Vastgelegd begin" not in chart.columns
    assert chart.description.endswith("Geel zijn de schoolvakanties.")


def test_holidays_are_bands_inside_the_time_line() -> None:
    chart = gantt_chart([row()], [SUMMER, (date(2030, 7, 1), date(2030, 8, 1))], TODAY)
    bands = layer(chart, 0)
    assert len(bands) == 1
    assert 0 < bands[0]["left"] < bands[0]["right"]


def test_nothing_to_draw_and_going_backward_are_refused() -> None:
    with pytest.raises(ValueError, match="without rows"):
        gantt_chart([], [], TODAY)
    with pytest.raises(ValueError, match="ends before it begins"):
        gantt_chart([row(end=date(2022, 1, 1))], [], TODAY)
