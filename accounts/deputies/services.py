"""Arranging and stopping deputies."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.deputies.access import Absent, may_arrange, may_stop
from accounts.deputies.models import Deputyship
from accounts.deputies.queries import counting, organisations_of
from accounts.deputies.rules import Period, deputy_verdict, period_verdict
from accounts.organisations.models import Membership
from accounts.organisations.rules import Who
from core.clock.queries import AMSTERDAM
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.outbox.services import post


def arrange_deputy(
    *, person_id: UUID, deputy_id: UUID, period: Period, reason: str, who: Who, now: datetime
) -> Deputyship:
    """Let a colleague of the same organisation do somebody's work for a period.

    The deputy gets no role; the work stays with its owner. Raises Refused for a period that is over, runs backwards or
    overlaps another deputy of this person, for a deputy who is the person themselves, cannot sign in or does not work
    there all the time, and without a reason. Locks the roles of both, so that two arrangements take turns.
    """
    today = now.astimezone(AMSTERDAM).date()
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom er vervanging is, bijvoorbeeld: vakantie."))
    ensure(period_verdict(period, today))
    with recorded(who, reason):
        people = Membership.objects.filter(person_id__in=[person_id, deputy_id])
        locked = list(people.select_for_update(of=("self",)).select_related("person").order_by("id"))
        own = organisations_of(person_id, today)
        ensure(may_arrange(who, Absent(person_id, own)))
        absent = next((row.person for row in locked if row.person_id == person_id), None)
        if absent is None or not own:
            raise Refused(refuse("Deze persoon heeft geen rol, dus er is niets te vervangen."))
        roles = [row for row in locked if row.person_id == deputy_id]
        deputy: Any = roles[0].person if roles else None
        shared = [row for row in roles if row.organisation_id in own]
        ensure(
            deputy_verdict(
                is_self=deputy_id == person_id,
                is_active=deputy is None or deputy.is_active,
                name=deputy.name if deputy else "Deze persoon",
                roles=[(row.valid_from, row.valid_until) for row in shared],
                period=period,
            )
        )
        taken = counting().filter(person_id=person_id, first_day__lte=period.last, last_day__gte=period.first).first()
        if taken is not None:
            already = Period(taken.first_day, taken.last_day)
            raise Refused(refuse(f"Er is al vervanging {already}. Stop die eerst, of kies een andere periode."))
        lasting = next(
            row for row in shared
            if row.valid_from <= period.first and (row.valid_until is None or period.last <= row.valid_until)
        )  # fmt: skip
        row = Deputyship.objects.create(
            person_id=person_id,
            deputy_id=deputy_id,
            organisation_id=lasting.organisation_id,
            first_day=period.first,
            last_day=period.last,
            reason=reason.strip(),
            arranged_at=now,
            arranged_by_name=who.name,
        )
        _tell([deputy_id], f"Je vervangt {absent.name} {period}", who, now)
        _tell([person_id], f"{deputy.name} vervangt jou {period}", who, now)
    return row


def stop_deputyship(*, deputyship_id: UUID, reason: str, who: Who, now: datetime) -> Deputyship:
    """Stop a deputyship from this moment on; raises Refused without a reason or when it is over. Locks the row."""
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom de vervanging stopt."))
    today = now.astimezone(AMSTERDAM).date()
    with recorded(who, reason):
        row = Deputyship.objects.select_for_update(of=("self",)).select_related("person").get(id=deputyship_id)
        ensure(may_stop(who, row))
        ensure(allow_if(row.stopped_at is None, "Deze vervanging is al gestopt."))
        ensure(allow_if(row.last_day >= today, "Deze vervanging is al voorbij."))
        row.stopped_at = now
        row.save(update_fields=["stopped_at"])
        _tell([row.deputy_id], f"Je vervangt {row.person.name} niet meer", who, now, "?stand=stopped")
        _tell([row.person_id], "Je vervanging is gestopt", who, now, "?stand=stopped")
    return row


def _tell(person_ids: list[UUID], title: str, who: Who, now: datetime, query: str = "") -> None:
    """Put a notice in the outbox for whoever did not do it themselves; the room of notices delivers it."""
    others = [str(person_id) for person_id in person_ids if person_id != who.person_id]
    if others:
        post(
            topic="notice",
            payload={
                "person_ids": others,
                "title": title,
                "url": f"{reverse('deputies:list')}{query}",
                "about": "Vervanging",
                "kind": "deputy",
            },
            now=now,
        )
