"""The lowest floor."""

from core.rooms.apps import HouseApp


class CoreConfig(HouseApp):
    """Building blocks; opens all rooms when Django is ready."""

    default = True
    name = "core"
    question = "which building blocks do all rooms share"

    def ready(self) -> None:
        from core.rooms.discovery import open_rooms
        from core.shell import checks  # noqa: F401  (registers the checks of a production start)

        open_rooms()
