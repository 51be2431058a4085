"""Setting the clock of a world that is not real."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from core.clock.models import World
from core.lifecycles.rules import Refused, refuse


@transaction.atomic
def declare_world(*, kind: str) -> World:
    """Say what kind of world an empty database holds; a world never changes its kind afterwards.

    Raises Refused when the database already is of another kind.
    """
    world, made = World.objects.select_for_update().get_or_create(id=1, defaults={"kind": kind})
    if not made and world.kind != kind:
        raise Refused(refuse("Deze database is al in gebruik als een ander soort wereld."))
    return world


@transaction.atomic
def play_at(*, moment: datetime) -> timedelta:
    """Let the clock of an example or rehearsal database show `moment` from now on; answers the offset.

    Raises Refused in a real database (the table's own check refuses it as well).
    """
    world = World.objects.select_for_update().filter(id=1).exclude(kind=World.Kind.REAL).first()
    if world is None:
        raise Refused(refuse("Alleen een voorbeeld- of oefendatabase kan op een ander moment spelen."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        real_now: datetime = cursor.fetchone()[0]
    world.clock_offset = moment - real_now
    world.save(update_fields=["clock_offset"])
    return moment - real_now
