"""What of an address is a filter; pure."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

NOT_KEPT = {"page", "formaat", "_export", "export", "csrfmiddlewaretoken", "filter"}
LONGEST_QUERY = 1000
MOST_FILTERS = 25


def kept_query(query: str) -> str:
    """The part of an address's query that says which rows and in which order: no page, no file, nothing empty."""
    parts = [(name, value) for name, value in parse_qsl(query.lstrip("?")) if name not in NOT_KEPT and value.strip()]
    return urlencode(parts)


def same_query(one: str, other: str) -> bool:
    """Whether two queries ask for the same, in whatever order they were written."""
    return sorted(parse_qsl(kept_query(one))) == sorted(parse_qsl(kept_query(other)))


def opens_with(*, default: str, asked: Mapping[str, object]) -> str:
    """The query with which a list opens by itself: the default, when the address asks for nothing."""
    return default if default and not asked else ""
