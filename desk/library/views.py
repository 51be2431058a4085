"""The list of reports."""

from django.db.models import QuerySet

from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.reports.models import Report
from core.reports.queries import readable_reports
from desk.library.access import may_see_library
from desk.library.tables import ReportFilter, ReportTable


class Library(ListScreen):
    """All kept reports that this person may read."""

    access = may_see_library
    title = "Rapporten"
    intro = "Elk rapport blijft bewaard zoals het is gemaakt, met zijn peildatum en vingerafdruk."
    template_name = "desk/library/list.html"
    table_class = ReportTable
    filter_class = ReportFilter
    list_name = ("rapport", "rapporten")
    empty = Empty(
        "Er zijn nog geen rapporten",
        "Vraag een rapport op de pagina van een traject. Het komt dan hier te staan.",
    )
    export_name = "rapporten"

    def rows(self) -> QuerySet[Report]:
        """Newest first."""
        return readable_reports(self.who)
