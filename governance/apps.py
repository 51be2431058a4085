"""Bodies, mandates and decisions."""

from core.rooms.apps import HouseApp


class GovernanceConfig(HouseApp):
    """Who decides."""

    default = True
    name = "governance"
    question = "who decides"
