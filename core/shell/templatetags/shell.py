"""Dutch formatting and the components of every page. Load with `{% load shell %}`.

The formatting functions are pure and may be imported by reports, exports and history sentences. Each component tag
prepares a context and renders `templates/components/<name>.html`, which documents what it reads.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
NOTHING = "\N{EN DASH}"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


# --- Formatting -----------------------------------------------------------------------------------------------------
def _decimal(value: object) -> Decimal | None:
    """Return the number, or nothing when it is none."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _grouped(number: Decimal, decimals: int) -> str:
    """Write a number with points between thousands and a comma before decimals, rounded half away from zero."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
    return text.removeprefix("-") if rounded == 0 else text


def _places(number: Decimal, most: int) -> int:
    """Count the decimals that a number needs, up to `most`."""
    exponent = number.normalize().as_tuple().exponent
    return min(most, max(0, -int(exponent)))


@register.filter
def dutch_number(value: object, decimals: int | None = None) -> str:
    """Write a number as 1.234,5; without `decimals` it keeps the ones it needs, three at most."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    return _grouped(number, _places(number, 3) if decimals is None else int(decimals))


@register.filter
def euro(value: object, decimals: int | None = None) -> str:
    """Write an amount in euros: € 1.800.000.000 when it is whole, € 12,50 with cents; `euro:2` always shows cents."""
    number = _decimal(value)
    if number is None:
        return NOTHING
    if decimals is None:
        decimals = 0 if number == number.to_integral_value() else 2
    return f"€{NBSP}{_grouped(number, int(decimals))}"


@register.filter
def percent(value: object, decimals: int = 1) -> str:
    """Write percentage points as 83,2%; give 83.2, not 0.832."""
    number = _decimal(value)
    return NOTHING if number is None else f"{_grouped(number, int(decimals))}%"


