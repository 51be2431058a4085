"""The timeline of a trajectory: what each change of its rows says in Dutch."""

from typing import Any

from accounts.organisations.rules import Kind, Who
from core.history.queries import where_changed
from core.history.rules import Source, changed, spoken
from core.history.tracking import events_of
from procurement.trajectory.access import sees_everything
from procurement.trajectory.lifecycle import CHECK_STATES, CheckState, PhaseState
from procurement.trajectory.models import Check, Evidence, Milestone, Phase, Trajectory

TRAJECTORY_FIELDS = {
    "name": "de naam",
    "summary": "de samenvatting",
    "contract_start": "de start van de contracten",
    "max_term_years": "de maximale looptijd",
    "value_full_term": "de geraamde waarde",
}
PHASE_FIELDS = {"planned_start": "de begindatum", "planned_end": "de einddatum"}


def _changes(before: Any, after: Any, labels: dict[str, str]) -> list[str]:
    return [
        f"{labels[field]} van {spoken(getattr(before, field))} naar {spoken(getattr(after, field))}"
        for field in changed(before, after, *labels)
    ]


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"


def trajectory_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Start, edits and announcement of the trajectory itself."""
    if before is None:
        return f"Startte het traject {after.name}."
    if after.announced_at != before.announced_at:
        return "Maakte het traject bekend aan aanbieders."
    parts = _changes(before, after, TRAJECTORY_FIELDS)
    if after.profile != before.profile:
        parts.append(f"de soort van {_profile(before)} naar {_profile(after)}")
    if after.owner_id != before.owner_id:
        parts.append("de eigenaar")
    return f"Wijzigde {_and(parts)}." if parts else None


def _profile(row: Any) -> str:
    return f"'{Trajectory.Profile(row.profile).label}'"


def _phase_name(row: Any) -> str:
    if row.code == "I":
        return "de implementatie"
    return f"{'spoor' if row.kind == Phase.Kind.TRACK else 'fase'} {row.code} ({row.name})"


def phase_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Opening, closing and planning of a phase; the copy at the start says nothing new."""
    if before is None:
        return None
    name = _phase_name(after)
    if after.state != before.state:
        deviated = after.exceptions > before.exceptions
        how = " en week daarbij met motivering af" if deviated else ""
        if after.state == PhaseState.CLOSED:
            return f"Sloot {name} af{how}."
        if before.state == PhaseState.CLOSED:
            return f"Draaide de afsluiting van {name} terug."
        return f"Opende {name}{how}."
    parts = _changes(before, after, PHASE_FIELDS)
    if after.owner_id != before.owner_id:
        parts.append("de eigenaar")
    if after.remark != before.remark:
        parts.append("de toelichting")
    return f"Wijzigde van {name} {_and(parts)}." if parts else None


def check_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Settling, assigning and remarks of a check."""
    name = f"controlepunt {after.code}"
    if before is None:
        return f"Voegde een eigen {name} toe: {after.text}" if after.is_own else None
    if after.state != before.state:
        if after.state == CheckState.OPEN:
            return f"Zette {name} weer open: {after.text}"
        if after.state == CheckState.WITHDRAWN:
            return f"Trok {name} in: {after.text}"
        return f"Meldde {name} {CHECK_STATES[after.state]}: {after.text}"
    if after.owner_id != before.owner_id:
        return (
            f"Gaf {name} een {'andere ' if before.owner_id else ''}eigenaar."
            if after.owner_id
            else (f"Haalde de eigenaar van {name} weg.")
        )
    if after.remark != before.remark:
        return f"Werkte de toelichting bij {name} bij."
    return None


def without_the_model(rows: Any, who: Who | None) -> Any:
    """The checks that the model brings along at the start say nothing new; those that people add do."""
    return rows.exclude(pgh_label="insert", is_own=False)


def settled_checks(rows: Any) -> Any:
    """Settling a check and adding one is news; handing it over and writing remarks is daily work."""
    return where_changed(rows, "state")


def evidence_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Adding and withdrawing evidence."""
    what = f"controlepunt {after.check_point.code}" if after.check_point_id else "het eindproduct"
    where = f"bij {what} van {_phase_name(after.phase)}"
    if before is None:
        return f"Voegde bewijs toe {where}: '{after.title}'."
    if after.withdrawn_at and not before.withdrawn_at:
        return f"Trok bewijs in {where}: '{after.title}'."
    return None


def end_products_and_withdrawals(rows: Any) -> Any:
    """Evidence for a check comes with settling it; the end product is news by itself, and so is withdrawing."""
    return rows.exclude(pgh_label="insert", check_point__isnull=False)


def milestone_sentence(before: Any | None, after: Any, label: str) -> str | None:
    """Adding and removing milestones."""
    name = f"de mijlpaal '{after.what}' op {spoken(after.date)}"
    if label == "delete":
        return f"Haalde {name} weg."
    return f"Voegde {name} toe." if before is None else f"Wijzigde {name}."


def _evidence_for(rows: Any, who: Who | None) -> Any:
    """The same evidence that the pages show to this person; for nobody in particular what everybody may see."""
    if who is None:
        return rows.filter(is_confidential=False, organisation__kind=Kind.OZJT)
    if sees_everything(who):
        return rows
    own = who.organisations(Kind.MUNICIPALITY)
    open_to_all = rows.filter(is_confidential=False)
    if not who.works_at_ozjt:
        open_to_all = open_to_all.filter(organisation__kind=Kind.OZJT)
    return open_to_all | rows.filter(organisation__in=own)


SOURCES = {
    "trajectory": (
        Source(events_of(Trajectory), "pgh_obj_id", trajectory_sentence),
        Source(events_of(Phase), "trajectory_id", phase_sentence, first_is_told=False),
        Source(
            events_of(Check),
            "phase__trajectory_id",
            check_sentence,
            visible=without_the_model,
            major=settled_checks,
        ),
        Source(
            events_of(Evidence),
            "phase__trajectory_id",
            evidence_sentence,
            related=("phase", "check_point"),
            visible=_evidence_for,
            major=end_products_and_withdrawals,
        ),
        Source(events_of(Milestone), "trajectory_id", milestone_sentence),
    )
}
