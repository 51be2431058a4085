"""What saved filters add elsewhere: a line above every list."""

from accounts.filters.panel import list_panel
from core.rooms.registries import Panel, panels

panels.add(
    Panel(key="filters.list", place="list", order=10, template="accounts/filters/panel.html", context=list_panel)
)
