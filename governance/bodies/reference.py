"""Loads the bodies from `content/bodies.toml`, and a college and a council for each municipality; safe to repeat."""

import tomllib
from pathlib import Path

from accounts.organisations.queries import municipalities
from core.history.rules import System
from core.history.services import recorded
from governance.bodies.models import Body
from governance.bodies.rules import BodyKind

CONTENT = Path(__file__).parent / "content" / "bodies.toml"
LOCAL = (
    (BodyKind.COLLEGE, "college", "College van {name}", "B&W {name}", 50),
    (BodyKind.COUNCIL, "raad", "Gemeenteraad van {name}", "Raad {name}", 60),
)


def load() -> None:
    """Make or update every body; a changed notice period of an existing body is kept."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    with recorded(System("Referentiegegevens"), "Organen uit de bronbestanden"):
        for order, row in enumerate(content["body"], start=1):
            values = {
                "code": row["code"],
                "name": row["name"],
                "kind": row["kind"],
                "order": order,
                "note": row["note"],
            }
            Body.objects.update_or_create(
                slug=row["slug"], defaults=values, create_defaults=values | {"notice_days": row["notice_days"]}
            )
        for place in municipalities():
            for kind, slug, name, code, order in LOCAL:
                Body.objects.update_or_create(
                    slug=f"{slug}-{place.slug}",
                    defaults={
                        "code": code.format(name=place.name)[:20],
                        "name": name.format(name=place.name),
                        "kind": kind.value,
                        "order": order,
                        "organisation": place,
                    },
                )
