"""The decision list of a trajectory: every decision that left, with what each body and municipality said."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.organisations.rules import Kind, Role, Who
from core.lifecycles.rules import Verdict, allow_if
from core.rooms.registries import ReportKind
from governance.decisions import route
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision
from governance.decisions.report import conditions_content, route_content
from procurement.trajectory.access import may_see_trajectories
from procurement.trajectory.models import Trajectory
from procurement.trajectory.queries import visible_trajectories

LIST = "resolutions.list"
PREFIX = "traject:"


def may_ask(who: Who, subject_key: str) -> Verdict:
    """Colleagues who do not only read along have the list made."""
    known = visible_trajectories(who).filter(slug=subject_key.removeprefix(PREFIX)).exists()
    return (
        may_see_trajectories(who)
        & allow_if(known, "Dit traject bestaat niet.", secret=True)
        & allow_if(
            any(hat.organisation_kind == Kind.OZJT and hat.role != Role.AUDITOR for hat in who.hats),
            "Een besluitenlijst laat OZJT maken. Vraag het aan een inkoper.",
        )
    )


def visible(who: Who) -> Q | None:
    """Colleagues read all; municipalities the lists in which they take part in every decision."""
    if who.works_at_ozjt:
        return Q()
    own = who.organisations(Kind.MUNICIPALITY)
    if not own:
        return None
    condition = Q(pk__in=[])
    for key in sorted(map(str, own)):
        condition |= Q(content__readers__contains=[key])
    return condition


def subject_url(who: Who, subject_key: str) -> str | None:
    """The decisions of the trajectory, for those who may see it."""
    slug = subject_key.removeprefix(PREFIX)
    known = visible_trajectories(who).filter(slug=slug).exists()
    return reverse("resolutions:list", args=[slug]) if known else None


def _decision(row: Decision, as_of: date) -> dict[str, Any]:
    lines = route.route_of(row, as_of)
    standing = route.standing(row, lines)
    link = row.trajectory_link
    text = row.sent_text
    assert text is not None  # only what left is listed
    waits = row.state == DecisionState.ON_ROUTE
    return {
        "number": row.number,
        "title": row.title,
        "artefact": row.get_artefact_display(),
        "state": row.get_state_display(),
        "state_code": row.state,
        "phase": link.phase.title if link.phase else "",
        "owner": row.owner.name,
        "sent_on": row.sent_at,
        "settled_on": row.settled_on,
        "outcome": row.settled_text or (row.withdrawn_reason if row.withdrawn_at else standing.text),
        "proposal": text.proposal,
        "version": text.number,
        "segments": [segment.name for segment in row.scope.all()],
        "route": route_content(lines),
        "conditions": conditions_content(lines),
        "waiting": list(standing.waiting) if waits else [],
        "dropped": list(standing.dropped),
        "motivation": row.route_motivation,
    }


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def gather(subject_key: str, as_of: date, now: datetime) -> dict[str, Any]:
    """Every decision of the trajectory that left, by number."""
    parent = Trajectory.objects.get(slug=subject_key.removeprefix(PREFIX))
    rows = list(
        Decision.objects.filter(trajectory_link__trajectory=parent, sent_at__isnull=False)
        .select_related("owner", "sent_text", "trajectory_link__phase")
        .prefetch_related("scope", "municipalities")
        .order_by("number")
    )
    decisions = [_decision(row, as_of) for row in rows]
    taken = [one for one in decisions if one["state_code"] == DecisionState.DECIDED]
    running = [one for one in decisions if one["state_code"] == DecisionState.ON_ROUTE]
    waiting = [{"number": one["number"], "title": one["title"], "names": one["waiting"]} for one in running]
    open_conditions = sum(not line["fulfilled_on"] for one in decisions for line in one["conditions"])
    readers = {str(key) for key in parent.municipalities.values_list("id", flat=True)}
    for row in rows:
        readers &= {str(place.id) for place in row.municipalities.all()}
    return {
        "title": f"Besluitenlijst {parent.name}",
        "subtitle": "Wat de organen en gemeenten besloten, met hun voorwaarden",
        "subject_name": parent.name,
        "readers": sorted(readers),
        "summary": [
            f"{_counted(len(taken), 'besluit is', 'besluiten zijn')} genomen.",
            f"{_counted(len(running), 'voorstel is', 'voorstellen zijn')} nog op route.",
            f"{_counted(open_conditions, 'voorwaarde staat', 'voorwaarden staan')} nog open.",
        ],
        "decisions": decisions,
        "waiting": waiting,
        "contents": [
            {"label": "Overzicht", "anchor": "overzicht", "level": 1},
            *[
                {"label": f"{one['number']} {one['title']}", "anchor": one["number"].lower(), "level": 1}
                for one in decisions
            ],
            {"label": "Wie heeft nog niet besloten", "anchor": "nog-niet", "level": 1},
        ],
    }


KIND = ReportKind(
    key=LIST,
    label="Besluitenlijst",
    order=35,
    template="procurement/resolutions/list_report.html",
    gather=gather,
    may_ask=may_ask,
    visible=visible,
    subject_url=subject_url,
)
