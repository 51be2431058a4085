"""The phase models as typed values, each read once from its file in `content/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
EVA, SID = "eva", "sid"


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
    """One line of a gate.

    `rule` names how it is computed, `check` what proves it, `provider` the room above that computes it once it is there
    (see `procurement.gates.providers`); with none of these, and until then, somebody confirms it by hand.
    """

    code: str
    part: str
    moment: str
    text: str
    source: str
    rule: str
    check: str
    provider: str
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Two parts that may run at the same time: `part` beside `beside`; of two phases only a portion (`extent`)."""

    part: str
    beside: str
    extent: str
    what: str
    reason: str
    source: str


@dataclass(frozen=True)
class ProfileText:
    """A profile as the model describes it, with what it asks."""

    code: str
    name: str
    description: str
    obligatory: int
    optional: int
    conditions: int


@dataclass(frozen=True)
class Correspondence:
    """Which parts of EVA, and which phase of the project of 2025, a part of this model resembles."""

    part: str
    eva: tuple[str, ...]
    project: str
    what: str


@dataclass(frozen=True)
class PhaseModel:
    """The whole model; `code` is what stands behind a quoted phase number: "EVA", "SID"."""

    code: str
    name: str
    description: str
    parts: tuple[PartText, ...]
    conditions: tuple[Condition, ...]
    overlaps: tuple[Overlap, ...]
    profiles: tuple[ProfileText, ...]
    correspondences: tuple[Correspondence, ...]

    def overlap(self, part: str, beside: str) -> Overlap | None:
        """Whether `part` may run beside `beside`, and why."""
        return next((row for row in self.overlaps if (row.part, row.beside) == (part, beside)), None)

    def overlaps_of(self, part: str) -> tuple[Overlap, ...]:
        """The overlaps that `part` has with others, on either side."""
        return tuple(row for row in self.overlaps if part in (row.part, row.beside))

    def name_of(self, part: str) -> str:
        """The name of a part."""
        return next(row.name for row in self.parts if row.code == part)

    def conditions_of(self, part: str, moment: str, profile: str) -> tuple[Condition, ...]:
        """The conditions to open or close `part` in a trajectory of this profile."""
        return tuple(
            row for row in self.conditions if row.part == part and row.moment == moment and profile in row.profiles
        )


@cache
def model_of(key: str) -> PhaseModel:
    """The phase model under `key` ("eva", "sid"), as a trajectory keeps it in `phase_model`."""
    content = tomllib.loads((CONTENT / f"{key}.toml").read_text(encoding="utf-8"))
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
            provider=gate.get("provider", ""),
            profiles=tuple(gate["profiles"]),
        )
        for gate in content["gate"]
    )
    return PhaseModel(
        code=content["model"]["code"],
        name=content["model"]["name"],
        description=content["model"]["description"],
        parts=parts,
        conditions=conditions,
        overlaps=tuple(Overlap(**row) for row in content["overlap"]),
        profiles=tuple(_profile(row, parts, conditions) for row in content["profile"]),
        correspondences=tuple(
            Correspondence(part=row["part"], eva=tuple(row["eva"]), project=row["project"], what=row["what"])
            for row in content.get("correspondence", [])
        ),
    )


def _profile(row: dict[str, str], parts: tuple[PartText, ...], conditions: tuple[Condition, ...]) -> ProfileText:
    checks = [check for part in parts for check in part.checks]
    obligatory = sum(row["code"] in check.profiles for check in checks)
    return ProfileText(
        code=row["code"],
        name=row["name"],
        description=row["description"],
        obligatory=obligatory,
        optional=len(checks) - obligatory,
        conditions=sum(row["code"] in condition.profiles for condition in conditions),
    )


def eva() -> PhaseModel:
    """The EVA model."""
    return model_of(EVA)
