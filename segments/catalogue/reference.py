"""Loads the segments from `content/twente.toml`; safe to repeat."""

import tomllib
from pathlib import Path

from core.history.rules import System
from core.history.services import recorded
from segments.catalogue.models import CareForm, Segment

CONTENT = Path(__file__).parent / "content" / "twente.toml"
TEXTS = ("name", "short", "place", "order", "in_procurement", "bought_by", "what", "source")
OPTIONAL = ("why_so", "tariff", "contract_form_wish", "direction", "figures", "note")


def load() -> None:
    """Make or update every segment and care form of the content file."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    bodies = {row["code"]: row["name"] for row in content["competent_body"]}
    lots = {row["code"]: row["name"] for row in content["lot"]}
    with recorded(System("Referentiegegevens"), "Segmentindeling uit de bronbestanden"):
        by_code: dict[str, Segment] = {}
        for row in content["segment"]:
            values = {key: row[key] for key in TEXTS} | {key: row.get(key, "") for key in OPTIONAL}
            values |= {
                "slug": row["slug"],
                "competent_body": bodies.get(row.get("competent_body", ""), ""),
                "lot": lots.get(row.get("lot", ""), ""),
            }
            segment, _ = Segment.objects.update_or_create(code=row["code"], defaults=values)
            by_code[segment.code] = segment
            for order, form in enumerate(row.get("care_form", []), start=1):
                CareForm.objects.update_or_create(
                    segment=segment,
                    name=form["name"],
                    defaults={
                        "order": order,
                        "preference": form.get("preference"),
                        "description": form.get("description", ""),
                    },
                )
        for row in content["segment"]:
            by_code[row["code"]].crosses.set([by_code[code] for code in row.get("crosses", [])])