@register.filter
def dutch_date(value: date | datetime | str | None) -> str:
    """Write a date as 12 mei 2027; a moment is first brought to Amsterdam, text passes unchanged."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(AMSTERDAM)
    if isinstance(value, date):
        return f"{value.day}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"
    return str(value)


@register.filter
def dutch_moment(value: datetime | date | str | None) -> str:
    """Write a moment as 12 mei 2027, 14:05 in Amsterdam; a bare date gets no time."""
    if not isinstance(value, datetime):
        return dutch_date(value)
    if value.tzinfo:
        value = value.astimezone(AMSTERDAM)
    return f"{dutch_date(value.replace(tzinfo=None))}, {value:%H:%M}"


@register.filter
def iso_moment(value: date | datetime | None) -> str:
    """Write a date or moment for the `datetime` attribute of `<time>`."""
    return value.isoformat() if isinstance(value, date) else ""


# --- Small helpers --------------------------------------------------------------------------------------------------
def _of(item: object, name: str, default: Any = None) -> Any:
    """Read a key of a mapping or an attribute of an object."""
    if isinstance(item, Mapping):
        return item.get(name, default)
    return getattr(item, name, default)


TONES = {"neutral", "info", "positive", "warning", "negative"}
ICONS = {
    "check": '<path d="M4.5 10.5l3.6 3.6 7.4-8"/>',
    "cross": '<path d="M5.5 5.5l9 9m0-9l-9 9"/>',
    "attention": '<circle cx="10" cy="10" r="8"/><path d="M10 5.8v5m0 3.1v.2"/>',
    "exclamation": '<path d="M10 4.5v6.5m0 3.6v.4"/>',
    "arrow": '<path d="M4 10h11.5m-5-5l5 5-5 5"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 5.8V10l2.8 1.9"/>',
    "file": '<path d="M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5v3.5h3.5"/>',
    "person": '<circle cx="10" cy="6.5" r="3.2"/><path d="M3.5 17c.6-3.6 3.2-5.4 6.5-5.4s5.9 1.8 6.5 5.4"/>',
    "bell": '<path d="M4 14.5h12c-1.3-1.3-1.7-2.6-1.7-5.3a4.3 4.3 0 0 0-8.6 0c0 2.7-.4 4-1.7 5.3zm4.5 2.3h3M10 3v1"/>',
    "calculated": '<path d="M4 16V9m4 7V4m4 12v-5m4 5V7"/>',
    "download": '<path d="M10 3v9.5m-4-3.8l4 3.8 4-3.8M4 16.5h12"/>',
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a small line icon in the colour of the text; words beside it carry the meaning."""
    return mark_safe(  # noqa: S308
        f'<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )


# --- Components -----------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/badge.html")
def badge(word: str, tone: str = "neutral") -> dict[str, Any]:
    """Show a status as a word with a colour; tones: neutral, info, positive, warning, negative."""
    return {"word": word, "tone": tone if tone in TONES else "neutral"}


STEP_WORDS = {"done": "afgesloten", "current": "loopt", "planned": "gepland", "exception": "met afwijking"}


@register.inclusion_tag("components/stepper.html")
def stepper(
    items: Iterable[object], lanes: Iterable[object] = (), label: str = "Fasen", lanes_label: str = "Sporen ernaast"
) -> dict[str, Any]:
    """Show phases in order with the tracks that run beside them; see components/stepper.html."""
    steps = [
        {
            "label": _of(item, "label"),
            "short": _of(item, "short", ""),
            "url": _of(item, "url", ""),
            "state": (state := _of(item, "state", "planned")),
            "word": STEP_WORDS.get(state, state),
            "note": _of(item, "note", ""),
            "is_here": bool(_of(item, "is_here", False)),
        }
        for item in items
    ]
    current = next((place for place, step in enumerate(steps, 1) if step["state"] == "current"), 0)
    finished = [place for place, step in enumerate(steps, 1) if step["state"] in {"done", "exception"}]
    if current:
        summary = f"Stap {current} van {len(steps)}: {steps[current - 1]['label']}"
    elif steps and len(finished) == len(steps):
        summary = f"Alle {len(steps)} stappen afgerond"
    elif finished:
        summary = f"Stap {finished[-1]} van {len(steps)} afgerond: {steps[finished[-1] - 1]['label']}"
    else:
        summary = f"Nog niet begonnen: {len(steps)} stappen"
    last = max(len(steps) - 1, 0)
    rows = []
    for lane in lanes:
        first_step, last_step = _of(lane, "from"), _of(lane, "to")
        start = 0 if first_step is None else min(max(int(first_step), 0), last)
        end = last if last_step is None else min(max(int(last_step), start), last)
        state = _of(lane, "state", "planned")
        rows.append(
            {
                "label": _of(lane, "label"),
                "url": _of(lane, "url", ""),
                "state": state,
                "word": _of(lane, "word") or STEP_WORDS.get(state, state),
                "is_here": bool(_of(lane, "is_here", False)),
                "start": start + 1,
                "end": end + 2,
            }
        )
    return {
        "steps": steps, "lanes": rows, "count": len(steps), "summary": summary, "label": label,
        "lanes_label": lanes_label, "current": current,
    }  # fmt: skip


@register.inclusion_tag("components/gate.html")
def gate(conditions: Iterable[object], title: str = "Poort", level: int = 2) -> dict[str, Any]:
    """Show the conditions of a gate, what is missing first; see components/gate.html."""
    rows = list(conditions)
    met = sum(1 for row in rows if _of(row, "met"))
    return {
        "rows": sorted(rows, key=lambda row: bool(_of(row, "met"))),
        "met": met, "total": len(rows), "open": len(rows) - met, "title": title, "level": level,
    }  # fmt: skip


@register.inclusion_tag("components/asks.html")
def asks(asks: Iterable[object], empty: str = "Er wordt nu niets van je gevraagd.", level: int = 3) -> dict[str, Any]:
    """Show what is asked of somebody as cards; see components/asks.html."""
    return {"asks": list(asks), "empty": empty, "level": level}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[object]) -> dict[str, Any]:
    """Show key facts as a description list; items are (label, value) or {label, value, url, note}."""
    rows = [{"label": item[0], "value": item[1]} if isinstance(item, tuple | list) else item for item in items]
    return {"rows": rows}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[object], empty: str = "Er is nog niets gebeurd.") -> dict[str, Any]:
    """Tell what happened in sentences, newest first as given; see components/timeline.html."""
    return {"entries": list(entries), "empty": empty}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", link_label: str = "") -> dict[str, Any]:
    """Say that there is nothing here, and what to do about it."""
    return {"title": title, "text": text, "url": url, "link_label": link_label}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Any, parameter: str = "page", label: str = "Pagina's") -> dict[str, Any]:
    """Walk through the pages of a list and keep its filters; `page` is a Django `Page`."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def link(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    pages = []
    if page is not None:
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            is_gap = number == page.paginator.ELLIPSIS
            pages.append(
                {"number": number, "gap": is_gap, "url": "" if is_gap else link(int(number)),
                 "current": number == page.number}
            )  # fmt: skip
    return {
        "page": page,
        "pages": pages,
        "label": label,
        "previous": link(page.previous_page_number()) if page is not None and page.has_previous() else "",
        "next": link(page.next_page_number()) if page is not None and page.has_next() else "",
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context, form: Any, submit: str = "Filteren", clear: str = "Wis filters", target: str = ""
) -> dict[str, Any]:
    """Show the form of a django-filter set above a list, with a way to clear what is set."""
    request = context.get("request")
    names = {form.add_prefix(name) for name in form.fields}
    kept = []
    is_active = False
    path = ""
    if request is not None:
        path = request.path
        is_active = any(value for name in names for value in request.GET.getlist(name))
        kept = [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in names and name not in {"page", "export", "_export"}
        ]
    return {
        "form": form, "submit": submit, "clear": clear, "is_active": is_active, "kept": kept, "path": path,
        "clear_path": context.get("clear_path") or path,
        "target": target,
    }  # fmt: skip


@register.inclusion_tag("components/export_links.html")
def export_links(links: Iterable[object], label: str = "Downloaden") -> dict[str, Any]:
    """Offer a list as files; links are {label, url}."""
    return {"links": list(links), "label": label}


@register.inclusion_tag("components/verdict_button.html", takes_context=True)
def verdict_button(context: Context, button: object = None, **given: Any) -> dict[str, Any]:
    """Show a button that works, or one that does not with the reason under it; see components/verdict_button.html."""
    names = ("label", "url", "action", "allowed", "reason", "primary", "hint", "name", "value", "fields")
    values = {name: given.get(name, _of(button, name)) for name in names}
    if values["allowed"] is None:
        values["allowed"] = True
    return values | {"csrf_token": context.get("csrf_token")}


JOB_STATES = {
    "waiting": ("Wacht op de beurt", "neutral"),
    "running": ("Bezig", "info"),
    "done": ("Klaar", "positive"),
    "failed": ("Mislukt", "negative"),
    "cancelled": ("Gestopt", "neutral"),
}


@register.inclusion_tag("components/job_progress.html", takes_context=True)
def job_progress(context: Context, job: object) -> dict[str, Any]:
    """Show how far a job is and follow it until it ends; see components/job_progress.html."""
    state = str(_of(job, "state", "waiting"))
    word, tone = JOB_STATES.get(state, (state, "neutral"))
    return {
        "job": job,
        "state": state,
        "word": word,
        "tone": tone,
        "is_open": state in {"waiting", "running"},
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/conflict.html")
def conflict(
    fields: Iterable[object], who: str = "", moment: object = None,
    mine_label: str = "Jouw tekst", theirs_label: str = "Nu bewaard"
) -> dict[str, Any]:  # fmt: skip
    """Show two versions of the same fields side by side; see components/conflict.html."""
    return {
        "fields": [
            {
                "label": _of(field, "label"),
                "mine": (mine := _of(field, "mine", "")),
                "theirs": (theirs := _of(field, "theirs", "")),
                "same": mine == theirs,
            }
            for field in fields
        ],
        "who": who, "moment": moment, "mine_label": mine_label, "theirs_label": theirs_label,
    }  # fmt: skip


@register.inclusion_tag("components/chart_figure.html")
def chart_figure(chart: object, level: int = 3) -> dict[str, Any]:
    """Show a chart with its description and its figures as a table; see components/chart_figure.html."""
    return {"chart": chart, "level": level}


# --- The pyramid of segments ----------------------------------------------------------------------------------------
LAYER_HEIGHT, LAYER_GAP = 90, 6
TOP_WIDTH, BASE_WIDTH = 236, 576
PILLAR_WIDTH, PILLAR_GAP, PILLARS_LEFT = 158, 8, 24
CHARACTER = 9.3  # width of an average letter at the drawn size
NOT_BOUGHT = "niet in deze inkoop"


def lines_of(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` pixels, between words and after slashes."""
    room = max(int(width / CHARACTER), 6)
    lines: list[str] = []
    for word in text.replace("/", "/ ").split():
        joiner = "" if lines and lines[-1].endswith("/") else " "
        if lines and len(lines[-1]) + len(joiner) + len(word) <= room:
            lines[-1] += joiner + word
        else:
            lines.append(word)
    return lines


