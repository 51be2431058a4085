"""The first page of a colleague."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from core.rooms.asks import Ask
from core.screens.panels import panels_for
from core.screens.views import Screen, signed_in
from desk.today import queries

NEAR_DAYS = 60  # further away the date says enough


def card_of(ask: Ask, today: date) -> dict[str, Any]:
    """An ask as a card; what is late stands out in words and colour."""
    note = ""
    if ask.due:
        days = (ask.due - today).days
        far = "" if days > NEAR_DAYS else f"over {days} dagen"
        note = {0: "vandaag", 1: "morgen", -1: "gisteren"}.get(days, far if days > 0 else f"{-days} dagen te laat")
    return {
        "title": ask.title,
        "url": ask.url,
        "why": ". ".join(part for part in (f"Namens {ask.behalf}" if ask.behalf else "", ask.about, ask.why) if part),
        "due": ask.due,
        "due_note": note,
        "from_whom": ask.waits_for,
        "behalf": ask.behalf,
        "tone": "warning" if ask.is_late(today) else "",
    }


class Today(Screen):
    """Vandaag; a provider is sent to the portal."""

    access = signed_in
    template_name = "desk/today/today.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page that fits the person."""
        if self.who.is_provider_only:
            return redirect("portal:home")
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """Asks, waits, changes, jobs and trajectories."""
        now, today = self.moment.now, self.moment.today
        trajectories = queries.my_trajectories(self.who)
        asks = queries.asks_of(self.who, now)
        waits = queries.waiting_on(self.who, now)
        changes, seen = queries.changes_for(self.who, trajectories, now)
        return {
            "asks": [card_of(ask, today) for ask in asks],
            "late": sum(ask.is_late(today) for ask in asks),
            "waits": [
                {"name": name, "asks": [card_of(ask, today) for ask in group]}
                for name, group in groupby(sorted(waits, key=lambda ask: ask.waits_for), key=lambda ask: ask.waits_for)
            ],
            "changes": changes[: queries.SHOWN_CHANGES],
            "more_changes": len(changes) > queries.SHOWN_CHANGES,
            "seen": seen,
            "notices": queries.new_notices(self.who),
            "jobs": queries.running_jobs(self.who),
            "trajectories": trajectories,
            "panels": panels_for("today", who=self.who, subject=None, moment=self.moment),
        }
