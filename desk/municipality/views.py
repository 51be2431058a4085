"""Pages of the municipalities."""

from datetime import date
from typing import Any

from django.urls import reverse

from accounts.organisations.queries import municipality
from accounts.organisations.rules import ROLE_NAMES
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, Screen, found
from desk.municipality import queries
from desk.municipality.access import may_see_all, may_see_its_people, may_see_municipality
from desk.municipality.tables import MunicipalityFilter, MunicipalityTable
from procurement.trajectory.models import Check


class MunicipalityList(ListScreen):
    """The fourteen municipalities side by side."""

    access = may_see_all
    title = "Gemeenten"
    intro = "Waar elke gemeente aan meedoet, wat er bij haar mensen ligt en wanneer het college weer vergadert."
    table_class = MunicipalityTable
    filter_class = MunicipalityFilter
    list_name = ("gemeente", "gemeenten")
    empty = Empty("Er zijn geen gemeenten", "De gemeenten horen bij de vaste gegevens van dit systeem.")
    export_name = "gemeenten"

    def rows(self) -> Any:
        """By name, with their figures."""
        return queries.with_figures(queries.visible_municipalities(self.who), self.moment.today)


class MunicipalityPage(Screen):
    """What waits for a municipality, where it takes part, when it meets, what it delivered and who works there."""

    access = may_see_municipality
    template_name = "desk/municipality/municipality.html"

    def find_subject(self) -> Any:
        """The municipality of the address."""
        return found(municipality(self.kwargs["slug"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the list, for who may see it."""
        return [Crumb("Gemeenten", reverse("municipality:list"))] if may_see_all(self.who) else []

    def context(self) -> dict[str, Any]:
        """Panels of other rooms, open checks, trajectories, meetings, reports, evidence and people."""
        row, today = self.subject, self.moment.today
        trajectories = list(queries.trajectories_of(row, self.who))
        checks = queries.open_checks_of(row, today, self.who)
        return {
            "municipality": row,
            "panels": panels_for("municipality", who=self.who, subject=row, moment=self.moment),
            "trajectories": trajectories,
            "checks": checks,
            "late": sum(is_late(check, today) for check in checks),
            "deadlines": queries.deadlines_of(row, today),
            "meetings": queries.meetings_of(row, today, self.who),
            "reports": queries.reports_about(trajectories, self.who),
            "evidence": queries.delivered_by(row, self.who),
            "people": self._people() if may_see_its_people(self.who, row) else None,
        }

    def _people(self) -> list[dict[str, str]]:
        """Everybody once, with their roles."""
        found: dict[Any, dict[str, str]] = {}
        for row in queries.people_of(self.subject, self.moment.today):
            role = ROLE_NAMES[row.role].removesuffix(" gemeente")
            line = found.setdefault(row.person_id, {"name": row.person.name, "roles": ""})
            line["roles"] = f"{line['roles']}, {role}" if line["roles"] else role
        return list(found.values())


def is_late(check: Check, today: date) -> bool:
    """Whether the phase of a check should have ended before today."""
    return check.phase.planned_end is not None and check.phase.planned_end < today
