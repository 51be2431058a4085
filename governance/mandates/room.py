"""What mandates add elsewhere: a panel on the page Bestuur."""

from typing import Any

from django.urls import reverse

from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.rooms.registries import Panel, panels
from governance.mandates import queries
from governance.mandates.access import may_see_mandates


def governance_panel(who: Who, subject: object, moment: Moment) -> dict[str, Any] | None:
    """What nobody may do today, which mandates end soon, and the way to the register (two queries)."""
    if not may_see_mandates(who):
        return None
    return {
        "nobody": queries.acts_without_anybody(moment.today),
        "ending": list(queries.ending(moment.today)),
        "links": [
            {"label": "Mandaatregister", "url": reverse("mandates:list")},
            {"label": "Wie mag dit vandaag?", "url": reverse("mandates:look_up")},
        ],
    }


panels.add(
    Panel(
        key="mandates.governance",
        place="governance",
        order=50,
        template="governance/mandates/governance_panel.html",
        context=governance_panel,
    )
)
