"""The planning chart: nothing overlaps, nothing depends on colour or on the machine."""

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.drawing import draw, figure_name
from core.charts.rules import (
    GAP,
    LABEL_LETTERS,
    LETTER,
    MAX_LINES,
    STATES,
    PlannedBar,
    PlannedMilestone,
    month_ticks,
    place_text,
    planning_chart,
    wrapped,
)

TODAY = date(2022, 2, 7)
BARS = (
    PlannedBar("Fase 0 · Vooronderzoek & analyse", date(2021, 9, 1), date(2022, 1, 31), "done"),
    PlannedBar("Fase 1 · Opdracht", date(2022, 1, 15), date(2022, 4, 30), "current"),
    PlannedBar("Fase 2 · Strategie", date(2022, 5, 1), date(2022, 12, 31), "planned"),
)
MILESTONES = (PlannedMilestone("Publicatie", date(2022, 11, 15), "planned"),)


def test_every_row_says_its_stand_in_words() -> None:
    chart = planning_chart(BARS, MILESTONES, TODAY)
    assert [row[3] for row in chart.rows] == ["afgesloten", "loopt", "gepland", "gepland"]
    drawing = draw(chart)
    for word in ("afgesloten", "loopt", "gepland", "15 nov 2022, gepland", "vandaag 7 feb 2022", "jan 2022", "nov"):
        assert f">{word}<" in drawing


def test_drawing_can_stand_in_a_page_with_a_strict_policy() -> None:
    chart = planning_chart(BARS, MILESTONES, TODAY)
    drawing = draw(chart)
    assert drawing.startswith("<svg ")
    assert re.search(r"<svg [^>]*><title>Planning\. Tijdlijn van 1 sep 2021 tot en met 31 dec 2022", drawing)
    assert "style=" not in drawing
    assert "<script" not in drawing
    assert "Vooronderzoek &amp;<" in drawing
    assert all(name.startswith(figure_name(chart)) for name in re.findall(r'\bid="([^"]+)"', drawing))


def test_same_chart_same_fingerprint() -> None:
    chart, again = planning_chart(BARS, MILESTONES, TODAY), planning_chart(BARS, MILESTONES, TODAY)
    assert chart.fingerprint == again.fingerprint
    assert json.loads(chart.specification_json) == chart.specification
    assert planning_chart(BARS, (), TODAY).fingerprint != chart.fingerprint


def test_a_far_away_today_does_not_squeeze_the_picture() -> None:
    assert "vandaag" not in planning_chart(BARS, MILESTONES, date(2035, 1, 1)).specification_json


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="without work"):
        planning_chart((), (), TODAY)
    with pytest.raises(ValueError, match="ends before"):
        planning_chart((PlannedBar("x", date(2022, 2, 2), date(2022, 2, 1), "done"),), (), TODAY)


def test_milestones_alone_and_single_days_can_be_drawn() -> None:
    assert draw(planning_chart((), MILESTONES, TODAY))
    assert draw(planning_chart((PlannedBar("Eén dag", TODAY, TODAY, "late"),), (), TODAY))


DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(start=DAYS, length=st.integers(14, 6000))
def test_months_on_the_axis_have_room(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    ticks = month_ticks(start, end)
    assert len(ticks) <= 10
    assert all(day.day == 1 and start <= day <= end for day in ticks)


@given(left=st.floats(0, 300), length=st.floats(2, 300), state=st.sampled_from(sorted(STATES)), today=st.floats(0, 420))
def test_words_stand_clear_of_bar_and_today(left: float, length: float, state: str, today: float) -> None:
    width, word = 422.0, STATES[state].word
    size = len(word) * LETTER
    right = min(left + length, width - size - 2 * GAP - 4)  # the time line keeps this room behind the last bar
    today = min(today, right)
    x, align = place_text(left=left, right=max(right, left), text=word, width=width, today=today)
    start = x if align == "left" else x - size
    assert start >= max(right, left) or start + size <= left
    assert not start < today < start + size


@given(st.text(st.characters(categories=("Lu", "Ll", "Nd")), max_size=60), st.integers(1, 8))
def test_labels_take_three_lines_at_most(word: str, times: int) -> None:
    lines = wrapped(" ".join([word] * times))
    assert len(lines) <= MAX_LINES
    assert all(len(line) <= LABEL_LETTERS for line in lines)
