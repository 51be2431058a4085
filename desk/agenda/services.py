"""Making, renewing and ending the address of somebody's agenda; everybody does it for themselves."""

import secrets
from datetime import datetime

from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.history.services import recorded
from core.lifecycles.rules import allow_if, ensure
from desk.agenda.access import may_use_agenda
from desk.agenda.models import AgendaFeed
from desk.agenda.rules import fingerprint


def connect(*, who: Who, now: datetime) -> str:
    """Make a new address; an older one stops working. Answers with the secret, which is not kept anywhere.

    Locks the person, so that two windows at once leave one address. Raises Refused for who has no agenda.
    """
    ensure(may_use_agenda(who))
    assert who.person_id is not None
    with recorded(who, routine="Agenda gekoppeld"):
        person = Person.objects.select_for_update(no_key=True).get(pk=who.person_id)
        _end(person, now)
        secret = secrets.token_urlsafe(32)
        AgendaFeed.objects.create(person=person, fingerprint=fingerprint(secret), made_at=now)
        return secret


def disconnect(*, who: Who, now: datetime) -> None:
    """End the address. Raises Refused when there is none."""
    ensure(may_use_agenda(who))
    assert who.person_id is not None
    with recorded(who, routine="Koppeling van de agenda beëindigd"):
        person = Person.objects.select_for_update(no_key=True).get(pk=who.person_id)
        ensure(allow_if(_end(person, now), "Je agenda is niet gekoppeld. Er is niets om te beëindigen."))


def _end(person: Person, now: datetime) -> bool:
    """End what runs; answers whether something did."""
    return bool(AgendaFeed.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now))
