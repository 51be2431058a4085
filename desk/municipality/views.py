"""The page of one municipality."""

from typing import Any

from accounts.organisations.queries import municipality
from core.screens.views import Screen, found
from desk.municipality import queries
from desk.municipality.access import may_see_municipality


class MunicipalityPage(Screen):
    """What a municipality takes part in, what its people do, what it delivered."""

    access = may_see_municipality
    template_name = "desk/municipality/municipality.html"

    def find_subject(self) -> Any:
        """The municipality of the address."""
        return found(municipality(self.kwargs["slug"]))

    def context(self) -> dict[str, Any]:
        """Its trajectories, checks, evidence and people."""
        today = self.moment.today
        return {
            "municipality": self.subject,
            "trajectories": list(queries.trajectories_of(self.subject, self.who)),
            "checks": queries.checks_of(self.subject, today, self.who),
            "evidence": queries.delivered_by(self.subject, self.who),
            "people": queries.people_of(self.subject, today),
        }
