"""Rooms, registries and asks."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.rooms.asks import Ask
from core.rooms.discovery import furniture, rooms
from core.rooms.registries import Registry, navigation, panels, report_kinds, schedules


@dataclass(frozen=True)
class Thing:
    """Something with a key and an order."""

    key: str
    order: int = 0


def test_a_registry_keeps_the_order_that_was_asked_and_then_the_key() -> None:
    registry: Registry[Thing] = Registry()
    last, second, first = (registry.add(Thing(key, order)) for key, order in (("a", 9), ("c", 1), ("b", 1)))
    assert list(registry) == [first, second, last]
    assert registry.get("c") == second
    assert registry.get("onbekend") is None


def test_a_key_is_registered_once() -> None:
    registry: Registry[Thing] = Registry()
    registry.add(Thing("a"))
    with pytest.raises(ValueError, match="'a' is registered twice"):
        registry.add(Thing("a", 5))


def test_rooms_are_found_by_floor_and_every_room_says_what_it_is() -> None:
    paths = [room.path for room in rooms()]
    floors = [path.split(".")[0] for path in paths]
    assert list(dict.fromkeys(floors)) == ["core", "accounts", "governance", "segments", "procurement", "desk"]
    assert len(set(paths)) == len(paths)
    assert not {"core.migrations", "core.management"} & set(paths)
    assert {"governance.decisions", "procurement.trajectory"} <= {room.path for room, _ in furniture("lifecycle")}


def test_the_four_registries_are_filled_by_rooms() -> None:
    assert {item.key for item in schedules} >= {"jobs.relay", "outbox.relay"}
    assert "trajectory.progress" in {kind.key for kind in report_kinds}
    assert {"gates.phase", "gates.trajectory", "trajectory.segment"} <= {panel.key for panel in panels}
    assert {"people", "segments", "trajectories"} <= {item.key for item in navigation}


@pytest.mark.parametrize(
    ("due", "late"),
    [(None, False), (date(2022, 2, 6), True), (date(2022, 2, 7), False), (date(2022, 2, 8), False)],
)
def test_an_ask_is_late_after_its_day(due: date | None, late: bool) -> None:
    assert Ask(title="", url="", why="", about="", due=due).is_late(date(2022, 2, 7)) is late
