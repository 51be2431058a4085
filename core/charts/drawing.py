"""Drawing a chart as SVG, once per fingerprint."""

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import vl_convert
from django.contrib.staticfiles import finders
from django.core.cache import cache as kept
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import TTFont

from core.charts.rules import Chart

VEGA_LITE = "6.4"
KEPT_SECONDS = 60 * 60 * 24 * 30
EDITION = 2  # raise it when drawing changes, so that kept drawings are made anew
FAMILY = "Source Sans 3"
FONTS = {weight: f"npm/fonts/source-sans-3-{weight}.woff2" for weight in (400, 600, 700)}


@cache
def _know_fonts() -> None:
    """Let the drawing library measure text in our own font.

    It reads no woff2 and looks at the family and weight inside the file, where every weight names itself otherwise; so
    the fonts are unpacked and named for it.
    """
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    for weight, name in FONTS.items():
        found = finders.find(name)
        if not found:
            continue
        font = TTFont(found)
        font.flavor = None
        font["OS/2"].usWeightClass = weight
        for record in list(font["name"].names):
            if record.nameID in {1, 2}:
                record.string = FAMILY if record.nameID == 1 else "Regular"
            elif record.nameID in {16, 17, 21, 22, 25}:
                font["name"].names.remove(record)
        font.save(folder / f"{weight}.ttf")
    vl_convert.register_font_directory(str(folder))


def svg(chart: Chart) -> SafeString:
    """The chart as an inline SVG that says what it shows in its title, safe to put in a page or a PDF.

    Drawn once and then kept in the cache. Ids are made unique per chart, so that several can stand on one page.
    """
    key = f"chart:{EDITION}:{chart.fingerprint}"
    drawing = kept.get(key)
    if drawing is None:
        drawing = draw(chart)
        kept.set(key, drawing, KEPT_SECONDS)
    return mark_safe(drawing)  # noqa: S308  (made here from our own specification; texts in it are escaped)


def figure(chart: Chart) -> dict[str, Any]:
    """The chart with its drawing, for reports; call it from a job, drawing takes long the first time."""
    return spec_of(chart) | {"svg": svg(chart)}


def spec_of(chart: Chart) -> dict[str, Any]:
    """The chart for `{% chart_figure %}` on a page: the browser draws it, its figures stand beside it as a table."""
    return {
        "id": f"grafiek-{chart.key}",
        "title": chart.title,
        "description": chart.description,
        "spec": chart.specification,
        "columns": [{"label": label, "is_number": False} for label in chart.columns],
        "rows": chart.rows,
    }


def draw(chart: Chart) -> str:
    """Draw the chart, without the cache."""
    _know_fonts()
    drawing = vl_convert.vegalite_to_svg(
        chart.specification_json,
        vl_version=VEGA_LITE,
        format_locale="nl-NL",
        time_format_locale="nl-NL",
        allowed_base_urls=[],
    )
    return finish(drawing, chart)


def figure_name(chart: Chart) -> str:
    """What the ids in this chart's drawing begin with."""
    return f"chart-{chart.fingerprint[:12]}"


def finish(drawing: str, chart: Chart) -> str:
    """Give the drawing a title (what a PDF reader says instead of it), ids of its own, and no inline styles.

    The policy of the pages refuses inline styles.
    """
    name = figure_name(chart)
    drawing = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', drawing)
    drawing = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", drawing)
    drawing = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', drawing)
    drawing = re.sub(r'\sstyle="[^"]*"', "", drawing)
    opening = re.match(r"\s*<svg\b([^>]*)>", drawing)
    if opening is None:
        raise ValueError("The drawing is no SVG.")
    title = f"<title>{escape(f'{chart.title}. {chart.description}')}</title>"
    return f'<svg{opening[1]} role="img">{title}{drawing[opening.end() :]}'
