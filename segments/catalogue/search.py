"""Segments and care forms among what people find."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.organisations.rules import Who
from core.findable.rules import HitKind, Line
from segments.catalogue.access import may_see_segments
from segments.catalogue.models import CareForm, Segment


def visible_segments(who: Who) -> Any | None:
    """All of them, for who may read about segments."""
    return Segment.objects.values("id") if may_see_segments(who) else None


def visible_care_forms(who: Who) -> Any | None:
    """The same for their care forms."""
    return CareForm.objects.values("id") if may_see_segments(who) else None


def segment_lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of a segment and its place in the pyramid (one query)."""
    return {
        row.id: Line(reverse("catalogue:segment", args=[row.slug]), row.get_place_display())
        for row in Segment.objects.filter(id__in=ids)
    }


def care_form_lines(who: Who, ids: Sequence[UUID]) -> Mapping[UUID, Line]:
    """The page of the segment to which a care form belongs (one query)."""
    return {
        row.id: Line(reverse("catalogue:segment", args=[row.segment.slug]), f"van segment {row.segment.name}")
        for row in CareForm.objects.select_related("segment").filter(id__in=ids)
    }


KINDS = (
    HitKind("segment", ("segment", "segmenten"), 50, visible_segments, segment_lines),
    HitKind("care_form", ("zorgvorm", "zorgvormen"), 55, visible_care_forms, care_form_lines),
)
