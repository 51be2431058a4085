"""The clock of the database, and who may set it off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.organisations.models import Organisation
from core.clock.models import World
from core.clock.queries import AMSTERDAM, is_example, now, read_clock
from core.clock.services import declare_world, play_at
from core.history.tracking import events_of
from core.lifecycles.rules import Refused

MOMENT = datetime(2022, 2, 7, 11, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def refused(call: object, **arguments: object) -> str:
    with pytest.raises(Refused) as refusal:
        call(**arguments)  # type: ignore[operator]
    return refusal.value.verdict.reason


@pytest.mark.parametrize("declared", [False, True])
def test_a_real_world_runs_on_time(declared: bool) -> None:
    if declared:
        declare_world(kind="real")
    assert refused(play_at, moment=MOMENT) == "Alleen een voorbeeld- of oefendatabase kan op een ander moment spelen."
    clock = read_clock()
    assert (clock.kind, clock.is_played, is_example()) == ("real", False, False)


@pytest.mark.parametrize("offset", [timedelta(seconds=1), timedelta(days=-1000)])
def test_the_database_refuses_an_offset_in_a_real_world(offset: timedelta) -> None:
    declare_world(kind="real")
    with pytest.raises(IntegrityError, match="world_real_runs_on_time"), transaction.atomic():
        World.objects.update(clock_offset=offset)
    with connection.cursor() as sql, pytest.raises(IntegrityError, match="world_real_runs_on_time"):
        sql.execute("UPDATE core_world SET clock_offset = '1 hour'")


@pytest.mark.parametrize("kind", ["example", "rehearsal"])
def test_a_world_that_is_not_real_plays_at_a_moment(kind: str) -> None:
    declare_world(kind=kind)
    offset = play_at(moment=MOMENT)
    clock = read_clock()
    assert (clock.kind, clock.offset, clock.is_played) == (kind, offset, True)
    assert (clock.today, now() > MOMENT) == (date(2022, 2, 7), True)
    assert is_example() == (kind == "example")


def test_a_played_world_can_be_set_back_on_time_and_on_again() -> None:
    declare_world(kind="example")
    for moment in (MOMENT, MOMENT - timedelta(days=30), MOMENT + timedelta(days=3000)):
        play_at(moment=moment)
        assert read_clock().today == moment.date()


def test_a_played_world_cannot_be_made_real_while_its_clock_is_off() -> None:
    declare_world(kind="example")
    play_at(moment=MOMENT)
    with pytest.raises(IntegrityError, match="world_real_runs_on_time"), transaction.atomic():
        World.objects.update(kind="real")


def test_a_world_never_changes_its_kind() -> None:
    declare_world(kind="example")
    assert declare_world(kind="example").kind == "example"
    assert refused(declare_world, kind="real") == "Deze database is al in gebruik als een ander soort wereld."
    assert World.objects.get().kind == "example"


@pytest.mark.parametrize(
    ("values", "constraint"), [({"id": 2}, "world_is_single"), ({"kind": "other"}, "world_kind_known")]
)
def test_there_is_one_world_of_a_known_kind(values: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        World.objects.create(**values)


def test_history_is_written_at_the_moment_that_is_played() -> None:
    declare_world(kind="example")
    play_at(moment=MOMENT)
    Organisation.objects.filter(slug="almelo").update(note="gewijzigd")
    event = events_of(Organisation).objects.filter(pgh_label="update").latest("pgh_id")
    assert event.pgh_created_at.astimezone(AMSTERDAM).date() == date(2022, 2, 7)
    assert event.pgh_created_at > MOMENT
