"""Finds rooms and their furniture, so that nothing has to be listed twice."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from core.rooms.apps import HouseApp

NOT_ROOMS = {"migrations", "management"}


@dataclass(frozen=True)
class Room:
    """A feature: a sub-package of an app of the house."""

    app: str
    name: str

    @property
    def path(self) -> str:
        """The dotted path of the package, such as `procurement.trajectory`."""
        return f"{self.app}.{self.name}"

    def furniture(self, name: str) -> ModuleType | None:
        """The module `name` of this room (`urls`, `tasks`, `room` …), or None if the room has none."""
        path = f"{self.path}.{name}"
        return import_module(path) if find_spec(path) else None


def house_apps() -> list[HouseApp]:
    """The apps of the house, lowest floor first (the order of INSTALLED_APPS)."""
    return [config for config in apps.get_app_configs() if isinstance(config, HouseApp)]


def rooms() -> list[Room]:
    """Every room, by floor and then by name: the one list from which urls, tasks and panels are found."""
    return [
        Room(app=config.name, name=module.name)
        for config in house_apps()
        for module in pkgutil.iter_modules([config.path])
        if module.ispkg and module.name not in NOT_ROOMS
    ]


def furniture(name: str) -> Iterator[tuple[Room, ModuleType]]:
    """Each room that has a module `name`, with that module."""
    for room in rooms():
        module = room.furniture(name)
        if module is not None:
            yield room, module


def open_rooms() -> None:
    """Let every room register what it shows elsewhere, by importing its `room.py`."""
    for _ in furniture("room"):
        pass
