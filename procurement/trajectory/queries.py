"""What may be seen of trajectories, and what they ask of people."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.organisations.queries import memberships_on, people_choices
from accounts.organisations.rules import Kind, Role, Who
from core.clock.queries import AMSTERDAM
from core.rooms.asks import AgendaItem, Ask
from procurement.trajectory.access import STEERING
from procurement.trajectory.lifecycle import CheckState, PhaseState
from procurement.trajectory.models import Check, Milestone, Phase, Trajectory

SOON = timedelta(days=21)
SETTLED = (CheckState.DONE, CheckState.NOT_APPLICABLE)


def visible_trajectories(who: Who) -> QuerySet[Trajectory]:
    """All for colleagues; for officials those in which their municipality takes part; none for others."""
    rows = Trajectory.objects.select_related("owner", "started_from")
    if who.works_at_ozjt:
        return rows
    own = who.organisations(Kind.MUNICIPALITY)
    return rows.filter(municipalities__in=own).distinct() if own else rows.none()


def trajectory(who: Who, slug: str) -> Trajectory | None:
    """One trajectory, if this person may see it."""
    return visible_trajectories(who).filter(slug=slug).first()


def phases_of(trajectory: Trajectory) -> list[Phase]:
    """The phases and tracks in order, with their owners and how many checks are open (one query)."""
    return list(
        trajectory.phases.select_related("owner")
        .annotate(
            checks_total=Count("checks", filter=~Q(checks__state=CheckState.WITHDRAWN)),
            checks_settled=Count("checks", filter=Q(checks__state__in=SETTLED)),
        )
        .order_by("order")
    )


def phase(who: Who, slug: str, phase_slug: str) -> Phase | None:
    """One phase of a trajectory that this person may see."""
    code = "I" if phase_slug == "implementatie" else phase_slug
    return (
        Phase.objects.select_related("trajectory", "trajectory__owner", "owner")
        .filter(trajectory__in=visible_trajectories(who), trajectory__slug=slug, code=code)
        .first()
    )


def dated_neighbours(phase: Phase) -> tuple[date | None, date | None]:
    """When the nearest planned phase before and after this one begins; tracks have none (one query)."""
    if phase.is_track:
        return None, None
    rows = Phase.objects.filter(trajectory=phase.trajectory_id, kind=Phase.Kind.PHASE, planned_start__isnull=False)
    starts = list(rows.order_by("order").values_list("order", "planned_start"))
    before = [start for order, start in starts if order < phase.order]
    after = [start for order, start in starts if order > phase.order]
    return (before[-1] if before else None), (after[0] if after else None)


def neighbours(phase: Phase) -> tuple[Phase | None, Phase | None]:
    """The phase before and the phase after this one; tracks have none (one query)."""
    if phase.is_track:
        return None, None
    rows = list(Phase.objects.filter(trajectory=phase.trajectory_id, kind=Phase.Kind.PHASE).order_by("order"))
    position = next(index for index, row in enumerate(rows) if row.id == phase.id)
    before = rows[position - 1] if position else None
    after = rows[position + 1] if position + 1 < len(rows) else None
    return before, after


def milestones_of(trajectory: Trajectory) -> QuerySet[Milestone]:
    """The milestones by date."""
    return trajectory.milestones.order_by("date", "what")


def announced(now: datetime) -> QuerySet[Trajectory]:
    """What providers may know of: the announced trajectories with their public milestones (two queries)."""
    return Trajectory.objects.filter(announced_at__lte=now).prefetch_related(
        Prefetch("milestones", queryset=Milestone.objects.filter(is_public=True).order_by("date")), "segments"
    )


def with_progress(rows: QuerySet[Trajectory]) -> QuerySet[Trajectory]:
    """Trajectories with the names of the phases that run and how many checks are settled, in the same query."""
    running = Phase.objects.filter(trajectory=OuterRef("pk"), kind=Phase.Kind.PHASE, state=PhaseState.OPEN)
    names = (
        running.order_by()
        .values("trajectory")
        .annotate(names=StringAgg("name", delimiter=", ", ordering="order"))
        .values("names")
    )
    checks = Check.objects.filter(phase__trajectory=OuterRef("pk")).order_by().values("phase__trajectory")
    count = checks.exclude(state=CheckState.WITHDRAWN).annotate(number=Count("pk")).values("number")
    settled = checks.filter(state__in=SETTLED).annotate(number=Count("pk")).values("number")
    return rows.annotate(
        current_phase=Subquery(names),
        checks_total=Coalesce(Subquery(count), 0),
        checks_settled=Coalesce(Subquery(settled), 0),
    )


def current_phase_names(rows: list[Phase]) -> str:
    """The phases that run now, or where the trajectory stands when none does."""
    running = [row.title for row in rows if row.state == PhaseState.OPEN and not row.is_track]
    if running:
        return ", ".join(running)
    phases = [row for row in rows if not row.is_track]
    return "afgerond" if phases and all(row.state == PhaseState.CLOSED for row in phases) else "geen fase geopend"


def _check_url(check: Check) -> str:
    return reverse("checks:check", args=[check.phase.trajectory.slug, check.id])


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """What trajectories ask of this person: their checks, their phases, checks without an owner (three queries).

    Also what is asked of those for whom they stand in, named with it; a phase only when they steer themselves.
    """
    if who.person_id is None or who.is_provider_only:
        return
    today = now.astimezone(AMSTERDAM).date()
    mine = (
        Check.objects.filter(
            owner_id__in=who.working_as,
            state=CheckState.OPEN,
            phase__state=PhaseState.OPEN,
            phase__trajectory__in=visible_trajectories(who),
        )
        .select_related("phase__trajectory")
        .order_by("phase__planned_end", "phase__order", "order")
    )
    for check in mine:
        behalf = who.behalf_of(check.owner_id)
        yield Ask(
            title=check.text,
            url=_check_url(check),
            why=("Jij vervangt de eigenaar" if behalf else "Jij bent eigenaar")
            + " van dit controlepunt"
            + (" en het vraagt om bewijs." if check.needs_evidence else "."),
            about=f"{check.phase.trajectory.name}, {check.phase.mentioned}",
            due=check.phase.planned_end,
            behalf=behalf,
        )
    if not who.has(*STEERING):
        return
    yield from _phase_asks(who, today)


def _phase_asks(who: Who, today: date) -> Iterator[Ask]:
    before = Phase.objects.filter(
        trajectory=OuterRef("trajectory"),
        kind=Phase.Kind.PHASE,
        order=OuterRef("order") - 1,
        state=PhaseState.CLOSED,
    )
    running = (
        Phase.objects.annotate(is_next=Exists(before))
        .filter(
            Q(owner_id__in=who.working_as) | Q(owner__isnull=True, trajectory__owner_id__in=who.working_as),
            Q(state=PhaseState.OPEN)
            | Q(state=PhaseState.PLANNED, planned_start__lte=today + SOON)
            | Q(state=PhaseState.PLANNED, kind=Phase.Kind.PHASE, order=0)
            | Q(state=PhaseState.PLANNED, kind=Phase.Kind.PHASE, is_next=True),
        )
        .select_related("trajectory")
        .annotate(
            unowned=Count("checks", filter=Q(checks__owner__isnull=True, checks__state=CheckState.OPEN)),
            waiting=Count("checks", filter=Q(checks__is_obligatory=True, checks__state=CheckState.OPEN)),
        )
        .order_by("planned_end", "order")
    )
    if not running and not Trajectory.objects.exists():
        yield Ask(
            title="Start het eerste traject",
            url=reverse("trajectory:start"),
            why="Je krijgt dan alle fasen, sporen en controlepunten klaargezet.",
            about="Trajecten",
        )
    for row in running:
        behalf = who.behalf_of(row.owner_id or row.trajectory.owner_id)
        url = reverse("trajectory:phase", args=[row.trajectory.slug, row.slug])
        if row.state == PhaseState.PLANNED and row.planned_start is None:
            yield Ask(
                title=f"Plan {row.mentioned}: {row.name}",
                url=reverse("trajectory:plan", args=[row.trajectory.slug, row.slug]),
                why="Zonder eigenaar en data kan het traject niet beginnen.",
                about=row.trajectory.name,
                behalf=behalf,
            )
            continue
        if row.state == PhaseState.PLANNED and not row.is_track and (row.is_next or row.order == 0):
            yield Ask(
                title=f"Open {row.mentioned}: {row.name}",
                url=url,
                why="De vorige fase is afgesloten." if row.is_next else "De fase is gepland en kan beginnen.",
                about=row.trajectory.name,
                behalf=behalf,
                due=row.planned_start,
            )
            continue
        if row.state == PhaseState.PLANNED:
            yield Ask(
                title=f"Bereid {row.mentioned} voor: {row.name}",
                url=url,
                why=f"De fase begint volgens planning op {row.planned_start:%d-%m-%Y}.",
                about=row.trajectory.name,
                behalf=behalf,
                due=row.planned_start,
            )
            continue
        if row.unowned:
            number = "1 controlepunt heeft" if row.unowned == 1 else f"{row.unowned} controlepunten hebben"
            yield Ask(
                title=f"Verdeel het werk van {row.mentioned}",
                url=f"{url}#controlepunten",
                why=f"{number} nog geen eigenaar.",
                about=row.trajectory.name,
                behalf=behalf,
                due=None if row.is_track else row.planned_end,
            )
        if not row.waiting and not row.is_track:
            yield Ask(
                title=f"Sluit {row.mentioned} af: {row.name}",
                url=url,
                why="Alle verplichte controlepunten zijn afgerond.",
                about=row.trajectory.name,
                behalf=behalf,
                due=row.planned_end,
            )


def waiting_on(who: Who, now: datetime) -> Iterator[Ask]:
    """What this person, or whom they stand in for, waits for: others' checks in phases that are theirs (one query)."""
    if not who.has(*STEERING):
        return
    rows = (
        Check.objects.filter(
            Q(phase__owner_id__in=who.working_as) | Q(phase__trajectory__owner_id__in=who.working_as),
            state=CheckState.OPEN,
            phase__state=PhaseState.OPEN,
            owner__isnull=False,
        )
        .exclude(owner_id__in=who.working_as)
        .select_related("phase__trajectory", "owner")
        .order_by("phase__planned_end", "owner__name", "order")
    )
    for check in rows:
        assert check.owner is not None
        owners = (check.phase.owner_id, check.phase.trajectory.owner_id)
        yield Ask(
            title=check.text,
            url=_check_url(check),
            why="",
            about=f"{check.phase.trajectory.name}, {check.phase.mentioned}",
            due=check.phase.planned_end,
            waits_for=check.owner.name,
            behalf="" if who.person_id in owners else next(filter(None, map(who.behalf_of, owners)), ""),
        )


