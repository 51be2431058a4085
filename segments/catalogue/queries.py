"""The segments."""

from django.db.models import QuerySet

from segments.catalogue.models import Segment


def segments() -> QuerySet[Segment]:
    """All segments, layers from top to bottom and then the blocks that cross them."""
    return Segment.objects.order_by("-place", "order")


def segment(slug: str) -> Segment | None:
    """One segment with its care forms and the layers it crosses (three queries)."""
    return segments().prefetch_related("care_forms", "crosses").filter(slug=slug).first()


def segment_choices() -> list[tuple[str, str]]:
    """The segments that can be bought, as (id, name)."""
    return [(str(row.id), row.name) for row in segments().filter(in_procurement=True)]
