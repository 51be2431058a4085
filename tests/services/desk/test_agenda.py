"""The address of an agenda: made, renewed, ended; and what it shows to whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from accounts.people.services import set_active
from core.clock.models import World
from core.clock.services import declare_world, play_at
from core.deadlines.services import set_deadline
from core.history.services import recorded
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from core.terms.rules import LegalTerm, Unit
from desk.agenda import queries, services
from desk.agenda.models import AgendaFeed
from desk.agenda.rules import fingerprint
from procurement.trajectory.models import Phase
from procurement.trajectory.services import add_milestone
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.together import at_once


@pytest.fixture
def on_the_day(db: None) -> Iterator[None]:
    """The database's clock stands on the day of the tests, and nobody has asked yet."""
    declare_world(kind=World.Kind.EXAMPLE)
    play_at(moment=NOW)
    cache.clear()
    yield
    cache.clear()


def feed(secret: str, **more: Any) -> Any:
    return Client().get(f"/agenda/{secret}.ics", **more)


def titles(secret: str) -> list[str]:
    answer = feed(secret)
    assert answer.status_code == 200
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def milestone(cast: Cast, trajectory: Any, what: str, days: int = 10) -> None:
    day = TODAY + timedelta(days=days)
    add_milestone(trajectory_id=trajectory.id, date=day, what=what, is_public=False, who=cast.who("sanne"), now=NOW)


def deadline(cast: Cast, **given: Any) -> None:
    values: dict[str, Any] = {
        "subject_key": "proef:1", "subject_name": "Besluit", "code": "reactie", "title": "Reageer", "path": "/",
        "term": LegalTerm(Unit.WEEKS, 2), "starts_on": TODAY, "owner_id": cast.sanne.id, "who": cast.who("sanne"),
    }  # fmt: skip
    set_deadline(**values | given)


# --- Making and ending ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_only_the_fingerprint_of_the_secret_is_kept(cast: Cast) -> None:
    secret = services.connect(who=cast.who("sanne"), now=NOW)
    row = AgendaFeed.objects.get()
    assert (row.person_id, row.fingerprint, row.made_at) == (cast.sanne.id, fingerprint(secret), NOW)
    event = events_of(AgendaFeed).objects.get()
    assert not hasattr(event, "fingerprint")
    assert secret not in str(event.__dict__)


@pytest.mark.django_db
def test_a_new_address_ends_the_old_one(cast: Cast) -> None:
    who = cast.who("sanne")
    old = services.connect(who=who, now=NOW)
    new = services.connect(who=who, now=NOW + timedelta(hours=1))
    assert old != new
    assert queries.reader(old, TODAY) is None
    reader = queries.reader(new, TODAY)
    assert reader is not None
    assert reader.person_id == cast.sanne.id


@pytest.mark.django_db
def test_an_ended_address_shows_nobody_and_is_not_ended_twice(cast: Cast) -> None:
    who = cast.who("sanne")
    secret = services.connect(who=who, now=NOW)
    services.disconnect(who=who, now=NOW)
    assert queries.reader(secret, TODAY) is None
    with pytest.raises(Refused, match="niets om te beëindigen"):
        services.disconnect(who=who, now=NOW)


@pytest.mark.django_db
def test_a_provider_has_no_agenda(cast: Cast) -> None:
    for call in (services.connect, services.disconnect):
        with pytest.raises(Refused) as refusal:
            call(who=cast.who("daan"), now=NOW)
        assert refusal.value.verdict.secret
    assert queries.items_of(cast.who("daan"), date(2000, 1, 1), date(2099, 1, 1)) == []


@pytest.mark.django_db
def test_what_was_ended_does_not_begin_again(cast: Cast) -> None:
    services.connect(who=cast.who("sanne"), now=NOW)
    services.disconnect(who=cast.who("sanne"), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AgendaFeed.objects.update(ended_at=None)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"fingerprint": "open"}, {"ended_at": NOW - timedelta(days=1)}])
