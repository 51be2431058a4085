"""Sentences about a list and the safety of exported cells; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Empty:
    """What a list says when there is nothing in it at all, and what to do about it."""

    title: str
    text: str = ""
    url: str = ""
    link_label: str = ""


def grouped(number: int) -> str:
    """A whole number with points between thousands."""
    return f"{number:,}".replace(",", ".")


def count_sentence(count: int, names: tuple[str, str], *, page: int = 1, pages: int = 1) -> str:
    """How many there are and which page this is: "1 rapport", "30 rapporten, pagina 1 van 2", "Geen rapporten"."""
    if count == 0:
        return f"Geen {names[1]}"
    counted = f"{grouped(count)} {names[0] if count == 1 else names[1]}"
    return counted if pages < 2 else f"{counted}, pagina {grouped(page)} van {grouped(pages)}"


def asked_page(text: str | None, pages: int) -> int:
    """The number of the page to show: what was asked, brought within what there is."""
    try:
        number = int(text or 1)
    except ValueError:
        return 1
    return min(max(number, 1), max(pages, 1))


def plain(value: Any, display: Callable[[Any], str] = str) -> Any:
    """A cell as a plain value: whole number, decimal, date, moment without zone (in Amsterdam), or text.

    Yes and no become words, what is not there stays None, and the rest is said by `display`.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        local = value.astimezone(AMSTERDAM) if value.tzinfo else value
        return local.replace(tzinfo=None)
    if isinstance(value, int | Decimal | date):
        return value
    if isinstance(value, float):
        return Decimal(str(value))
    return display(value)


def guarded(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: one that starts like it gets a quote in front."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_cell(value: Any) -> str:
    """A plain value as text in a Dutch csv: 31-12-2027, 14:05 and 1234,5; text is guarded against formulas."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return guarded(str(value))
