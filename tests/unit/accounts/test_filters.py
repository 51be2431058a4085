"""What of an address is kept as a filter."""

import pytest

from accounts.filters.rules import kept_query, opens_with, same_query


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("naam=zorg&sort=-name", "naam=zorg&sort=-name"),
        ("?naam=zorg&page=3&formaat=csv", "naam=zorg"),
        ("naam=&stand=+", ""),
        ("naam=a%26b", "naam=a%26b"),
        ("filter=geen", ""),
        ("", ""),
    ],
)
def test_page_file_and_what_is_empty_are_left_out(query: str, kept: str) -> None:
    assert kept_query(query) == kept


def test_the_order_of_parts_does_not_matter() -> None:
    assert same_query("a=1&b=2", "?b=2&a=1&page=4")
    assert not same_query("a=1", "a=2")


def test_a_list_opens_with_the_default_only_when_nothing_is_asked() -> None:
    assert opens_with(default="a=1", asked={}) == "a=1"
    assert opens_with(default="a=1", asked={"filter": "geen"}) == ""
    assert opens_with(default="", asked={}) == ""
