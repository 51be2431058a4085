"""Days and lengths as they stand in a Dutch sentence; pure."""

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def in_words(day: date) -> str:
    """A day without its weekday: 2 mei 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """A day with its weekday: zaterdag 2 mei 2026."""
    return f"{WEEKDAYS[day.weekday()]} {in_words(day)}"


def counted(number: int, one: str, more: str) -> str:
    """A number with its word: 1 dag, 2 dagen."""
    return f"{number} {one if number == 1 else more}"


def listed(words: Sequence[str]) -> str:
    """Words one after the other: a, b en c."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
