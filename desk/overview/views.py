"""The page over all trajectories."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from core.lists.plain import PlainRows
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb
from desk.overview import queries
from desk.overview.access import may_see_overview
from desk.overview.forms import SinceForm
from desk.overview.rules import Board, OverviewRow, Since, at_a_glance, since_of
from desk.overview.tables import OverviewFilter, OverviewTable


class Overview(ListScreen):
    """Every trajectory in one list, and what changed since a board met or since a date."""

    access = may_see_overview
    template_name = "desk/overview/overview.html"
    title = "Overzicht van de trajecten"
    table_class = OverviewTable
    filter_class = OverviewFilter
    list_name = ("traject", "trajecten")
    export_name = "overzicht trajecten"
    empty = Empty("Er zijn nog geen trajecten", "Zodra iemand een traject start, staat het hier.")

    def crumbs(self) -> list[Crumb]:
        """Under the trajectories."""
        return [Crumb("Trajecten", reverse("trajectory:list"))]

    @cached_property
    def everything(self) -> list[OverviewRow]:
        """All trajectories, before the filter."""
        return queries.overview_of(self.who, self.moment.now)

    def rows(self) -> Any:
        """All trajectories."""
        return PlainRows(self.everything)

    def since(self, form: SinceForm) -> Since:
        """From which day changes are told; a date that cannot be read tells of the board that met last."""
        typed = form.cleaned_data["datum"] if form.is_bound and form.is_valid() else None
        return since_of(self.request.GET.get("sinds", ""), typed, self.boards, self.moment.today)

    @cached_property
    def boards(self) -> list[Board]:
        """The boards that have met."""
        return queries.boards(self.moment.today)

    def render(self, extra: Any = None, *, status: int = 200) -> Any:
        """The whole page also tells what changed; the part that a filter refreshes does not."""
        form = SinceForm(self.request.GET if "datum" in self.request.GET else None)
        since = self.since(form)
        changes, is_cut = queries.changes_since(self.who, self.everything, since.day)
        more = {
            "at_a_glance": at_a_glance(self.everything),
            "since": since,
            "since_form": form,
            "boards": self.boards,
            "changes": changes,
            "is_cut": is_cut,
        }
        return super().render({**(extra or {}), **more}, status=status)
