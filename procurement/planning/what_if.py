"""What the planning would be when the contracts start on another day or a phase takes longer; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from core.lifecycles.rules import Verdict, allow_if
from procurement.planning.conflicts import PlanConflict, PlannedPart, Situation, conflicts
from procurement.planning.rules import ONE_DAY

MOST_WEEKS = 104


@dataclass(frozen=True)
class Change:
    """A what-if: another contract start, a phase or track that shifts by weeks (negative is earlier), or both.

    With `moves_phases` what has not begun shifts along with the contract start.
    """

    contract_start: date | None = None
    moves_phases: bool = False
    part: str = ""
    weeks: int = 0


@dataclass(frozen=True)
class Difference:
    """A phase or track whose dates would change."""

    part: PlannedPart
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Outcome:
    """What a change does: the new situation, the dates that change, conflicts that come, go and stay."""

    situation: Situation
    differences: tuple[Difference, ...]
    new: tuple[PlanConflict, ...]
    gone: tuple[PlanConflict, ...]
    left: tuple[PlanConflict, ...]


def change_verdict(change: Change, situation: Situation) -> Verdict:
    """Whether a change says something that can be worked out."""
    return (
        allow_if(
            change.contract_start is not None or bool(change.part and change.weeks),
            "Vul een andere start van de contracten in, of een fase en een aantal weken.",
        )
        & allow_if(bool(change.part) == bool(change.weeks), "Kies een fase én een aantal weken, of laat beide leeg.")
        & allow_if(abs(change.weeks) <= MOST_WEEKS, f"Kies hoogstens {MOST_WEEKS} weken eerder of later.")
        & allow_if(
            change.contract_start is None or change.contract_start > situation.today,
            "De start van de contracten ligt niet in de toekomst. Vul een latere datum in.",
        )
        & _part_verdict(change, situation)
    )


def _part_verdict(change: Change, situation: Situation) -> Verdict:
    if not change.part:
        return allow_if(True, "")
    part = situation.part(change.part)
    if part is None:
        return allow_if(False, "Deze fase bestaat niet in dit traject.")
    return allow_if(part.state != "closed", f"{part.label} is al afgesloten en kan niet meer schuiven.") & allow_if(
        part.start is not None or part.end is not None, f"{part.label} heeft nog geen data. Plan eerst deze fase."
    )


def _shift(part: PlannedPart, by: timedelta) -> PlannedPart:
    """Dates moved: of what runs only the end, of what is closed nothing."""
    if part.state == "closed":
        return part
    start = part.start + by if part.start and part.state == "planned" else part.start
    return replace(part, start=start, end=part.end + by if part.end else None)


def applied(change: Change, situation: Situation) -> Situation:
    """The situation with the change in it.

    A shifted phase takes every later phase along, and the screening (track 7) when it comes before the award. The
    implementation, and tracks that run to the contract start, keep ending the day before it.
    """
    parts = {row.code: row for row in situation.parts}
    start = change.contract_start or situation.contract_start
    if change.contract_start and change.moves_phases:
        by = start - situation.contract_start
        parts = {code: _shift(row, by) for code, row in parts.items()}
    if change.part in parts:
        by = timedelta(weeks=change.weeks)
        moved = _moved_with(change.part, situation)
        parts = {code: _shift(row, by) if code in moved else row for code, row in parts.items()}
    last = situation.contract_start - ONE_DAY
    for row in situation.parts:
        if row.state != "closed" and row.end == last:
            parts[row.code] = replace(parts[row.code], end=start - ONE_DAY)
    moments = tuple(
        replace(row, day=start) if row.day == situation.contract_start else row for row in situation.moments
    )
    return replace(situation, contract_start=start, parts=tuple(parts.values()), moments=moments)


def _moved_with(code: str, situation: Situation) -> set[str]:
    """The shifted part and every phase after it; the screening goes along with the phases before the award."""
    part = situation.part(code)
    if part is None or part.is_track:
        return {code}
    walk = [row.code for row in situation.parts if not row.is_track]
    later = set(walk[walk.index(code) :])
    return later | {"7"} if code != "I" else later


def outcome(change: Change, situation: Situation) -> Outcome:
    """What a change would do."""
    return outcome_of(applied(change, situation), situation)


def outcome_of(after: Situation, before: Situation) -> Outcome:
    """What changes between two situations of one trajectory."""
    differences = tuple(
        Difference(old, new.start, new.end)
        for old, new in zip(before.parts, after.parts, strict=True)
        if (old.start, old.end) != (new.start, new.end)
    )
    then = [row for row in conflicts(after) if not row.is_warning]
    now = [row for row in conflicts(before) if not row.is_warning]
    keys = {row.key for row in now}
    return Outcome(
        situation=after,
        differences=differences,
        new=tuple(row for row in then if row.key not in keys),
        gone=tuple(row for row in now if row.key not in {other.key for other in then}),
        left=tuple(row for row in then if row.key in keys),
    )


def counted_back(situation: Situation) -> Situation:
    """The situation in which everything that has not ended follows the planning counted back.

    What runs keeps its begin; tracks that run along keep their end, or run to the contract start.
    """
    parts = []
    for row in situation.parts:
        window = situation.latest.window(row.code)
        if row.state == "closed":
            parts.append(row)
            continue
        runs_on = row.end if row.end and row.end >= window.start else situation.contract_start - ONE_DAY
        end = window.end or runs_on
        parts.append(replace(row, start=window.start if row.state == "planned" else row.start, end=end))
    return replace(situation, parts=tuple(parts))


def counted_back_verdict(situation: Situation) -> Verdict:
    """Counting back makes sense while nothing of it lies in the past."""
    past = [
        row
        for row in situation.parts
        if not row.is_track and row.state == "planned" and situation.latest.window(row.code).start < situation.today
    ]
    if not past:
        return allow_if(True, "")
    day = situation.latest.window(past[0].code).start
    return allow_if(
        False,
        f"Teruggerekend had {past[0].in_sentence} op {day.day}-{day.month}-{day.year} moeten beginnen. Die dag is"
        " voorbij. Kies eerst een latere start van de contracten.",
    )


def order_of_writing(changes: Sequence[Difference]) -> list[Difference]:
    """The order in which phases can be moved one by one without passing each other.

    What moves later goes from the last to the first, then what moves earlier from the first to the last, and what had
    no begin yet comes at the end.
    """
    later = [row for row in changes if row.part.start and row.start and row.start >= row.part.start]
    earlier = [row for row in changes if row.part.start and row.start and row.start < row.part.start]
    fresh = [row for row in changes if row not in later and row not in earlier]
    return [*reversed(later), *earlier, *fresh]


def stand_of(situation: Situation) -> str:
    """A fingerprint of the planned dates: who applies a what-if names the stand of which they saw the effects."""
    dates = [(row.code, row.state, str(row.start), str(row.end)) for row in situation.parts]
    return sha256(repr((str(situation.contract_start), dates)).encode()).hexdigest()[:16]
