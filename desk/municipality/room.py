"""What the page of a municipality adds elsewhere: navigation for its own officials."""

from django.urls import reverse

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.rooms.registries import NavigationItem, navigation


def _leads_to(who: Who) -> str | None:
    """The person's own municipality (one query)."""
    own = who.organisations(Kind.MUNICIPALITY) if who else frozenset()
    if not own:
        return None
    slug = Organisation.objects.filter(id__in=own).order_by("name").values_list("slug", flat=True).first()
    return reverse("municipality:municipality", args=[slug])


navigation.add(
    NavigationItem(key="municipality", label="Mijn gemeente", order=15, prefix="/gemeenten/", leads_to=_leads_to)
)