def test_the_table_refuses(cast: Cast, wrong: dict[str, Any]) -> None:
    services.connect(who=cast.who("sanne"), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaFeed.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_leave_one_address(cast: Cast) -> None:
    who = cast.who("sanne")
    secrets = at_once(*(lambda: services.connect(who=who, now=NOW) for _ in range(2)))
    assert all(isinstance(secret, str) for secret in secrets), secrets
    assert sum(queries.reader(secret, TODAY) is not None for secret in secrets) == 1


# --- What the feed shows ----------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("on_the_day")
class TestFeed:
    def test_it_shows_what_this_person_may_see(self, cast: Cast, walk: Walk) -> None:
        Phase.objects.update(planned_start=None, planned_end=None)
        milestone(cast, walk.trajectory, "Besluit van alle gemeenten")
        milestone(cast, walk.pilot, "Besluit zonder Enschede")
        deadline(cast)
        sanne, emre = (services.connect(who=cast.who(name), now=NOW) for name in ("sanne", "emre"))
        assert titles(sanne) == [
            "Besluit van alle gemeenten (Inkoop Proef 2025)",
            "Besluit zonder Enschede (Proefpilot)",
            "Reageer (Besluit)",
        ]
        assert titles(emre) == ["Besluit van alle gemeenten (Inkoop Proef 2025)"]

    def test_what_is_confidential_stays_inside(self, cast: Cast) -> None:
        deadline(cast, is_confidential=True, title="Bibob-advies")
        assert [item.title for item in queries.items_of(cast.who("sanne"), TODAY, date(2022, 12, 31))] == [
            "Bibob-advies"
        ]
        assert titles(services.connect(who=cast.who("sanne"), now=NOW)) == []

    def test_it_looks_a_month_back_and_two_years_ahead(self, cast: Cast, walk: Walk) -> None:
        Phase.objects.update(planned_start=None, planned_end=None)
        for what, days in (("oud", -32), ("net", -31), ("ver", 731), ("te ver", 732)):
            milestone(cast, walk.trajectory, what, days)
        shown = titles(services.connect(who=cast.who("sanne"), now=NOW))
        assert shown == ["net (Inkoop Proef 2025)", "ver (Inkoop Proef 2025)"]

    def test_it_is_a_private_calendar_without_a_session(self, cast: Cast) -> None:
        answer = feed(services.connect(who=cast.who("sanne"), now=NOW))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer.cookies == {}

    @pytest.mark.parametrize("secret", ["a" * 43, "kort", "a" * 200, "%00", "..%2f"])
    def test_an_unknown_address_does_not_exist(self, cast: Cast, secret: str) -> None:
        assert feed(secret).status_code == 404

    def test_an_ended_address_does_not_exist(self, cast: Cast) -> None:
        secret = services.connect(who=cast.who("sanne"), now=NOW)
        services.disconnect(who=cast.who("sanne"), now=NOW)
        assert feed(secret).status_code == 404

    def test_who_may_not_sign_in_has_no_feed(self, cast: Cast) -> None:
        secret = services.connect(who=cast.who("sanne"), now=NOW)
        set_active(person_id=cast.sanne.id, is_active=False, reason="Uit dienst", who=cast.who("teun"))
        assert feed(secret).status_code == 404

    def test_who_has_no_role_any_more_has_no_feed(self, cast: Cast) -> None:
        secret = services.connect(who=cast.who("anouk"), now=NOW)
        with recorded(cast.who("teun")):
            cast.anouk.memberships.update(valid_until=TODAY - timedelta(days=1))
        assert feed(secret).status_code == 404

    def test_who_asks_too_often_waits(self, cast: Cast, settings: Any) -> None:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"agenda_feed": "3/m/ip"}
        answers = [feed("a" * 43).status_code for _ in range(4)]
        assert answers == [404, 404, 404, 429]
        assert feed("a" * 43, REMOTE_ADDR="192.0.2.7").status_code == 404

    def test_it_cannot_be_posted_to(self, cast: Cast) -> None:
        secret = services.connect(who=cast.who("sanne"), now=NOW)
        assert Client().post(f"/agenda/{secret}.ics").status_code == 405
