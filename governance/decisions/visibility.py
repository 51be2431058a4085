"""Which decisions somebody may see: the start of every read in this room."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.organisations.rules import Kind, Who
from governance.decisions.access import sees_drafts
from governance.decisions.models import Decision, DecisionMunicipality


def visible_decisions(who: Who) -> QuerySet[Decision]:
    """All for colleagues; for municipalities those in which they take part and that have left; none for others."""
    rows = Decision.objects.select_related("owner").order_by("-number")
    if sees_drafts(who):
        return rows
    own = who.organisations(Kind.MUNICIPALITY)
    if not own:
        return rows.none()
    taking_part = DecisionMunicipality.objects.filter(decision=OuterRef("pk"), organisation__in=own)
    return rows.filter(Exists(taking_part), sent_at__isnull=False)
