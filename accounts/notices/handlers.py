"""Delivers notices that rooms below this one put in the outbox."""

from collections.abc import Mapping
from typing import Any

from accounts.notices.services import notify_by_message
from core.clock.queries import now
from core.outbox.handlers import delivers


@delivers("notice")
def tell(payload: Mapping[str, Any]) -> None:
    """Tell people: {person_ids, title, url, about, kind}."""
    notify_by_message(payload, now())
