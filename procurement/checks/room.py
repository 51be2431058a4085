"""What checks add elsewhere: my work, the end product and the checks on the page of a phase."""

from accounts.remarks.subjects import open_for_comments
from core.rooms.registries import Panel, panels
from procurement.checks import comments
from procurement.checks.panel import mine_panel, phase_panel

panels.add(
    Panel(key="checks.mine", place="phase", order=5, template="procurement/checks/mine_panel.html", context=mine_panel)
)
panels.add(
    Panel(
        key="checks.phase", place="phase", order=20, template="procurement/checks/phase_panel.html", context=phase_panel
    )
)
open_for_comments(
    prefix="controlepunt",
    place="check",
    find=comments.find_check,
    key_of=lambda row: str(row.id),
    describe=comments.describe_check,
)
