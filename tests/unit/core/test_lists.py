"""Counting, paging and exporting lists."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.safestring import mark_safe

from core.lists.exports import said, write_xlsx
from core.lists.rules import asked_page, count_sentence, csv_cell, guarded, plain

NAMES = ("rapport", "rapporten")


@pytest.mark.parametrize(
    ("count", "page", "pages", "sentence"),
    [
        (0, 1, 1, "Geen rapporten"),
        (1, 1, 1, "1 rapport"),
        (3, 1, 1, "3 rapporten"),
        (30, 2, 2, "30 rapporten, pagina 2 van 2"),
        (51234, 1, 2050, "51.234 rapporten, pagina 1 van 2.050"),
    ],
)
def test_count_is_a_sentence(count: int, page: int, pages: int, sentence: str) -> None:
    assert count_sentence(count, NAMES, page=page, pages=pages) == sentence


@pytest.mark.parametrize(
    ("text", "page"),
    [(None, 1), ("", 1), ("2", 2), ("0", 1), ("-3", 1), ("99", 4), ("drie", 1), ("2.5", 1), ("9" * 400, 4)],
)
def test_any_asked_page_leads_to_one_that_exists(text: str | None, page: int) -> None:
    assert asked_page(text, 4) == page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", " +"])
def test_text_that_starts_like_a_formula_is_text(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"


def test_ordinary_text_and_numbers_stay_as_they_are() -> None:
    assert guarded("3 = 3") == "3 = 3"
    assert csv_cell(-5) == "-5"
    assert csv_cell(Decimal("-1234.50")) == "-1234,50"
    assert csv_cell(date(2027, 12, 31)) == "31-12-2027"
    assert csv_cell(None) == ""


def test_plain_values() -> None:
    assert plain(True) == "ja"
    assert plain("") is None
    assert plain(datetime(2027, 6, 30, 22, 30, tzinfo=UTC)) == datetime(2027, 7, 1, 0, 30)
    assert plain(mark_safe("<a href='/x'>Zorg &amp; hulp</a>"), said) == "Zorg & hulp"
    assert plain("<b>geen opmaak</b>", said) == "<b>geen opmaak</b>"
    assert plain(0.1) == Decimal("0.1")


def test_spreadsheet_holds_types_and_never_formulas() -> None:
    file = io.BytesIO()
    row = ["=1+1", "https://voorbeeld.nl", "007", 12, Decimal("1234.50"), date(2027, 5, 12), None, "x" * 40_000, 10**17]
    write_xlsx(file, [f"k{place}" for place in range(len(row))], [row])
    cells = next(openpyxl.load_workbook(file).active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "n", "n", "d", "n", "s", "s"]
    assert cells[0].value == "=1+1"
    assert cells[1].hyperlink is None
    assert cells[4].number_format == "#,##0.00"
    assert cells[5].value == datetime(2027, 5, 12)
    assert len(str(cells[7].value)) == 32_767
    assert cells[8].value == str(10**17)
