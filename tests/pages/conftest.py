"""What the tests of pages share: the pilot with one of everything, seen on 7 February 2022."""

import pytest

from core.clock.models import World
from core.clock.services import declare_world, play_at
from tests.access.table import Furnished, furnish
from tests.conftest import NOW, Cast, Walk, make_cast, make_walk


@pytest.fixture
def on_the_day(db: None) -> None:
    """The database's clock stands on the day of the tests."""
    declare_world(kind=World.Kind.EXAMPLE)
    play_at(moment=NOW)


@pytest.fixture
def cast(on_the_day: None) -> Cast:
    """The people, made on the day."""
    return make_cast()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """The walk and the pilot, made on the day."""
    return make_walk(cast)


@pytest.fixture
def house(cast: Cast, walk: Walk) -> Furnished:
    """The pilot with one of everything."""
    return furnish(cast, walk)
