"""What checks add elsewhere: my work, the end product and the checks on the page of a phase."""

from core.rooms.registries import Panel, panels
from procurement.checks.panel import mine_panel, phase_panel

panels.add(
    Panel(key="checks.mine", place="phase", order=5, template="procurement/checks/mine_panel.html", context=mine_panel)
)
panels.add(
    Panel(
        key="checks.phase", place="phase", order=20, template="procurement/checks/phase_panel.html", context=phase_panel
    )
)
