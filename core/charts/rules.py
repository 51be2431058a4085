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


STATES: dict[str, State] = {
    "done": State("afgesloten", GREEN, GREEN),
    "past": State("geweest", GREEN, GREEN),
    "exception": State("met afwijking", YELLOW, INK),
    "current": State("loopt", BLUE, BLUE),
    "late": State("over tijd", PAPER, RED),
    "planned": State("gepland", SOFT, BLUE),
}

WIDTH = 640
LABELS_WIDTH = 196
EDGE = 22  # what stands outside plot and labels, left and right together
LINE_HEIGHT = 15
ROW_SPACE = 11  # between the labels of two rows
MIN_ROW = 30
BAR = 16
MAX_LINES = 3
LETTER = 6.2  # width of an average letter at 13 pixels, generously
GAP = 6
LABEL_LETTERS = 30  # what fits on one line beside the plot


def dutch_day(day: date) -> str:
    """A day as it stands in a chart: 7 feb 2022."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def wrapped(text: str, letters: int = LABEL_LETTERS) -> list[str]:
    """`text` on at most three lines, broken between words; what does not fit ends in three dots."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], " ".join(lines[MAX_LINES - 1 :])]
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


def month_names(ticks: Sequence[date]) -> list[str]:
    """What stands under the marks: months, with the year at the first and each January; only years when all are."""
    if all(day.month == 1 for day in ticks):
        return [str(day.year) for day in ticks]
    return [
        f"{MONTHS[day.month - 1]} {day.year}" if place == 0 or day.month == 1 else MONTHS[day.month - 1]
        for place, day in enumerate(ticks)
    ]


@dataclass(frozen=True)
class Scale:
    """Days to pixels, as the drawing will do it."""

    start: date
    end: date
    width: int

    def x(self, day: date) -> float:
        """The pixel at which `day` begins."""
        return round((day - self.start).days / (self.end - self.start).days * self.width, 1)


def scale_for(first: date, last: date, *, words: Sequence[str]) -> Scale:
    """A time line from the month of `first` to past `last`, with room at the end for the longest word."""
    width = WIDTH - LABELS_WIDTH - EDGE
    room = max((len(word) for word in words), default=0) * LETTER + 2 * GAP + 4
    start = first.replace(day=1)
    days = max((last - start).days + 1, 14)
    return Scale(start, start + timedelta(days=ceil(days * width / (width - room))), width)


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
    title: str = "Planning", today_word: str = "vandaag",
) -> Chart:  # fmt: skip
    """A bar per piece of work and a diamond per milestone along a time line with a line for today.

    Every row has its own label on the left and its stand as a word beside the bar, so that it reads without colour.
    `today_word` says what the line of today is called; a kept report says "stand op".
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
    scale = scale_for(first, last, words=[STATES[bar.state].word for bar in bars])
    now = scale.x(today) if shows_today else None

    names: list[dict[str, Any]] = []
    drawn_bars: list[dict[str, Any]] = []
    diamonds: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    rows: list[tuple[str, ...]] = []
    height = 0.0

    def add_row(label: str, word: str, left: float, right: float) -> float:
        """Put label and word of a new row in place, the row as high as its label; answers with its middle."""
        nonlocal height
        lines = wrapped(label)
        room = max(len(lines) * LINE_HEIGHT + ROW_SPACE, MIN_ROW)
        middle = height + room / 2
        height += room
        for number, line in enumerate(lines):
            names.append(
                {"x": -LABELS_WIDTH, "y": middle + (number - (len(lines) - 1) / 2) * LINE_HEIGHT, "text": line}
            )
        x, align = place_text(left=left, right=right, text=word, width=scale.width, today=now)
        words.append({"x": round(x, 1), "y": middle, "text": word, "align": align})
        return middle

    for bar in bars:
        state, end = STATES[bar.state], bar.end + timedelta(days=1)
        left, right = scale.x(bar.start), scale.x(end)
        middle = add_row(bar.label, state.word, left, right)
        place = {"left": left, "right": right, "top": middle - BAR / 2, "bottom": middle + BAR / 2}
        drawn_bars.append({**place, "fill": state.fill, "stroke": state.stroke})
        rows.append((bar.label, dutch_day(bar.start), dutch_day(bar.end), state.word))
    for milestone in sorted(milestones, key=lambda item: (item.day, item.label)):
        state, x = STATES[milestone.state], scale.x(milestone.day)
        middle = add_row(milestone.label, f"{dutch_day(milestone.day)}, {state.word}", x - 7, x + 7)
        diamonds.append({"y": middle, "x": x, "fill": state.fill, "stroke": state.stroke})
        rows.append((milestone.label, dutch_day(milestone.day), "", state.word))

    specification = _planning_specification(
        scale,
        height,
        ticks=month_ticks(scale.start, last),
        marks={"bars": drawn_bars, "diamonds": diamonds, "words": words, "names": names},
        today=(now, f"{today_word} {dutch_day(today)}") if now is not None else None,
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
    scale: Scale, height: float, *, ticks: list[date], marks: dict[str, list[dict[str, Any]]],
    today: tuple[float, str] | None,
) -> dict[str, Any]:  # fmt: skip
    """The layers: months, bars, the line of today with its label above the plot, diamonds, and all words.

    Everything stands at computed pixels, without scales: so nothing depends on the time zone or language of the
    machine, and the placing of words above can be exact.
    """
    colours = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}

    def at(**fields: str) -> dict[str, Any]:
        kinds = {"x": alt.X, "y": alt.Y}
        return {name: kinds[name](f"{field}:Q", scale=None, axis=None) for name, field in fields.items()}

    def data(values: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.InlineData(values=values))

    months = [{"x": scale.x(day), "text": text} for day, text in zip(ticks, month_names(ticks), strict=True)]
    layers: list[Any] = [
        data(months).mark_rule(color=LINE, strokeWidth=1).encode(**at(x="x")),
        data(months)
        .mark_text(align="center", baseline="top")
        .encode(y=alt.value(height + 8), text="text:N", **at(x="x")),
        data(marks["bars"])
        .mark_rect(strokeWidth=1.5, cornerRadius=2)
        .encode(x2="right:Q", y2="bottom:Q", **at(x="left", y="top"), **colours),
    ]
    if today is not None:
        x, text = today
        half = len(text) * LETTER / 2
        line = data([{"x": x, "middle": min(max(x, half), scale.width - half), "text": text}])
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
    chart = alt.layer(*layers).properties(width=scale.width, height=height).configure(**LOOK)
    return dict(chart.to_dict(format="vega-lite"))
