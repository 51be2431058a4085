"""Draws docs/architecture.svg from the code: apps as floors, rooms in their order, imports between them as lines.

`python -m tests.architecture.picture` writes it anew; a test compares it with what the code says.
"""

import os
import tomllib
from collections import Counter
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "architecture.svg"
BOX, GAP, LEFT, TOP, ROW, HEIGHT = 112, 14, 190, 74, 150, 54
INK, MUTED, BLUE, SOFT, LINE = "#14242f", "#51636f", "#0b5680", "#e6f2f9", "#7c8d99"


def order_of_rooms() -> dict[str, list[str]]:
    """The rooms of each app, low to high, as the contracts of import-linter hold them; floors from high to low."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    order: dict[str, list[str]] = {app: [] for app in layers[0]}
    for rows in layers[1:]:
        for layer in reversed(rows):
            for path in layer.split("|"):
                app, room = path.strip(" ()").split(".")
                order[app].append(room)
    return order


def rooms_and_imports() -> tuple[dict[str, list[str]], Counter[tuple[str, str]], dict[str, str]]:
    """Every room by app, how often one imports another, and the question of each app."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    import grimp

    django.setup()
    from core.rooms.discovery import house_apps, rooms

    found: dict[str, list[str]] = {}
    for room in rooms():
        found.setdefault(room.app, []).append(room.name)
    order = order_of_rooms()
    ordered = {
        app: [name for name in order[app] if name in found.get(app, [])]
        + sorted(set(found.get(app, [])) - set(order[app]))
        for app in order
    }
    graph = grimp.build_graph(*ordered, cache_dir=None)
    imports: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            here, there = (".".join(name.split(".")[:2]) for name in (module, other))
            known = all(
                len(name.split(".")) == 2 and name.split(".")[1] in ordered[name.split(".")[0]]
                for name in (here, there)
            )
            if known and here != there:
                imports[(here, there)] += 1
    return ordered, imports, {config.label: config.question for config in house_apps()}


def draw() -> str:
    """The picture as SVG text; the same code gives the same text."""
    ordered, imports, questions = rooms_and_imports()
    width = LEFT + max(len(names) for names in ordered.values()) * (BOX + GAP) + 20
    height = TOP + len(ordered) * ROW
    at: dict[str, tuple[int, int]] = {}
    shapes: list[str] = []
    for floor, (app, names) in enumerate(ordered.items()):
        y = TOP + floor * ROW
        shapes.append(
            f'<rect x="12" y="{y - 22}" width="{width - 24}" height="{HEIGHT + 44}" rx="8" fill="#f5f8fa" '
            f'stroke="#d5dde3"/>'
            f'<text x="28" y="{y + 20}" font-size="18" font-weight="600" fill="{BLUE}">{app}/</text>'
        )
        words, line, lines = questions[app].split(), "", []
        for word in words:
            if len(line) + len(word) > 22:
                lines, line = [*lines, line.strip()], ""
            line += f" {word}"
        for number, text in enumerate([*lines, line.strip()]):
            shapes.append(
                f'<text x="28" y="{y + 40 + number * 15}" font-size="12" fill="{MUTED}">{escape(text)}</text>'
            )
        for place, name in enumerate(names):
            at[f"{app}.{name}"] = (LEFT + place * (BOX + GAP), y)
    arrows = []
    for (here, there), count in sorted(imports.items()):
        if here.split(".")[0] == there.split(".")[0]:
            continue  # the order of the boxes tells it: a room imports only rooms to its left
        x1, y1 = at[here][0] + BOX // 2, at[here][1] + HEIGHT
        x2, y2 = at[there][0] + BOX // 2, at[there][1]
        weight = min(0.6 + count * 0.12, 2.4)
        middle = (y1 + y2) // 2
        arrows.append(
            f'<path d="M{x1} {y1} C{x1} {middle} {x2} {middle} {x2} {y2}" fill="none" stroke="{LINE}" '
            f'stroke-opacity=".38" stroke-width="{weight:.2f}"><title>{here} imports {there} ({count})</title></path>'
        )
    boxes = [
        f'<rect x="{x}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="6" fill="{SOFT}" stroke="{BLUE}"/>'
        f'<text x="{x + BOX // 2}" y="{y + HEIGHT // 2 + 5}" font-size="14" text-anchor="middle" fill="{INK}">'
        f"{path.split('.')[1]}</text>"
        for path, (x, y) in at.items()
    ]
    title = "Floors and rooms: arrows of imports run downwards, and to the left within a floor"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="\'Source Sans 3\', \'Segoe UI\', Arial, sans-serif" role="img" aria-label="{title}">',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            f'<text x="28" y="32" font-size="16" font-weight="600" fill="{INK}">{title}</text>',
            *shapes,
            *arrows,
            *boxes,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
