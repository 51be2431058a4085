"""The rest of the round as a plan of events; pure apart from reading its content file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from procurement.trajectory.content_model import CheckText, eva

CONTENT = Path(__file__).parent / "content" / "round_2025.toml"
LAST_WORK_BEFORE_CLOSING = timedelta(days=5)


@dataclass(frozen=True)
class Stage:
    """A moment of the round at which somebody can step in; `now` in Dutch time."""

    slug: str
    name: str
    now: datetime


@cache
def content() -> dict[str, Any]:
    """The whole content file."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


@cache
def stages() -> tuple[Stage, ...]:
    """The stages, from early to late."""
    return tuple(Stage(row["slug"], row["name"], row["now"]) for row in content()["stage"])


def stage_named(slug: str) -> Stage:
    """The stage of this name; raises KeyError with the names that exist."""
    known = {row.slug: row for row in stages()}
    if slug not in known:
        raise KeyError(f"There is no stage '{slug}'. Choose from: {', '.join(known)}.")
    return known[slug]


def stage_before(slug: str) -> Stage | None:
    """The stage that comes before this one."""
    names = [row.slug for row in stages()]
    position = names.index(slug)
    return stages()[position - 1] if position else None


def at_work(moment: datetime) -> datetime:
    """`moment`, or the next Monday at the same time when it falls in a weekend."""
    return moment + timedelta(days=max(0, 7 - moment.weekday()) if moment.weekday() >= 5 else 0)


def events(after: datetime, until: datetime) -> list[dict[str, Any]]:
    """What happens in the round after one moment and up to another, in order of time."""
    rows = [event for part in content()["part"] for event in _events_of(part)]
    rows += [row | {"trajectory": content()["trajectory"]} for row in content()["event"]]
    return sorted((row for row in rows if after < row["at"] <= until), key=lambda row: row["at"])


def _events_of(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    base = {"trajectory": content()["trajectory"], "part": part["part"], "who": part["by"]}
    exception = part.get("exception")
    opening = base | {"at": part["opens"], "do": "open_gate"}
    if exception:
        opening |= {"who": exception["by"], "note": exception["reason"], "leaves": exception["leaves"]}
    yield opening
    yield from _work(part, base)
    if "end_product" in part:
        piece = paper(part["end_product"], f"fase-{part['part'].lower()}-eindproduct")
        before = part["closes"] - timedelta(days=1)
        yield base | {"at": at_work(before), "do": "record_end_product", "evidence": piece}
    yield base | {"at": part["closes"], "do": "close_gate"}


def _work(part: dict[str, Any], base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The obligatory checks of a part, spread evenly over the time that it runs."""
    checks = _obligatory(part["part"])
    start = part.get("work_from", part["opens"])
    span = part["closes"] - LAST_WORK_BEFORE_CLOSING - start
    workers = cycle(part["workers"])
    remarks = {aspect: cycle(lines) for aspect, lines in content()["remark"].items()}
    for number, check in enumerate(checks, start=1):
        moment = at_work(start + span * number / (len(checks) + 1))
        event = base | {
            "at": moment.replace(hour=9 + number % 7, minute=5 * (number % 12), second=0, microsecond=0),
            "do": "complete_check",
            "who": next(workers),
            "given_by": part["by"],
            "check": check.code,
            "note": next(remarks[check.aspect]),
        }
        if check.needs_evidence:
            event["evidence"] = {
                "kind": "link",
                "title": f"Voorbeeld: verslag bij controlepunt {check.code}",
                "url": f"https://documenten.voorbeeld.example/controlepunt/{check.code}",
            }
        yield event


def _obligatory(code: str) -> list[CheckText]:
    part = next(row for row in eva().parts if row.code == code)
    return [check for check in part.checks if "full" in check.profiles]


def paper(title: str, name: str) -> dict[str, Any]:
    """A small invented PDF."""
    return {
        "kind": "file",
        "title": title,
        "filename": f"voorbeeld-{name}.pdf",
        "lines": ["Dit is een verzonnen stuk bij de voorbeeldwereld.", "De inhoud heeft geen betekenis."],
    }
