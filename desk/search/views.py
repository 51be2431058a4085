"""The search page."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from core.findable.queries import MOST_OF_A_KIND, PER_PAGE, Found, search
from core.findable.rules import LONGEST_QUERY
from core.lists.rules import asked_page, grouped
from core.screens.views import Screen
from desk.search.access import may_search


class SearchPage(Screen):
    """Words in, hits out: grouped by type, with counts, the match marked."""

    access = may_search
    template_name = "desk/search/search.html"

    def context(self) -> dict[str, Any]:
        """What was asked, what was found of each type, and one page of it."""
        asked = " ".join(self.request.GET.get("q", "").replace("\x00", " ").split())
        kind = self.request.GET.get("soort", "")
        number = asked_page(self.request.GET.get("page"), MOST_OF_A_KIND)
        found = search(self.who, asked, kind=kind, page=number)
        chosen = next((row for row in found.counts if row.kind.key == kind), None)
        paginator = Paginator(range(found.total), PER_PAGE)
        return {
            "asked": asked[:LONGEST_QUERY],
            "is_cut": len(asked) > LONGEST_QUERY,
            "has_words": bool(found.terms),
            "found": found,
            "tabs": self._tabs(found, asked[:LONGEST_QUERY], kind if chosen else ""),
            "page": paginator.page(found.page) if found.total else None,
            "sentence": self._sentence(found, chosen),
        }

    def _tabs(self, found: Found, asked: str, kind: str) -> list[dict[str, Any]]:
        everything = sum(row.number for row in found.counts)
        tabs = [("", "Alles", everything, found.is_more)]
        tabs += [(row.kind.key, row.kind.names[1].capitalize(), row.number, row.is_more) for row in found.counts]
        return [
            {
                "label": label,
                "count": f"{grouped(number)}+" if is_more else grouped(number),
                "url": f"{self.request.path}?{urlencode({'q': asked} | ({'soort': key} if key else {}))}",
                "is_here": key == kind,
            }
            for key, label, number, is_more in tabs
        ]

    def _sentence(self, found: Found, chosen: Any) -> str:
        """How much there is, as a screen reader says it after a search."""
        if not found.total:
            return "Niets gevonden"
        one, many = chosen.kind.names if chosen else ("resultaat", "resultaten")
        is_more = chosen.is_more if chosen else found.is_more
        counted = f"{'meer dan ' if is_more else ''}{grouped(found.total)} {one if found.total == 1 else many}"
        paged = f", pagina {found.page} van {found.pages}" if found.pages > 1 else ""
        return f"{counted[0].upper()}{counted[1:]}{paged}"
