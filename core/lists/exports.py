"""A whole list as a file: every row that the filter finds, in the order of the screen, read in one go."""

import csv
import html
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.encoding import force_str
from django.utils.html import strip_tags
from django_tables2 import Table
from django_tables2.rows import BoundRow

from core.lists.rules import csv_cell, guarded, plain

FORMATS = {"xlsx": "Excel (xlsx)", "csv": "csv"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2000
MAX_CELL = 32_767  # characters in a cell of a spreadsheet
EXACT_DIGITS = 15  # a spreadsheet keeps numbers as floats
SAMPLE = 200  # rows from which the widths of columns are taken


def exported_columns(table: Table) -> list[Any]:
    """The columns of the table that belong in a file."""
    return [column for column in table.columns.iterall() if not column.column.exclude_from_export]


def headers(table: Table) -> list[str]:
    """What stands above the columns."""
    return [force_str(column.header) for column in exported_columns(table)]


def said(value: Any) -> str:
    """Anything else in a cell as text; markup becomes what it says."""
    text = force_str(value)
    return html.unescape(strip_tags(text)).strip() if hasattr(value, "__html__") else text


def cells(table: Table) -> Iterator[list[Any]]:
    """Every row as plain values, read with a cursor: one query, and one per prefetch for each 2,000 rows."""
    names = [column.name for column in exported_columns(table)]
    rows = table.data.data
    records = rows.iterator(chunk_size=CHUNK) if hasattr(rows, "iterator") else iter(rows)
    for record in records:
        row = BoundRow(record, table=table)
        yield [plain(row.get_cell_value(name), said) for name in names]


class _Echo:
    """What the csv module writes into: hands the line back."""

    def write(self, line: str) -> str:
        return line


def as_csv(table: Table, name: str) -> HttpResponseBase:
    """A csv that Dutch spreadsheets open well: semicolons, UTF-8 with its mark, no cell that becomes a formula."""
    writer = csv.writer(_Echo(), delimiter=";")

    def lines() -> Iterator[bytes]:
        yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
        yield writer.writerow([guarded(header) for header in headers(table)]).encode()
        for row in cells(table):
            yield writer.writerow([csv_cell(cell) for cell in row]).encode()

    return _private(
        StreamingHttpResponse(
            lines(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
        )
    )


def as_xlsx(table: Table, name: str) -> HttpResponseBase:
    """A spreadsheet with real dates and numbers, written row by row; text is always text."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_xlsx(file, headers(table), cells(table))
    file.seek(0)
    return _private(FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX))


def write_xlsx(file: IO[bytes], names: list[str], rows: Iterable[list[Any]]) -> None:
    """Write one sheet: names that stay in sight, columns as wide as their contents, never a formula or a link."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet("Lijst")
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm", "align": "left"})
    decimals: dict[int, Any] = {}
    rows = iter(rows)
    sample = list(islice(rows, SAMPLE))
    for place, title in enumerate(names):
        longest = max([len(title) + 2, *(len(csv_cell(row[place])) + 1 for row in sample)])
        sheet.set_column(place, place, min(max(longest, 8), 60))
        sheet.write_string(0, place, title, head)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(chain(sample, rows), 1):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, datetime):
                sheet.write_datetime(last, place, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(last, place, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, int | Decimal) and len(str(cell)) <= EXACT_DIGITS:
                sheet.write_number(last, place, cell, _number_format(book, decimals, cell))
            else:
                sheet.write_string(last, place, str(cell)[:MAX_CELL])
    if names:
        sheet.autofilter(0, 0, last, len(names) - 1)
    book.close()


def _number_format(book: Any, known: dict[int, Any], cell: int | Decimal) -> Any:
    """Decimals keep the places they have; whole numbers stay as they are."""
    places = -int(cell.as_tuple().exponent) if isinstance(cell, Decimal) else 0
    if places <= 0:
        return None
    if places not in known:
        known[places] = book.add_format({"num_format": "#,##0." + "0" * places})
    return known[places]


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


WRITERS = {"xlsx": as_xlsx, "csv": as_csv}
