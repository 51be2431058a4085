"""The panels that other rooms put on a page."""

from dataclasses import dataclass
from typing import Any

from core.clock.queries import Moment
from core.rooms.registries import panels


@dataclass(frozen=True)
class ShownPanel:
    """A panel that has something to show to this person."""

    key: str
    template: str
    context: dict[str, Any]


def panels_for(place: str, *, who: Any, subject: Any, moment: Moment) -> list[ShownPanel]:
    """The panels registered for `place` that have something to show, in their order."""
    shown = []
    for panel in panels:
        if panel.place == place:
            context = panel.context(who, subject, moment)
            if context is not None:
                shown.append(ShownPanel(panel.key, panel.template, dict(context)))
    return shown
