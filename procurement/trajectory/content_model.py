"""The EVA model as typed values, read once from `content/eva.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content" / "eva.toml"


@dataclass(frozen=True)
class CheckText:
    """A check as the model describes it; `profiles` names the profiles in which it is obligatory."""

    code: str
    aspect: str
    text: str
    explanation: str
    source: str
    needs_evidence: bool
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class PartText:
    """A phase or track as the model describes it."""

    code: str
    kind: str
    name: str
    short: str
    goal: str
    end_product: str
    roles: tuple[str, ...]
    source: str
    checks: tuple[CheckText, ...]


@dataclass(frozen=True)
class Condition:
    """One line of a gate: `rule` names how it is computed, `check` what proves it; with neither it is confirmed."""

    code: str
    part: str
    moment: str
    text: str
    source: str
    rule: str
    check: str
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class PhaseModel:
    """The whole model."""

    parts: tuple[PartText, ...]
    conditions: tuple[Condition, ...]

    def conditions_of(self, part: str, moment: str, profile: str) -> tuple[Condition, ...]:
        """The conditions to open or close `part` in a trajectory of this profile."""
        return tuple(
            row for row in self.conditions if row.part == part and row.moment == moment and profile in row.profiles
        )


@cache
def eva() -> PhaseModel:
    """The EVA model."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    parts = tuple(
        PartText(
            code=part["code"],
            kind=part["kind"],
            name=part["name"],
            short=part["short"],
            goal=part["goal"],
            end_product=part["end_product"],
            roles=tuple(part["roles"]),
            source=part["source"],
            checks=tuple(
                CheckText(
                    code=check["code"],
                    aspect=check["aspect"],
                    text=check["text"],
                    explanation=check["explanation"],
                    source=check["source"],
                    needs_evidence=check["evidence"] == "required",
                    profiles=tuple(check["profiles"]),
                )
                for check in part.get("check", [])
            ),
        )
        for part in content["part"]
    )
    conditions = tuple(
        Condition(
            code=gate["code"],
            part=gate["part"],
            moment=gate["moment"],
            text=gate["text"],
            source=gate["source"],
            rule=gate.get("rule", ""),
            check=gate.get("check", ""),
            profiles=tuple(gate["profiles"]),
        )
        for gate in content["gate"]
    )
    return PhaseModel(parts=parts, conditions=conditions)
