"""The procurement walk."""

from core.rooms.apps import HouseApp


class ProcurementConfig(HouseApp):
    """How it is bought."""

    default = True
    name = "procurement"
    question = "how is it bought"
