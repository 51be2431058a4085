"""Who may read a kept report: whoever its kind says, which the query has already asked."""

from typing import Any

from core.lifecycles.rules import Verdict, allow_if


def may_read(who: Any, report: Any) -> Verdict:
    """Everybody for whom the query found the report; for others it does not exist."""
    return allow_if(report is not None, "Dit rapport bestaat niet.", secret=True)