def _block(item: object, points: Sequence[tuple[float, float]], middle: tuple[float, float], width: float) -> dict:
    """Place one block with its words around its middle."""
    is_bought = bool(_of(item, "in_procurement", True))
    name = str(_of(item, "name"))
    note = str(_of(item, "note") or "") if is_bought else NOT_BOUGHT
    words = [(line, "name") for line in lines_of(name, width)]
    words += [(line, "note") for line in lines_of(note, width * 1.12)] if note else []
    top = middle[1] - (len(words) - 1) * 11
    return {
        "name": name,
        "url": _of(item, "url", ""),
        "note": note,
        "is_bought": is_bought,
        "points": " ".join(f"{x:.0f},{y:.0f}" for x, y in points),
        "lines": [
            {"text": text, "kind": kind, "x": round(middle[0]), "y": round(top + 22 * place)}
            for place, (text, kind) in enumerate(words)
        ],
    }


def draw_pyramid(layers: Sequence[object], crossing: Sequence[object]) -> dict[str, Any]:
    """Compute the blocks: layers from the narrow top to the broad base, crossing blocks as pillars beside them."""
    height = len(layers) * (LAYER_HEIGHT + LAYER_GAP) - LAYER_GAP
    centre = BASE_WIDTH / 2

    def half(y: float) -> float:
        return (TOP_WIDTH + (BASE_WIDTH - TOP_WIDTH) * y / max(height, 1)) / 2

    blocks = []
    for place, layer in enumerate(layers):
        top = place * (LAYER_HEIGHT + LAYER_GAP)
        bottom = top + LAYER_HEIGHT
        points = [
            (centre - half(top), top), (centre + half(top), top),
            (centre + half(bottom), bottom), (centre - half(bottom), bottom),
        ]  # fmt: skip
        blocks.append(_block(layer, points, (centre, (top + bottom) / 2), 2 * half(top) - 24))
    pillars = []
    for place, item in enumerate(crossing):
        left = BASE_WIDTH + PILLARS_LEFT + place * (PILLAR_WIDTH + PILLAR_GAP)
        right = left + PILLAR_WIDTH
        points = [(left, 0), (right, 0), (right, height), (left, height)]
        pillars.append(_block(item, points, ((left + right) / 2, height / 2), PILLAR_WIDTH + 18))
    width = BASE_WIDTH + (PILLARS_LEFT + len(pillars) * (PILLAR_WIDTH + PILLAR_GAP) - PILLAR_GAP if pillars else 0)
    return {"layers": blocks, "crossing": pillars, "width": math.ceil(width), "height": math.ceil(height)}


@register.inclusion_tag("components/pyramid.html")
def pyramid(layers: Iterable[object], crossing: Iterable[object] = ()) -> dict[str, Any]:
    """Draw the segments as the pyramid of the strategy; a list on narrow screens; see components/pyramid.html."""
    return draw_pyramid(list(layers), list(crossing))
