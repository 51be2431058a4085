"""Loads the catalogue of legal acts from `content/acts.toml`; safe to repeat."""

import tomllib
from pathlib import Path

from core.history.rules import System
from core.history.services import recorded
from governance.mandates.models import LegalAct
from governance.mandates.rules import Act

CONTENT = Path(__file__).parent / "content" / "acts.toml"


def load() -> None:
    """Make or update every legal act; raises ValueError for a code that the rules do not know."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    with recorded(System("Referentiegegevens"), "Rechtshandelingen uit de bronbestanden"):
        for order, row in enumerate(content["act"], start=1):
            values = {"name": row["name"], "group": row["group"], "source": row["source"], "order": order}
            LegalAct.objects.update_or_create(code=Act(row["code"]).value, defaults=values)
