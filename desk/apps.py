"""The desk collects from all rooms below."""

from core.rooms.apps import HouseApp


class DeskConfig(HouseApp):
    """What each person sees first."""

    default = True
    name = "desk"
    question = "what does each person see first"
