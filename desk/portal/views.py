"""The first page of a provider."""

from typing import Any

from accounts.organisations.rules import Kind
from accounts.people.queries import colleagues_of
from core.screens.views import Screen
from desk.portal.access import may_use_portal
from desk.today.queries import asks_of
from desk.today.views import card_of
from procurement.trajectory.queries import announced


class PortalHome(Screen):
    """What is asked, what is coming, who belongs to the organisation, where to get help."""

    access = may_use_portal
    template_name = "desk/portal/home.html"

    def context(self) -> dict[str, Any]:
        """Only what OZJT has made known to every provider at once."""
        now, today = self.moment.now, self.moment.today
        trajectories = [
            {
                "row": row,
                "segments": [segment.name for segment in row.segments.all()],
                "coming": [milestone for milestone in row.milestones.all() if milestone.date >= today],
                "past": [milestone for milestone in row.milestones.all() if milestone.date < today],
            }
            for row in announced(now)
        ]
        return {
            "organisation": ", ".join(
                hat.organisation_name for hat in self.who.hats if hat.organisation_kind == Kind.PROVIDER
            ),
            "asks": [card_of(ask, today) for ask in asks_of(self.who, now)],
            "trajectories": trajectories,
            "colleagues": colleagues_of(self.who, today),
        }
