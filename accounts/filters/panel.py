"""The saved filters above a list."""

from typing import Any

from accounts.filters.access import may_save_filters
from accounts.filters.forms import SaveFilterForm
from accounts.filters.queries import filters_of
from accounts.filters.rules import kept_query, opens_with, same_query
from accounts.organisations.rules import Who
from core.clock.queries import Moment
from core.lists.views import ListScreen


def list_panel(who: Who, subject: ListScreen, moment: Moment) -> dict[str, Any] | None:
    """This person's filters on the list, and a form to save what it shows now (one query).

    `opens_with` is where the list goes by itself, `clear_path` where it shows everything although a filter opens it.
    """
    match = subject.request.resolver_match
    if match is None or not who or not may_save_filters(who):
        return None
    path, asked = subject.request.path, subject.request.GET
    rows = list(filters_of(who, match.view_name))
    now_shown = kept_query(asked.urlencode())
    default = next((row.query for row in rows if row.is_default), "")
    opens = opens_with(default=default, asked=asked)
    links = [
        {
            "id": row.id,
            "name": row.name,
            "url": f"{path}?{row.query}",
            "is_default": row.is_default,
            "is_current": bool(now_shown) and same_query(row.query, now_shown),
        }
        for row in rows
    ]
    is_known = any(link["is_current"] for link in links)
    form = SaveFilterForm(initial={"path": path, "query": now_shown}) if now_shown and not is_known else None
    return {
        "links": links,
        "form": form,
        "opens_with": f"{path}?{opens}" if opens else "",
        "clear_path": f"{path}?filter=geen" if default else "",
    }
