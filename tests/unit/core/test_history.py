"""How a change becomes words."""

from datetime import date
from types import SimpleNamespace

import pytest

from core.history.rules import System, changed, spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "leeg"),
        ("", "leeg"),
        (0, "'0'"),
        (False, "'False'"),
        ("Jeugdhulp", "'Jeugdhulp'"),
        (date(2027, 5, 12), "12 mei 2027"),
        (date(2022, 3, 1), "1 maart 2022"),
    ],
)
def test_a_value_in_a_sentence(value: object, words: str) -> None:
    assert spoken(value) == words


def test_changed_names_what_differs_in_the_order_asked() -> None:
    before = SimpleNamespace(name="A", start=None, end=date(2022, 1, 1))
    after = SimpleNamespace(name="B", start=None, end=date(2022, 1, 2))
    assert changed(before, after, "end", "start", "name") == ["end", "name"]
    assert changed(before, before, "end", "start", "name") == []


def test_the_system_is_an_author_without_a_person() -> None:
    assert (System("Opruimer").name, System("Opruimer").person_id) == ("Opruimer", None)