def workers_of(trajectory: Trajectory, today: date) -> list[tuple[str, str]]:
    """Who can own a check or phase: colleagues, and officials of the municipalities that take part."""
    rows = (
        memberships_on(today)
        .filter(
            Q(role__in=[*STEERING, Role.JURIST, Role.DATA_ANALYST])
            | Q(role=Role.MUNICIPALITY_OFFICIAL, organisation__in=trajectory.municipalities.all()),
            person__is_active=True,
        )
        .values_list("person_id", "person__name", "organisation__name")
        .order_by("person__name", "organisation__name")
    )
    chosen: dict[str, str] = {}
    for person_id, name, organisation in rows:
        chosen.setdefault(str(person_id), f"{name} ({organisation})")
    return list(chosen.items())


def leaders(today: date) -> list[tuple[str, str]]:
    """Who can own a trajectory: those who steer."""
    return people_choices(roles=STEERING, today=today)


def templates_for(who: Who) -> list[tuple[str, str]]:
    """The trajectories that a new one can start from, as (slug, name), newest first."""
    return [(row.slug, row.name) for row in visible_trajectories(who).order_by("-created_at")]


def plan_of(template: Trajectory) -> dict[str, Any]:
    """What a form starts with when `template` is the example; name and dates are for the new one (two queries)."""
    return {
        "summary": template.summary,
        "phase_model": template.phase_model,
        "profile": template.profile,
        "max_term_years": template.max_term_years,
        "value_full_term": template.value_full_term,
        "owner": str(template.owner_id),
        "municipalities": [str(key) for key in template.municipalities.values_list("id", flat=True)],
        "segments": [str(key) for key in template.segments.values_list("id", flat=True)],
    }


