"""What may be seen of checks and evidence."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from procurement.trajectory.access import sees_everything
from procurement.trajectory.content_model import model_of
from procurement.trajectory.lifecycle import CheckState, PhaseState
from procurement.trajectory.models import Check, Evidence, Phase, Trajectory
from procurement.trajectory.queries import visible_trajectories
from procurement.trajectory.rules import is_rejudged


def visible_evidence(who: Who) -> QuerySet[Evidence]:
    """Evidence that this person may see, by the same rule as `access.may_see_evidence`; withdrawn pieces included."""
    rows = Evidence.objects.select_related("organisation", "file", "report").order_by("added_at")
    if sees_everything(who):
        return rows
    own = who.organisations(Kind.MUNICIPALITY)
    if who.works_at_ozjt:
        return rows.filter(Q(is_confidential=False) | Q(organisation__in=own))
    return rows.filter(Q(is_confidential=False, organisation__kind=Kind.OZJT) | Q(organisation__in=own))


def checks_of(phase: Phase, who: Who) -> QuerySet[Check]:
    """The checks of a phase with owners and the evidence that this person may see (two queries)."""
    evidence = visible_evidence(who).filter(withdrawn_at__isnull=True)
    return phase.checks.select_related("owner").prefetch_related(
        Prefetch("evidence", queryset=evidence, to_attr="shown_evidence")
    )


def all_checks(trajectory: Trajectory) -> QuerySet[Check]:
    """Every check of a trajectory, in the order of the phases; withdrawn ones too, with their state."""
    return (
        Check.objects.filter(phase__trajectory=trajectory)
        .select_related("phase__trajectory", "owner")
        .order_by("phase__order", "order")
    )


def obligatory_left(phase: Phase) -> int:
    """How many obligatory checks of a phase are open."""
    return phase.checks.filter(is_obligatory=True, state=CheckState.OPEN).count()


def check_of(who: Who, slug: str, check_id: UUID) -> Check | None:
    """One check of a trajectory that this person may see."""
    return (
        Check.objects.select_related("phase", "phase__trajectory", "owner")
        .filter(phase__trajectory__in=visible_trajectories(who), phase__trajectory__slug=slug, id=check_id)
        .first()
    )


def evidence_of_check(check: Check, who: Who) -> list[Evidence]:
    """The evidence of a check that this person may see, withdrawn pieces left out."""
    return list(visible_evidence(who).filter(check_point=check, withdrawn_at__isnull=True))


def end_products_of(phase: Phase, who: Who) -> list[Evidence]:
    """What was recorded as the end product of a phase."""
    return list(visible_evidence(who).filter(phase=phase, check_point__isnull=True, withdrawn_at__isnull=True))


def evidence(who: Who, evidence_id: UUID) -> Evidence | None:
    """One piece of evidence, if this person may see it and its trajectory."""
    return (
        visible_evidence(who)
        .select_related("phase__trajectory", "check_point")
        .filter(id=evidence_id, phase__trajectory__in=visible_trajectories(who), withdrawn_at__isnull=True)
        .first()
    )


def hidden_evidence(who: Who, evidence_id: UUID) -> Evidence | None:
    """A confidential piece that this person may not see, in whatever trajectory; only to note that they tried."""
    shown = visible_evidence(who).filter(phase__trajectory__in=visible_trajectories(who))
    return (
        Evidence.objects.select_related("phase__trajectory")
        .filter(id=evidence_id, is_confidential=True)
        .exclude(id__in=shown.values("id"))
        .first()
    )


def delivers_for(who: Who, phase: Phase) -> list[Organisation]:
    """For whom this person can deliver evidence: OZJT for colleagues, and their municipalities that take part."""
    kinds = Q(kind=Kind.OZJT) if who.works_at_ozjt else Q(pk__in=[])
    own = Q(id__in=who.organisations(Kind.MUNICIPALITY), trajectories=phase.trajectory_id)
    rows = Organisation.objects.filter(kinds | own).distinct()
    return sorted(rows, key=lambda row: (row.kind != Kind.OZJT, row.name))


def evidence_choices(phase: Phase, who: Who) -> list[tuple[str, str]]:
    """The pieces of evidence of a trajectory that everybody may see, newest first, as (id, title with its place)."""
    rows = (
        visible_evidence(who)
        .filter(phase__trajectory=phase.trajectory_id, is_confidential=False, withdrawn_at__isnull=True)
        .select_related("phase", "check_point")
        .order_by("-added_at")[:100]
    )
    return [
        (str(row.id), f"{row.title} ({row.check_point.code if row.check_point else row.phase.label})") for row in rows
    ]


@dataclass(frozen=True)
class ProfileSwitch:
    """What another profile would change; `untouched` counts the checks that stay as they are for another reason.

    Those are the settled ones, the own ones, and those of closed phases, of which the new profile judges otherwise.
    """

    becomes_obligatory: tuple[Check, ...]
    becomes_optional: tuple[Check, ...]
    untouched: int


def profile_switch(trajectory: Trajectory, profile: str) -> ProfileSwitch:
    """What changes when `trajectory` gets `profile` (one query)."""
    model = model_of(trajectory.phase_model)
    wanted = {check.code: profile in check.profiles for part in model.parts for check in part.checks}
    up, down, untouched = [], [], 0
    for check in all_checks(trajectory):
        if check.is_own or wanted.get(check.code, check.is_obligatory) == check.is_obligatory:
            continue
        closed = check.phase.state == PhaseState.CLOSED
        if not is_rejudged(state=check.state, is_own=check.is_own, phase_closed=closed):
            untouched += 1
        elif check.is_obligatory:
            down.append(check)
        else:
            up.append(check)
    return ProfileSwitch(tuple(up), tuple(down), untouched)
