"""The chart of a planning beside an earlier one and beside what really happened; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt

from core.charts.rules import (
    GAP,
    INK,
    LABELS_WIDTH,
    LETTER,
    LINE,
    LINE_HEIGHT,
    LOOK,
    PAPER,
    QUIET,
    RED,
    STATES,
    Chart,
    dutch_day,
    month_names,
    month_ticks,
    place_text,
    scale_for,
    wrapped,
)

ROW, SPACE = 34, 13  # height of a row, and what stands between the labels of two rows
BAR, EARLIER, REAL = 14, 4, 4  # heights of the bar, of the earlier planning under it, and of the line in it
HOLIDAY = "#fbf3d5"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class GanttRow:
    """A piece of work or a milestone (its `start` and `end` are one day and `is_moment` holds).

    `state` is a key of `core.charts.rules.STATES`. `earlier` holds the dates of the planning that is compared with,
    `real` when the work began and ended (or the day of the chart while it goes on), `latest` the last possible day.
    """

    label: str
    start: date
    end: date
    state: str
    is_moment: bool = False
    earlier: tuple[date, date] | None = None
    real: tuple[date, date] | None = None
    latest: date | None = None


def said(row: GanttRow, *, compares: bool) -> tuple[str, ...]:
    """A row as text for the table beside the chart."""

    def until(day: date) -> str:
        return "" if row.is_moment else dutch_day(day)

    cells = [row.label, dutch_day(row.start), until(row.end)]
    if compares:
        cells += [dutch_day(row.earlier[0]), until(row.earlier[1])] if row.earlier else ["", ""]
    cells += [dutch_day(row.real[0]) if row.real else "", dutch_day(row.latest) if row.latest else ""]
    cells.append(STATES[row.state].word)
    return tuple(cells)


def gantt_chart(
    rows: Sequence[GanttRow], holidays: Sequence[tuple[date, date]], today: date, *, key: str = "planning",
    title: str = "Planning", today_word: str = "vandaag", earlier_word: str = "",
) -> Chart:  # fmt: skip
    """A bar per piece of work and a diamond per milestone, school holidays as bands behind them.

    Under a bar stands a thin grey one for the planning named `earlier_word`, in it a dark line for what really
    happened, and a red mark at its latest day. Raises ValueError without rows, or when a row ends before it begins.
    """
    if not rows:
        raise ValueError("A planning without rows cannot be drawn.")
    for row in rows:
        if row.end < row.start:
            raise ValueError(f"'{row.label}' ends before it begins.")
    days = [day for row in rows for day in (row.start, row.end, *(row.earlier or ()), *(row.real or ()))]
    days += [row.latest for row in rows if row.latest]
    first, last = min(days), max(days)
    margin = max((last - first) / 4, timedelta(days=31))
    shows_today = first - margin <= today <= last + margin
    if shows_today:
        first, last = min(first, today), max(last, today)
    scale = scale_for(first, last, words=[STATES[row.state].word for row in rows if not row.is_moment])
    now = scale.x(today) if shows_today else None
    marks: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("holidays", "bars", "earlier", "real", "latest", "diamonds", "words", "names")
    }
    height = 0.0
    for row in rows:
        lines = wrapped(row.label)
        room = max(len(lines) * LINE_HEIGHT + SPACE, ROW)
        middle = height + room / 2
        height += room
        _add_row(marks, row, lines, middle, scale, now)
    edge = scale.x(last + ONE_DAY)
    for begin, end in holidays:
        left, right = max(scale.x(begin), 0.0), min(scale.x(end + ONE_DAY), edge)
        if left < right:
            marks["holidays"].append({"left": left, "right": right, "top": 0, "bottom": height})
    compares = any(row.earlier for row in rows)
    ticks = month_ticks(scale.start, last)
    return Chart(
        key=key,
        title=title,
        description=_sentence(rows, today, first, last, earlier_word if compares else ""),
        specification=_specification(
            scale.width,
            height,
            [(scale.x(day), text) for day, text in zip(ticks, month_names(ticks), strict=True)],
            marks,
            (now, f"{today_word} {dutch_day(today)}") if now is not None else None,
        ),
        columns=(
            "Onderdeel", "Begin of dag", "Eind", *(("Vastgelegd begin", "Vastgelegd eind") if compares else ()),
            "Begonnen", "Uiterlijk", "Stand",
        ),
        rows=tuple(said(row, compares=compares) for row in rows),
    )  # fmt: skip


def _add_row(
    marks: dict[str, list[dict[str, Any]]],
    row: GanttRow,
    lines: list[str],
    middle: float,
    scale: Any,
    now: float | None,
) -> None:
    """Put the label, the bar or diamond, and what stands beside it in place."""
    state = STATES[row.state]
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * LINE_HEIGHT
        marks["names"].append({"x": -LABELS_WIDTH, "y": y, "text": line})
    colours = {"fill": state.fill, "stroke": state.stroke}
    left, right = scale.x(row.start), scale.x(row.end + ONE_DAY)
    if row.is_moment:
        left, right = left - 7, left + 7
        marks["diamonds"].append({"x": scale.x(row.start), "y": middle, **colours})
        if row.earlier and row.earlier[0] != row.start:
            marks["earlier"].append(_box(scale.x(row.earlier[0]) - 3, scale.x(row.earlier[0]) + 3, middle + 8, EARLIER))
    else:
        marks["bars"].append(_box(left, right, middle - BAR / 2, BAR) | colours)
        if row.earlier:
            begin, end = scale.x(row.earlier[0]), scale.x(row.earlier[1] + ONE_DAY)
            marks["earlier"].append(_box(begin, end, middle + BAR / 2 + 2, EARLIER))
        if row.real:
            begin, end = scale.x(row.real[0]), scale.x(row.real[1] + ONE_DAY)
            marks["real"].append(_box(begin, end, middle - REAL / 2, REAL))
        if row.latest:
            at = scale.x(row.latest + ONE_DAY)
            marks["latest"].append({"x": at, "top": middle - BAR / 2 - 4, "bottom": middle + BAR / 2 + 4})
            right = max(right, at) if at - right < len(state.word) * LETTER + 2 * GAP else right
    text = f"{dutch_day(row.start)}, {state.word}" if row.is_moment else state.word
    x, align = place_text(left=left, right=right, text=text, width=scale.width, today=now)
    marks["words"].append({"x": round(x, 1), "y": middle, "text": text, "align": align})


def _box(left: float, right: float, top: float, high: float) -> dict[str, Any]:
    return {"left": left, "right": right, "top": top, "bottom": top + high}


def _sentence(rows: Sequence[GanttRow], today: date, first: date, last: date, earlier: str) -> str:
    """What the picture shows and how to read it."""
    work, moments = sum(not row.is_moment for row in rows), sum(row.is_moment for row in rows)
    counts = [f"{work} {'onderdeel' if work == 1 else 'onderdelen'}"] if work else []
    counts += [f"{moments} {'mijlpaal' if moments == 1 else 'mijlpalen'}"] if moments else []
    going = [row.label for row in rows if row.state in {"current", "late"}]
    parts = [f"Tijdlijn van {dutch_day(first)} tot en met {dutch_day(last)} met {' en '.join(counts)}."]
    if going:
        parts.append(f"Op {dutch_day(today)} loopt: {', '.join(going)}.")
    reading = ["geel zijn de schoolvakanties"]
    if any(row.latest for row in rows):
        reading.append("een rood streepje is de uiterste datum")
    if earlier:
        reading.append(f"de grijze streep is ‘{earlier}’")
    if any(row.real for row in rows):
        reading.append("de donkere lijn is wat echt gebeurde")
    text = ", ".join(reading[:-1]) + f" en {reading[-1]}" if len(reading) > 1 else reading[0]
    return " ".join([*parts, f"{text[0].upper()}{text[1:]}."])


def _specification(
    width: int, height: float, months: list[tuple[float, str]], marks: dict[str, list[dict[str, Any]]],
    today: tuple[float, str] | None,
) -> dict[str, Any]:  # fmt: skip
    """The layers, from the bands of the holidays to the words, all at computed pixels (see `rules.planning_chart`)."""
    colours = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}

    def at(**fields: str) -> dict[str, Any]:
        kinds = {"x": alt.X, "y": alt.Y}
        return {name: kinds[name](f"{field}:Q", scale=None, axis=None) for name, field in fields.items()}

    def data(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.InlineData(values=values))

    def boxes(name: str, **look: Any) -> Any:
        return data(marks[name]).mark_rect(**look).encode(x2="right:Q", y2="bottom:Q", **at(x="left", y="top"))

    named = data([{"x": x, "text": text} for x, text in months])
    layers: list[Any] = [
        boxes("holidays", fill=HOLIDAY),
        named.mark_rule(color=LINE, strokeWidth=1).encode(**at(x="x")),
        named.mark_text(align="center", baseline="top").encode(y=alt.value(height + 8), text="text:N", **at(x="x")),
        boxes("bars", strokeWidth=1.5, cornerRadius=2).encode(**colours),
        boxes("earlier", fill=QUIET, opacity=0.75),
        boxes("real", fill=INK),
        data(marks["latest"]).mark_rule(color=RED, strokeWidth=2).encode(y2="bottom:Q", **at(x="x", y="top")),
    ]
    if today is not None:
        x, text = today
        half = len(text) * LETTER / 2
        line = data([{"x": x, "middle": min(max(x, half), width - half), "text": text}])
        layers += [
            line.mark_rule(color=PAPER, strokeWidth=4).encode(**at(x="x")),
            line.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3]).encode(**at(x="x")),
            line.mark_text(align="center", baseline="bottom", fontWeight=600).encode(
                y=alt.value(-5), text="text:N", **at(x="middle")
            ),
        ]
    layers += [
        data(marks["diamonds"])
        .mark_point(shape="diamond", size=150, strokeWidth=1.5, opacity=1)
        .encode(**at(x="x", y="y"), **colours),
        data(marks["words"])
        .mark_text(align=alt.expr("datum.align"), baseline="middle", dy=1)
        .encode(text="text:N", **at(x="x", y="y")),
        data(marks["names"]).mark_text(align="left", baseline="middle", dy=1).encode(text="text:N", **at(x="x", y="y")),
    ]
    chart = alt.layer(*layers).properties(width=width, height=height).configure(**LOOK)
    return dict(chart.to_dict(format="vega-lite"))
