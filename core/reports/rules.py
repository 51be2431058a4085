"""What the content of a report may be, and its fingerprint; pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

REQUIRED_TEXTS = ("title", "subject_name")


def canonical(value: Any) -> Any:
    """`value` in the one form in which it is kept: dates as ISO text, decimals and ids as text, tuples as lists.

    Raises TypeError for what has no exact form, such as a float or an object, and ValueError for a moment without
    a time zone.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"The moment {value} has no time zone.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {_key(key): canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    raise TypeError(f"The content of a report cannot hold a {type(value).__name__}: {value!r}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key in the content of a report is text, not {key!r}.")
    return str(key)


def canonical_json(value: Any) -> str:
    """The canonical form as text: keys sorted, no spaces, letters as they are."""
    return json.dumps(canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def fingerprint_of(value: Any) -> str:
    """The SHA-256 of the canonical form, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def ensure_complete(content: Mapping[str, Any]) -> None:
    """Raise ValueError when the content lacks one of the texts that every report has."""
    missing = [name for name in REQUIRED_TEXTS if not str(content.get(name) or "").strip()]
    if missing:
        raise ValueError(f"The content of the report has no {' and no '.join(missing)}.")


def file_name(title: str, as_of: date) -> str:
    """What the PDF is called when it is kept elsewhere."""
    words = "".join(char if char.isalnum() else " " for char in title).split()
    return f"{' '.join(words)[:120]} {as_of:%d-%m-%Y}.pdf"
