"""What gates add elsewhere: the gate on the page of a phase, the next step on the page of a trajectory."""

from core.rooms.registries import Panel, panels
from procurement.gates.panel import overlaps_panel, phase_panel, trajectory_panel

panels.add(
    Panel(key="gates.phase", place="phase", order=10, template="procurement/gates/panel.html", context=phase_panel)
)
panels.add(
    Panel(
        key="gates.trajectory",
        place="trajectory",
        order=10,
        template="procurement/gates/trajectory_panel.html",
        context=trajectory_panel,
    )
)
panels.add(
    Panel(
        key="gates.overlaps",
        place="trajectory",
        order=40,
        template="procurement/gates/overlaps_panel.html",
        context=overlaps_panel,
    )
)
