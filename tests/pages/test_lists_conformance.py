"""Every list of the house keeps the same promises: filter, sort, page, count, export and empty state."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.lists.views import RESULTS, ListScreen, all_lists
from tests.pages.list_cases import CASES, ListCase

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_FRAME = 5  # session, person, clock, roles, for whom one stands in


def addressed_lists(patterns: Any = None, space: str = "") -> Iterator[tuple[str, type[ListScreen]]]:
    """The name and class of every list that has an address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addressed_lists(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if view is not None and issubclass(view, ListScreen):
                yield f"{space}{pattern.name}", view


LISTS = dict(addressed_lists())


def test_every_list_has_an_address_and_a_case() -> None:
    assert set(LISTS.values()) == {view for view in all_lists() if view.__module__.split(".")[0] != "tests"}
    assert set(LISTS) == set(CASES), "tests/pages/list_cases.py has one case per list"


@pytest.fixture(params=sorted(LISTS))
def case(request: pytest.FixtureRequest) -> ListCase:
    """One list after the other."""
    if request.param not in CASES:
        pytest.fail(f"tests/pages/list_cases.py has no case for {request.param}", pytrace=False)
    return CASES[request.param]


class Opened:
    """A list, opened by somebody who sees its rows."""

    def __init__(self, case: ListCase, client: Client) -> None:
        self.case, self.client = case, client
        self.view = LISTS[case.view]
        self.address = reverse(case.view, kwargs=case.kwargs)
        client.force_login(case.fill())

    def get(self, **query: Any) -> str:
        """The page as text."""
        answer = self.client.get(self.address, query)
        assert answer.status_code == 200
        return answer.content.decode()

    def csv(self, **query: Any) -> list[list[str]]:
        """The rows of the csv, its header first."""
        answer = self.client.get(self.address, {"formaat": "csv", **query})
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

    def xlsx(self, **query: Any) -> list[tuple[Any, ...]]:
        """The cells of the spreadsheet, its header first."""
        answer = self.client.get(self.address, {"formaat": "xlsx", **query})
        assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        return list(book.active.iter_rows())  # type: ignore[union-attr]


@pytest.fixture
def opened(case: ListCase, client: Client, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The list with all its rows on one page, unless a test says otherwise."""
    monkeypatch.setattr(LISTS[case.view], "page_size", 1000)
    return Opened(case, client)


def shown_rows(page: str) -> list[str]:
    """The rows of the table on a page."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return re.findall(r"<tr\b.*?</tr>", body[1], re.DOTALL) if body else []


def count_of(page: str) -> str:
    """What the page says about how many there are."""
    found = re.search(rf'id="{RESULTS}-aantal"[^>]*>(.*?)<', page)
    assert found, "the count stands in a live region"
    return found[1]


def test_count_and_rows_agree(opened: Opened) -> None:
    page = opened.get()
    rows = shown_rows(page)
    assert len(rows) >= 3
    assert count_of(page) == f"{len(rows)} {opened.view.list_name[1]}"
    assert f"<h1>{opened.view.title}" in page


def test_paging_shows_every_row_once(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = shown_rows(opened.get())
    size = max(2, len(everything) // 4)
    monkeypatch.setattr(opened.view, "page_size", size)
    pages = -(-len(everything) // size)
    seen: list[str] = []
    for number in range(1, pages + 1):
        page = opened.get(page=number)
        assert count_of(page).endswith(f"pagina {number} van {pages}")
        seen += shown_rows(page)
    bare = [re.sub(r' class="(even|odd)"', "", row) for row in seen]
    assert bare == [re.sub(r' class="(even|odd)"', "", row) for row in everything]


@pytest.mark.parametrize("query", [{"page": "99999"}, {"page": "-1"}, {"page": "drie"}, {"sort": "bestaat-niet"}])
def test_an_impossible_page_or_order_shows_rows(opened: Opened, query: dict[str, str]) -> None:
    assert shown_rows(opened.get(**query))


def test_every_column_sorts_both_ways(opened: Opened) -> None:
    table = opened.view.table_class([])
    columns = [column.name for column in table.columns if column.orderable]
    assert columns
    rows = sorted(opened.csv()[1:])
    for name in columns:
        up, down = opened.csv(sort=name)[1:], opened.csv(sort=f"-{name}")[1:]
        assert sorted(up) == sorted(down) == rows
        assert up != down, f"sorting by {name} changes nothing, or the rows of the case are alike there"


def test_a_filter_that_finds_nothing_says_so(opened: Opened) -> None:
    if not opened.case.misses:
        assert opened.view.filter_class is None, "a list with a filter names one that finds nothing"
        return
    page = opened.get(**opened.case.misses)
    assert count_of(page) == f"Geen {opened.view.list_name[1]}"
    assert "Niets gevonden" in page
    assert f'href="{opened.address}">Wis filter</a>' in page
    assert opened.csv(**opened.case.misses)[1:] == []


def test_a_filter_refreshes_only_the_results(opened: Opened) -> None:
    headers = {"HX-Request": "true", "HX-Target": RESULTS}
    answer = opened.client.get(opened.address, opened.case.misses, headers=headers)
    if not opened.case.misses:
        return
    fragment = answer.content.decode()
    assert "<html" not in fragment
    assert "Niets gevonden" in fragment
    assert f"Geen {opened.view.list_name[1]}" in fragment
    assert "HX-Request" in answer["Vary"]
    cleared = opened.client.get(opened.address, headers=headers)
    assert cleared["HX-Redirect"] == opened.address


def test_files_hold_every_row_in_the_order_of_the_page(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = len(shown_rows(opened.get()))
    monkeypatch.setattr(opened.view, "page_size", 2)
    lines, sheet = opened.csv(), opened.xlsx()
    assert len(lines) == len(sheet) == everything + 1
    assert lines[0] == [cell.value for cell in sheet[0]]
    for line, cells in zip(lines[1:], sheet[1:], strict=True):
        for text, cell in zip(line, cells, strict=True):
            assert cell.data_type in {"s", "n", "d"}, "no formulas"
            assert not text.startswith(("=", "+", "@"))
            if cell.data_type == "s":
                assert text in {cell.value, f"'{cell.value}"}
            assert "<" not in text or cell.data_type == "s"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_costs_the_same_queries_for_one_row_and_for_all(
    opened: Opened, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries_of_a_file() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            b"".join(opened.client.get(opened.address, {"formaat": form}).streaming_content)  # type: ignore[attr-defined]
        return [query["sql"][:200] for query in queries]

    first = opened.client.get(opened.address).context["table"].paginated_rows[0].record
    for_all = queries_of_a_file()
    rows = opened.view.rows
    monkeypatch.setattr(opened.view, "rows", lambda view: rows(view).filter(pk=first.pk))
    for_one = queries_of_a_file()
    assert len(for_one) == len(for_all), for_all
    assert len(for_all) <= QUERIES_OF_THE_FRAME + opened.case.queries_of_a_file, for_all


def test_an_empty_list_says_what_to_do(case: ListCase, client: Client) -> None:
    if case.bare is None:
        return
    client.force_login(case.bare())
    answer = client.get(reverse(case.view, kwargs=case.kwargs))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert LISTS[case.view].empty.title in page
    assert not shown_rows(page)
    assert "formaat=" not in page
