"""The base of every list page."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.text import slugify
from django_filters import FilterSet
from django_htmx.http import HttpResponseClientRedirect
from django_tables2 import Table

from core.lists.exports import FORMATS, WRITERS
from core.lists.plain import PlainRows
from core.lists.rules import Empty, asked_page, count_sentence
from core.lists.tables import in_fixed_order
from core.screens.panels import ShownPanel, panels_for
from core.screens.views import Screen

RESULTS = "lijst"  # the id of the region that a filter refreshes


class ListScreen(Screen):
    """A page with one list.

    `rows` answers with the queryset from the room's queries (access is already in it), in the order of the page;
    or with plain rows, filtered by a `PlainFilterSet`, when no table holds them. The
    address carries the filter's fields, `sort`, `page`, and `formaat=xlsx|csv` for the whole filtered list as a file.
    Panels at the place "list" stand above it; one may send the list on (`opens_with`) or change where it shows all.
    """

    template_name = "shell/list.html"
    title: ClassVar[str]
    intro: ClassVar[str] = ""
    table_class: ClassVar[type[Table]]
    filter_class: ClassVar[type[FilterSet] | None] = None
    list_name: ClassVar[tuple[str, str]]
    empty: ClassVar[Empty]
    page_size: ClassVar[int] = 25
    export_name: ClassVar[str] = ""

    def rows(self) -> QuerySet[Any] | PlainRows[Any]:
        """Override: what this person may see, from a query of the room."""
        raise NotImplementedError

    def table_arguments(self) -> dict[str, Any]:
        """Override: extra arguments of the table, such as columns to leave out."""
        return {}

    def filter_arguments(self) -> dict[str, Any]:
        """Override: extra arguments of the filter."""
        return {}

    @cached_property
    def filter(self) -> FilterSet | None:
        """The filter over the rows, as asked for in the address."""
        if self.filter_class is None:
            return None
        return self.filter_class(
            self.request.GET, queryset=self.rows(), request=self.request, **self.filter_arguments()
        )

    @property
    def is_filtered(self) -> bool:
        """Whether the address asks for less than the whole list."""
        if self.filter is None:
            return False
        return bool(self.filter.form.changed_data)

    def build_table(self) -> Table:
        """The table over the filtered rows in the asked order; an unknown order leaves them in their own."""
        rows = self.filter.qs if self.filter is not None else self.rows()
        table = self.table_class(rows, **self.table_arguments())
        table.request = self.request
        table.attrs["region"] = self.title
        asked = self.request.GET.getlist(table.prefixed_order_by_field)
        if asked:
            table.order_by = asked
        table.data.data = in_fixed_order(table.data.data)
        return table

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, only its results for the filter, or the whole list as a file."""
        writer = WRITERS.get(request.GET.get("formaat", ""))
        if writer is not None:
            return writer(self.build_table(), self.file_name)
        htmx: Any = getattr(request, "htmx", False)
        refreshes = bool(htmx) and htmx.target == RESULTS and not htmx.history_restore_request
        if refreshes and not self.is_filtered:
            return HttpResponseClientRedirect(self.clear_path)  # a cleared filter: the form starts anew as well
        if opens_with := self.told_by_panels("opens_with"):
            return redirect(opens_with)
        response = self.answer_results() if refreshes else self.render(self.results())
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    @cached_property
    def list_panels(self) -> list[ShownPanel]:
        """What other rooms put above a list."""
        return panels_for("list", who=self.who, subject=self, moment=self.moment)

    def told_by_panels(self, name: str) -> str:
        """An address that a panel gives under this name: `opens_with` where the list goes, `clear_path` to see all."""
        return next((panel.context[name] for panel in self.list_panels if panel.context.get(name)), "")

    @property
    def clear_path(self) -> str:
        """Where the list shows everything."""
        return self.told_by_panels("clear_path") or self.request.path

    def answer_results(self) -> HttpResponse:
        """The results alone, with the count for the live region and the links to the files."""
        context = {"subject": self.subject, "moment": self.moment, **self.context(), **self.results()}
        return render(self.request, "shell/list_answer.html", context)

    def results(self) -> dict[str, Any]:
        """What the results show: table or empty state, count, files."""
        table = self.build_table()
        page = None
        rows = table.data.data
        count = rows.count() if isinstance(rows, QuerySet) else len(rows)
        if count:
            pages = -(-count // self.page_size)
            table.paginator = Paginator(table.rows, self.page_size)
            table.paginator.count = count  # counted once
            page = table.page = table.paginator.page(asked_page(self.request.GET.get(table.prefixed_page_field), pages))
        return {
            "title": self.title,
            "intro": self.intro,
            "table": table,
            "filter": self.filter,
            "is_filtered": self.is_filtered,
            "count": count,
            "count_sentence": count_sentence(
                count, self.list_name, page=page.number if page else 1, pages=page.paginator.num_pages if page else 1
            ),
            "empty": self.empty,
            "list_names": self.list_name,
            "results_id": RESULTS,
            "clear_path": self.clear_path,
            "list_panels": self.list_panels,
            "downloads": self.downloads() if count else [],
        }

    def downloads(self) -> list[dict[str, str]]:
        """Links to the list as a file, with filter and order but without the page."""
        query = self.request.GET.copy()
        query.pop("page", None)
        links = []
        for key, label in FORMATS.items():
            query["formaat"] = key
            links.append({"label": label, "url": f"{self.request.path}?{query.urlencode()}"})
        return links

    @property
    def file_name(self) -> str:
        """What the file is called: the name of the list and the day."""
        return f"{slugify(self.export_name or self.title) or 'lijst'}-{self.moment.today:%Y-%m-%d}"


def all_lists(base: type[ListScreen] = ListScreen) -> Iterator[type[ListScreen]]:
    """Every list page of the house, for the test that holds them all to the same rules."""
    for kind in base.__subclasses__():
        yield kind
        yield from all_lists(kind)
