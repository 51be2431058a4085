"""Segments and what they hold."""

from core.rooms.apps import HouseApp


class SegmentsConfig(HouseApp):
    """What is bought."""

    default = True
    name = "segments"
    question = "what is bought"
