"""Rows in memory keep the promises that a list needs."""

from dataclasses import dataclass

import pytest

from core.lists.plain import PlainRows


@dataclass(frozen=True)
class Row:
    name: str
    size: int | None


ROWS = PlainRows([Row("b", 2), Row("a", None), Row("C", 1), Row("d", 2)])


def names(rows: PlainRows[Row]) -> str:
    return "".join(row.name for row in rows)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "baCd"),
        ({"name": "a"}, "a"),
        ({"name__icontains": "c"}, "C"),
        ({"size__lte": 1}, "C"),
        ({"size__gte": 2}, "bd"),
        ({"size": 2, "name": "d"}, "d"),
        ({"name__exact": "z"}, ""),
    ],
)
def test_rows_are_filtered(asked: dict[str, object], found: str) -> None:
    assert names(ROWS.filter(**asked)) == found


def test_an_unknown_lookup_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        ROWS.filter(name__regex="a")


@pytest.mark.parametrize(
    ("fields", "found"), [(("name",), "Cabd"), (("-name",), "dbaC"), (("size",), "Cbda"), (("-size", "name"), "bdCa")]
)
def test_rows_are_sorted_with_empty_ones_last(fields: tuple[str, ...], found: str) -> None:
    assert names(ROWS.order_by(*fields)) == found


def test_rows_are_counted_and_cut() -> None:
    assert ROWS.count() == len(ROWS) == 4
    assert names(ROWS[1:3]) == "aC"
    assert ROWS[0].name == "b"
