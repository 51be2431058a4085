"""What a chart is, and the chart of a planning; pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import Any

import altair as alt

FONT = "'Source Sans 3', sans-serif"
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

# The look of every chart: the colours of the theme, quiet lines, no frame.
INK, QUIET, LINE, PAPER = "#14242f", "#51636f", "#dfe6eb", "#ffffff"
BLUE, GREEN, YELLOW, SOFT, RED = "#0b5680", "#15663a", "#f4c430", "#e6f2f9", "#a61b24"
LOOK: dict[str, Any] = {
    "aria": False,
    "background": PAPER,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "labelFontSize": 13, "labelFont": FONT, "titleFont": FONT, "titleColor": INK,
        "titleFontSize": 13, "titleFontWeight": 600, "gridColor": LINE, "domainColor": QUIET, "tickColor": QUIET,
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 13, "labelFont": FONT, "titleFont": FONT, "titleColor": INK,
        "titleFontSize": 13, "orient": "top", "symbolStrokeWidth": 1,
    },
    "text": {"font": FONT, "fontSize": 13, "color": INK},
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """A figure with what it shows in one sentence, its Vega-Lite specification, and its figures as a table.

    `columns` and `rows` hold text as it is shown, so that the table needs no computing.
    """

    key: str
    title: str
    description: str
    specification: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def specification_json(self) -> str:
        """The specification in one canonical form, for the browser and for the fingerprint."""
        return json.dumps(self.specification, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of what is drawn and said: under this the drawing is kept."""
        said = json.dumps([self.title, self.description, self.specification_json], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


# --- Planning -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PlannedBar:
    """A piece of work on the time line, from its first to its last day; `state` is a key of STATES."""

    label: str
    start: date
    end: date
    state: str


@dataclass(frozen=True)
class PlannedMilestone:
    """A day that matters; `state` is a key of STATES."""

    label: str
    day: date
    state: str


@dataclass(frozen=True)
class State:
    """How a stand of the work is said and drawn; the word stands beside every bar, the colour only repeats it."""

    word: str
    fill: str
    stroke: str
    dash: tuple[int, int] = (1, 0)


STATES: dict[str, State] = {
    "done": State("afgerond", GREEN, GREEN),
    "exception": State("met afwijking", YELLOW, INK),
    "current": State("bezig", BLUE, BLUE),
    "late": State("over tijd", PAPER, RED),
    "planned": State("gepland", SOFT, BLUE, (3, 2)),
}

WIDTH = 640
LABELS_WIDTH = 196
EDGE = 22  # what stands outside plot and labels, left and right together
ROW = 34
LINE_HEIGHT = 15
LETTER = 6.2  # width of an average letter at 13 pixels, generously
GAP = 6
LABEL_LETTERS = 30  # what fits on one line beside the plot


def dutch_day(day: date) -> str:
    """A day as it stands in a chart: 7 feb 2022."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def wrapped(text: str, letters: int = LABEL_LETTERS) -> list[str]:
    """`text` on at most two lines, broken between words; what does not fit ends in three dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return [line if len(line) <= letters else f"{line[: letters - 1].rstrip()}…" for line in lines]


def month_ticks(start: date, end: date) -> list[date]:
    """First days of months to mark on the axis: every month, quarter, half year or year, so that labels have room."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next((step for step in (1, 2, 3, 6, 12) if months / step <= 9), 12 * -(-months // (12 * 9)))
    ticks = []
    year, month = start.year, start.month
    for _ in range(months + 1):
        day = date(year, month, 1)
        if start <= day <= end and ((month - 1) % step == 0 if step <= 12 else month == 1 and year % (step // 12) == 0):
            ticks.append(day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ticks


@dataclass(frozen=True)
class _Scale:
    """Days to pixels, as the drawing will do it."""

    start: date
    end: date
    width: int

    def x(self, day: date) -> float:
        return (day - self.start).days / (self.end - self.start).days * self.width


def _scale_for(first: date, last: date, *, words: Sequence[str]) -> _Scale:
    """A time line from the month of `first` to past `last`, with room at the end for the longest word."""
    width = WIDTH - LABELS_WIDTH - EDGE
    room = max((len(word) for word in words), default=0) * LETTER + 2 * GAP + 4
    start = first.replace(day=1)
    days = max((last - start).days + 1, 14)
    return _Scale(start, start + timedelta(days=ceil(days * width / (width - room))), width)


def place_text(*, left: float, right: float, text: str, width: float, today: float | None) -> tuple[float, str]:
    """Where the word of a bar from `left` to `right` goes: (x, alignment), inside the plot and clear of today's line.

    First choice is behind the bar, then before it, then beyond the line of today.
    """
    length = len(text) * LETTER

    def is_free(start: float) -> bool:
        inside = start >= 0 and start + length <= width
        return inside and (today is None or not start - GAP < today < start + length + GAP)

    behind, before = right + GAP, left - GAP - length
    places = [(behind, "left"), (before, "right")]
    if today is not None:
        places += [(max(behind, today + GAP + 2), "left"), (min(before, today - GAP - 2 - length), "right")]
    for start, align in places:
        if is_free(start):
            return (start, align) if align == "left" else (start + length, align)
    return behind, "left"


def planning_chart(
    bars: Sequence[PlannedBar], milestones: Sequence[PlannedMilestone], today: date, *, key: str = "planning",
    title: str = "Planning",
) -> Chart:  # fmt: skip
    """A bar per piece of work and a diamond per milestone along a time line with a line for today.

    Every row has its own label on the left and its stand as a word beside the bar, so that it reads without colour.
    Raises ValueError when there is nothing to draw or a bar ends before it begins.
    """
    if not bars and not milestones:
        raise ValueError("A planning without work or milestones cannot be drawn.")
    for bar in bars:
        if bar.end < bar.start:
            raise ValueError(f"'{bar.label}' ends before it begins.")
    days = [day for bar in bars for day in (bar.start, bar.end)] + [milestone.day for milestone in milestones]
    first, last = min(days), max(days)
    # Today belongs in the picture when it is near the work, not when it would squeeze everything aside.
    margin = max((last - first) / 4, timedelta(days=31))
    shows_today = first - margin <= today <= last + margin
    if shows_today:
        first, last = min(first, today), max(last, today)
    scale = _scale_for(first, last, words=[STATES[bar.state].word for bar in bars])
    now = scale.x(today) if shows_today else None

    labels: dict[str, list[str]] = {}
    drawn_bars: list[dict[str, Any]] = []
    diamonds: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []

    def word(row: str, text: str, left: float, right: float) -> None:
        x, align = place_text(left=left, right=right, text=text, width=scale.width, today=now)
        words.append({"row": row, "text": text, "x": round(x, 1), "align": align})

    for place, bar in enumerate(bars):
        row = f"b{place:03}"
        state = STATES[bar.state]
        labels[row] = wrapped(bar.label)
        end = bar.end + timedelta(days=1)
        drawn_bars.append(
            {"row": row, "start": bar.start.isoformat(), "end": end.isoformat(), "fill": state.fill,
             "stroke": state.stroke, "dash": list(state.dash)}
        )  # fmt: skip
        word(row, state.word, scale.x(bar.start), scale.x(end))
        rows.append((bar.label, dutch_day(bar.start), dutch_day(bar.end), state.word))
    for place, milestone in enumerate(sorted(milestones, key=lambda item: (item.day, item.label))):
        row = f"m{place:03}"
        state = STATES[milestone.state]
        labels[row] = wrapped(milestone.label)
        diamonds.append({"row": row, "day": milestone.day.isoformat(), "fill": state.fill, "stroke": state.stroke})
        x = scale.x(milestone.day)
        word(row, f"{dutch_day(milestone.day)}, {state.word}", x - 7, x + 7)
        rows.append((milestone.label, dutch_day(milestone.day), "", state.word))

    specification = _planning_specification(
        scale, month_ticks(scale.start, last), labels, drawn_bars, diamonds, words, today, now
    )
    description = _planning_sentence(bars, milestones, today, first, last)
    return Chart(
        key=key,
        title=title,
        description=description,
        specification=specification,
        columns=("Onderdeel", "Begin of dag", "Eind", "Stand"),
        rows=tuple(rows),
    )


def _planning_sentence(
    bars: Sequence[PlannedBar], milestones: Sequence[PlannedMilestone], today: date, first: date, last: date
) -> str:
    going = [bar.label for bar in bars if bar.state == "current"]
    counts = []
    if bars:
        counts.append(f"{len(bars)} {'onderdeel' if len(bars) == 1 else 'onderdelen'}")
    if milestones:
        counts.append(f"{len(milestones)} {'mijlpaal' if len(milestones) == 1 else 'mijlpalen'}")
    period = f"{dutch_day(first)} tot en met {dutch_day(last)}"
    now = f" Op {dutch_day(today)} loopt: {', '.join(going)}." if going else ""
    return f"Tijdlijn van {period} met {' en '.join(counts)}.{now}"


def _planning_specification(
    scale: _Scale, ticks: list[date], labels: dict[str, list[str]], bars: list[dict[str, Any]],
    diamonds: list[dict[str, Any]], words: list[dict[str, Any]], today: date, now: float | None,
) -> dict[str, Any]:  # fmt: skip
    """The layers: bars, diamonds, words, and the line of today with its own label above the plot."""
    time = alt.Scale(type="utc", domain=[_milliseconds(scale.start), _milliseconds(scale.end)], nice=False)
    axis = alt.Axis(
        title=None, orient="bottom", grid=True, domain=False, ticks=False, labelPadding=6, labelOverlap=False,
        labelFlush=False, values=[_utc(day) for day in ticks], labelExpr=_tick_expression(ticks),
    )  # fmt: skip
    row = alt.Y("row:N", axis=None, scale=alt.Scale(domain=list(labels), paddingInner=0, paddingOuter=0))
    plain = {"scale": None}
    # An axis puts the first of two lines in the middle of its row; placed as text, both stand around it.
    names = [
        {"x": -LABELS_WIDTH, "y": ROW * place + ROW / 2 + (number - (len(lines) - 1) / 2) * LINE_HEIGHT, "text": line}
        for place, lines in enumerate(labels.values())
        for number, line in enumerate(lines)
    ]
    layers: list[Any] = [
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=16, strokeWidth=1.5, cornerRadius=2)
        .encode(
            x=alt.X("start:T", scale=time, axis=axis),
            x2="end:T",
            y=row,
            fill=alt.Fill("fill:N", **plain),
            stroke=alt.Stroke("stroke:N", **plain),
            strokeDash=alt.StrokeDash("dash:N", **plain),
        )
    ]
    if now is not None:
        text = f"vandaag, {dutch_day(today)}"
        half = len(text) * LETTER / 2
        middle = min(max(now, half), scale.width - half)
        mark = alt.InlineData(values=[{"day": today.isoformat(), "x": round(middle, 1), "text": text}])
        layers += [
            alt.Chart(mark).mark_rule(color=PAPER, strokeWidth=4).encode(x=alt.X("day:T", scale=time, axis=axis)),
            alt.Chart(mark)
            .mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 3])
            .encode(x=alt.X("day:T", scale=time, axis=axis)),
            alt.Chart(mark)
            .mark_text(align="center", baseline="bottom", fontWeight=600)
            .encode(x=alt.X("x:Q", scale=None, axis=None), y=alt.value(-5), text="text:N"),
        ]
    layers += [
        alt.Chart(alt.InlineData(values=diamonds))
        .mark_point(shape="diamond", size=150, strokeWidth=1.5, opacity=1)
        .encode(
            x=alt.X("day:T", scale=time, axis=axis),
            y=row,
            fill=alt.Fill("fill:N", **plain),
            stroke=alt.Stroke("stroke:N", **plain),
        ),
        alt.Chart(alt.InlineData(values=words))
        .mark_text(align=alt.expr("datum.align"), baseline="middle", dy=1)
        .encode(x=alt.X("x:Q", scale=None, axis=None), y=row, text="text:N"),
        alt.Chart(alt.InlineData(values=names))
        .mark_text(align="left", baseline="middle", dy=1)
        .encode(x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None), text="text:N"),
    ]
    chart = alt.layer(*layers).properties(width=scale.width, height=ROW * len(labels)).configure(**LOOK)
    return dict(chart.to_dict(format="vega-lite"))


def _milliseconds(day: date) -> int:
    """The start of a day in UTC as Vega counts it; layers that share a scale must name the same plain numbers."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def _utc(day: date) -> dict[str, Any]:
    """A day as Vega-Lite reads it without looking at the time zone of the machine."""
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _tick_expression(ticks: Sequence[date]) -> str:
    """Write the months in Dutch, without a locale of the browser."""
    if all(day.month == 1 for day in ticks):
        return "utcyear(datum.value)"
    first = ticks[0]
    is_first = f"utcyear(datum.value) * 12 + utcmonth(datum.value) === {first.year * 12 + first.month - 1}"
    year = f"utcmonth(datum.value) === 0 || {is_first}"
    return f"{json.dumps(list(MONTHS))}[utcmonth(datum.value)] + ({year} ? ' ' + utcyear(datum.value) : '')"
