"""What decisions add elsewhere: navigation, panels about bodies and municipalities, the advice memo."""

from typing import Any

from django.urls import reverse

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import NavigationItem, Panel, navigation, panels, report_kinds
from governance.bodies.models import Body
from governance.decisions import queries
from governance.decisions.access import may_see_decisions
from governance.decisions.asks import waits_for
from governance.decisions.report import KIND

SHOWN = 12


def _leads_to(who: Who) -> str | None:
    """The list, for colleagues and municipalities."""
    return reverse("decisions:list") if who and may_see_decisions(who) else None


def body_panel(who: Who, body: Body, moment: Moment) -> dict[str, Any] | None:
    """What comes to a body, and what still waits for it (one query)."""
    if not may_see_decisions(who):
        return None
    rows = list(queries.seats_of_body(who, body, moment.today)[: SHOWN + 1])
    return {"seats": rows[:SHOWN], "more": len(rows) > SHOWN, "body": body}


def governance_panel(who: Who, subject: Any, moment: Moment) -> dict[str, Any] | None:
    """Who has not decided yet, what is due first (one query)."""
    if not may_see_decisions(who):
        return None
    rows = list(queries.waiting_seats(who, moment.today)[: SHOWN + 1])
    return {"seats": rows[:SHOWN], "more": len(rows) > SHOWN}


def municipality_panel(who: Who, place: Organisation, moment: Moment) -> dict[str, Any] | None:
    """What waits for the college of a municipality, and what it decided last (two queries)."""
    if not may_see_decisions(who):
        return None
    return {
        "waiting": waits_for(place.id, who, moment.today),
        "results": list(queries.results_of(place.id, who)[:8]),
        "place": place,
    }


navigation.add(NavigationItem(key="decisions", label="Besluiten", order=25, prefix="/besluiten/", leads_to=_leads_to))
report_kinds.add(KIND)
for key, place, order, context in (
    ("decisions.body", "body", 20, body_panel),
    ("decisions.governance", "governance", 20, governance_panel),
    ("decisions.municipality", "municipality", 20, municipality_panel),
):
    panels.add(
        Panel(key=key, place=place, order=order, template=f"governance/decisions/{place}_panel.html", context=context)
    )
