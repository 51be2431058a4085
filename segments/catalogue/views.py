"""The pyramid and the page of one segment."""

from typing import Any

from django.urls import reverse

from core.screens.panels import panels_for
from core.screens.views import Crumb, Screen, found
from segments.catalogue import queries
from segments.catalogue.access import may_see_segments


class SegmentPyramid(Screen):
    """The segments as layers and crossing blocks; each opens its page."""

    access = may_see_segments
    template_name = "segments/catalogue/pyramid.html"

    def context(self) -> dict[str, Any]:
        """The blocks of the drawing."""
        blocks = [
            {
                "code": row.code,
                "name": row.name,
                "short": row.short,
                "url": reverse("catalogue:segment", args=[row.slug]),
                "place": row.place,
                "in_procurement": row.in_procurement,
                "note": f"subtender {row.lot}" if row.lot and row.lot != row.name else "",
                "bought_by": row.bought_by,
                "competent_body": row.competent_body,
                "lot": row.lot,
            }
            for row in queries.segments()
        ]
        return {
            "blocks": blocks,
            "layers": [block for block in blocks if block["place"] == "layer"],
            "crossing": [block for block in blocks if block["place"] == "across"],
        }


class SegmentPage(Screen):
    """One segment: what it is, which care forms it holds, who decides, and what other rooms tell about it."""

    access = may_see_segments
    template_name = "segments/catalogue/segment.html"

    def find_subject(self) -> Any:
        """The segment of the address."""
        return found(queries.segment(self.kwargs["slug"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the pyramid."""
        return [Crumb("Segmenten", reverse("catalogue:pyramid"))]

    def context(self) -> dict[str, Any]:
        """The care forms and panels of this segment."""
        return {
            "segment": self.subject,
            "care_forms": self.subject.care_forms.all(),
            "has_preference": any(row.preference for row in self.subject.care_forms.all()),
            "crosses": self.subject.crosses.all(),
            "panels": panels_for("segment", who=self.who, subject=self.subject, moment=self.moment),
        }
