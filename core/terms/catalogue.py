"""The named terms of the law and the regional rules, from `content/legal_terms.toml`; read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.terms.rules import FixedDay, LegalTerm, ShiftPolicy, Unit

CONTENT = Path(__file__).parent / "content" / "legal_terms.toml"


@dataclass(frozen=True)
class NamedTerm:
    """A term that a law or rule gives: what it is called, from which day it counts, who must meet it."""

    key: str
    name: str
    event: str
    sentence: str
    for_provider: bool
    term: LegalTerm


@cache
def catalogue() -> dict[str, NamedTerm]:
    """All named terms by key, in the order of the file."""
    rows = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["term"]
    found = {row["key"]: _named(row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("Two terms have the same key.")
    return found


def named(key: str) -> NamedTerm | None:
    """One named term, or None."""
    return catalogue().get(key)


def _named(row: dict[str, Any]) -> NamedTerm:
    return NamedTerm(
        key=row["key"],
        name=row["name"],
        event=row["event"],
        sentence=row["sentence"],
        for_provider=row.get("for_provider", False),
        term=LegalTerm(
            unit=Unit(row["unit"]),
            length=row.get("length", 0),
            policy=ShiftPolicy(row["policy"]),
            counts_back=row.get("counts_back", False),
            fixed=FixedDay(**row["fixed"]) if "fixed" in row else None,
            source=row["source"],
            starts_by=row.get("starts_by", ""),
            is_oldest_day=row.get("is_oldest_day", False),
        ),
    )