def left_behind(template: Trajectory, today: date) -> list[str]:
    """Who owned something in an earlier trajectory and cannot own it in a new one, by name (three queries)."""
    able = {person for person, _ in workers_of(template, today)}
    owners = dict(Phase.objects.filter(trajectory=template, owner__isnull=False).values_list("owner_id", "owner__name"))
    checks = Check.objects.filter(phase__trajectory=template, owner__isnull=False)
    owners |= dict(checks.values_list("owner_id", "owner__name"))
    return sorted(name for key, name in owners.items() if str(key) not in able)


def subject_of(row: Any) -> str:
    """The key under which reports and looks of a trajectory are kept."""
    return f"traject:{row.slug}"


def agenda_of(who: Who, first: date, last: date) -> Iterator[AgendaItem]:
    """Milestones, and the planned first and last days of what is not closed, as this person may see (two queries)."""
    shown = visible_trajectories(who)
    period = (first, last)
    milestones = Milestone.objects.filter(trajectory__in=shown.values("id"), date__range=period)
    for row in milestones.select_related("trajectory"):
        url = reverse("trajectory:trajectory", args=[row.trajectory.slug])
        yield AgendaItem(row.date, row.what, url, row.trajectory.name, "mijlpaal", key=str(row.id))
    phases = Phase.objects.filter(
        Q(planned_start__range=period) | Q(planned_end__range=period), trajectory__in=shown.values("id")
    ).exclude(state=PhaseState.CLOSED)
    for part in phases.select_related("trajectory"):
        url = reverse("trajectory:phase", args=[part.trajectory.slug, part.slug])
        for day, word in ((part.planned_start, "begin"), (part.planned_end, "einde")):
            if day and first <= day <= last:
                title = f"{word.capitalize()} van {part.label.lower()}: {part.name}"
                kind = f"{word} van een {part.get_kind_display()}"
                yield AgendaItem(day, title, url, part.trajectory.name, kind, key=str(part.id))
