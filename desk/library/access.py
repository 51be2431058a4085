"""Who gets to see the list of reports."""

from typing import Any

from accounts.organisations.rules import Who
from core.lifecycles.rules import Verdict, allow_if


def may_see_library(who: Who, subject: Any = None) -> Verdict:
    """Colleagues and municipality officials; for providers the list does not exist."""
    return allow_if(
        bool(who.hats) and not who.is_provider_only, "Rapporten zijn er voor OZJT en gemeenten.", secret=True
    )
