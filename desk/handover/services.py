"""Handing over work: a loop over the services for one thing, with a result for each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.notices.rules import NoticeKind
from accounts.notices.services import notify
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.clock.queries import AMSTERDAM
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure
from desk.handover.access import Giver, may_hand_over_from
from desk.handover.queries import work_of
from desk.handover.rules import Item, Outcome, Thing
from procurement.checks.services import hand_over_check
from procurement.trajectory.handover import hand_over_phase, hand_over_trajectory


def hand_over(
    *, from_id: UUID, to_id: UUID, chosen: Sequence[str], reason: str, who: Who, now: datetime
) -> list[Outcome]:
    """Give chosen work of one person to another; answers how each item went, in the order of the person's work.

    `chosen` are keys of items. Each item is a transaction of its own, so that what is refused leaves the rest done. The
    receiver gets one notice over all of it. Raises Refused when nothing can be tried: without a reason or a choice, to
    the same person, to somebody who cannot sign in, or without the right to do this.
    """
    ensure(may_hand_over_from(who, Giver(from_id)))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom je dit overdraagt."))
    ensure(allow_if(from_id != to_id, "Kies iemand anders dan de eigenaar van nu."))
    receiver = Person.objects.filter(id=to_id, is_active=True).first()
    ensure(allow_if(receiver is not None, "Deze persoon kan niet inloggen. Kies iemand anders."))
    items = {item.key: item for item in work_of(from_id, who)}
    ensure(allow_if(bool(chosen), "Kies minstens één ding om over te dragen."))
    ensure(allow_if(bool(set(chosen) & set(items)), "Dit werk is intussen al van iemand anders of afgerond."))
    outcomes = [_one(item, from_id, to_id, reason, who, now) for key, item in items.items() if key in set(chosen)]
    done = [outcome.item for outcome in outcomes if outcome.is_done]
    if done:
        with recorded(who, reason):
            _tell(done, to_id, who, now)
    return outcomes


def _one(item: Item, from_id: UUID, to_id: UUID, reason: str, who: Who, now: datetime) -> Outcome:
    today = now.astimezone(AMSTERDAM).date()
    try:
        with transaction.atomic():
            if item.thing == Thing.CHECK:
                hand_over_check(check_id=item.id, from_id=from_id, to_id=to_id, reason=reason, who=who, today=today)
            elif item.thing == Thing.PHASE:
                hand_over_phase(phase_id=item.id, from_id=from_id, to_id=to_id, reason=reason, who=who, today=today)
            else:
                hand_over_trajectory(
                    trajectory_id=item.id, from_id=from_id, to_id=to_id, reason=reason, who=who, today=today
                )
    except Refused as refusal:
        return Outcome(item, refusal.verdict.reason)
    return Outcome(item)


def _tell(done: Sequence[Item], to_id: UUID, who: Who, now: datetime) -> None:
    what = "1 ding" if len(done) == 1 else f"{len(done)} dingen"
    notify(
        person_ids=[to_id],
        title=f"{who.name} droeg {what} aan je over",
        url=done[0].url if len(done) == 1 else reverse("today:today"),
        about=done[0].label if done[0].thing == Thing.TRAJECTORY else done[0].about,
        kind=NoticeKind.HANDOVER,
        now=now,
        not_to=who.person_id,
    )
