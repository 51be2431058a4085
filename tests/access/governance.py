"""What the access table needs of governance: what an entitled person sends, and a mandate to look at."""

import io
from datetime import date
from typing import Any

import pikepdf

from accounts.organisations.queries import municipalities
from governance.mandates.models import Mandate
from governance.mandates.services import MandatePlan, Paper, register
from tests.conftest import NOW, Cast

MANDATE: dict[str, Any] = {
    "title": "Mandaatbesluit",
    "giver": "colleges",
    "organisations": ["<almelo>"],
    "holder_function": "portefeuillehouder OZJT",
    "holder": "",
    "acts": ["award_notice"],
    "valid_from": "1-1-2022",
    "source": "Besluit",
}

GOVERNANCE: dict[str, tuple[str, dict[str, Any]]] = {
    "bodies:notice": ("sanne", {"days": "10", "version": "1"}),
    "bodies:meeting_add": ("sanne", {"body": "<college>", "day": "4-10-2022", "place": "Almelo"}),
    "bodies:series": (
        "sanne",
        {
            "body": "<college>",
            "first": "4-10-2022",
            "last": "11-10-2022",
            "every_weeks": "1",
            "place": "",
            "stap": "bevestigen",
        },
    ),
    "bodies:meeting_edit": ("sanne", {"submit_by": "1-9-2022", "place": "Almelo", "note": "", "version": "1"}),
    "bodies:meeting_move": ("sanne", {"day": "4-10-2022", "reason": "De zaal is bezet", "version": "1"}),
    "bodies:meeting_step": ("sanne", {"reason": "Geen stukken"}),
    "mandates:register": ("sanne", MANDATE),
    "mandates:renew": ("sanne", MANDATE | {"valid_from": "1-3-2022", "version": "1"}),
    "mandates:withdraw": ("sanne", {"on": "1-3-2022", "reason": "Het college trok het in"}),
    "mandates:holder": ("sanne", {"holder": "<sanne>", "version": "1"}),
}


def small_pdf() -> bytes:
    """A PDF of one empty page, the same every time."""
    document, content = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(content, static_id=True)
    return content.getvalue()


def kept_mandate(cast: Cast) -> Mandate:
    """A mandate of all colleges for award notices, with the decision behind it."""
    plan = MandatePlan(
        title="Mandaatbesluit",
        holder_function="portefeuillehouder OZJT",
        act_codes=["award_notice"],
        organisation_ids=[row.id for row in municipalities()],
        valid_from=date(2021, 7, 8),
        valid_until=date(2022, 12, 31),
        source="Besluit voor de proef",
        paper=Paper("besluit.pdf", [small_pdf()]),
    )
    return register(plan=plan, who=cast.who("sanne"), now=NOW)
