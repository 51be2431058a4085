"""Loads OZJT and the municipalities from `content/twente.toml`; safe to repeat."""

import tomllib
from pathlib import Path

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind
from core.history.rules import System
from core.history.services import recorded

CONTENT = Path(__file__).parent / "content" / "twente.toml"


def load() -> None:
    """Make or update OZJT and the fourteen municipalities."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    with recorded(System("Referentiegegevens"), "Organisaties uit de bronbestanden"):
        for row in content["procurement_organisation"]:
            Organisation.objects.update_or_create(
                slug=row["slug"],
                defaults={"kind": Kind.OZJT.value, "name": row["short"], "note": f"{row['name']}. {row['note']}"},
            )
        for row in content["municipality"]:
            Organisation.objects.update_or_create(
                slug=row["slug"],
                defaults={
                    "kind": Kind.MUNICIPALITY.value,
                    "name": row["name"],
                    "cbs_code": row["cbs_code"],
                    "inhabitants": row.get("inhabitants"),
                    "note": row.get("note", ""),
                },
            )
