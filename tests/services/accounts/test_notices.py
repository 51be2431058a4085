"""Notices: told once, read by their reader, mailed once a day, cleaned up."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.notices import services, tasks
from accounts.notices.models import Notice, NoticeSetting
from accounts.notices.queries import digest_choice, notices_of, unread_of
from accounts.notices.rules import NoticeKind
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from core.outbox.models import OutboxMessage
from core.outbox.services import deliver, post
from tests.conftest import NOW, Cast
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
MORNING = datetime.fromisoformat("2022-02-08T08:00:00+01:00")
PAGE = "/trajecten/proef/"


def tell(cast: Cast, *names: str, **other: Any) -> int:
    arguments: dict[str, Any] = {
        "person_ids": [getattr(cast, name).id for name in names],
        "title": "Nieuw besluit",
        "url": PAGE,
        "about": "Proef",
        "kind": NoticeKind.ASK,
        "now": NOW,
    }
    with transaction.atomic():
        return services.notify(**arguments | other)


# --- Telling ----------------------------------------------------------------------------------------------------------
def test_everybody_is_told_once_except_who_did_it(cast: Cast) -> None:
    assert tell(cast, "sanne", "bram", "bram", "mila", not_to=cast.sanne.id) == 2
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Bram Proef", "Mila Proef"}


def test_telling_again_changes_nothing_while_unread(cast: Cast) -> None:
    tell(cast, "bram")
    assert tell(cast, "bram", title="Anders") == 0
    assert tell(cast, "bram", kind=NoticeKind.NEWS) == 1
    assert tell(cast, "bram", url="/elders/") == 1
    first = Notice.objects.get(person=cast.bram, kind="ask", url=PAGE)
    assert first.title == "Nieuw besluit"
    services.mark_read(notice_id=first.id, who=cast.who("bram"), now=NOW)
    assert tell(cast, "bram") == 1


def test_who_cannot_sign_in_and_nobody_are_left_out(cast: Cast) -> None:
    cast.bram.is_active = False
    cast.bram.save()
    assert tell(cast, "bram", person_ids=[cast.bram.id, None]) == 0
    assert not Notice.objects.exists()


@pytest.mark.parametrize("bad", [{"url": "https://elders.example"}, {"url": "//elders"}, {"title": " "}])
def test_a_notice_needs_a_title_and_a_path(cast: Cast, bad: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="needs a title and a path"):
        tell(cast, "bram", **bad)


@pytest.mark.django_db(transaction=True)
def test_a_notice_belongs_to_the_transaction_of_its_change(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        services.notify(person_ids=[cast.bram.id], title="T", url="/", about="", kind=NoticeKind.NEWS, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_one_thing(cast: Cast) -> None:
    outcomes = at_once(lambda: tell(cast, "bram"), lambda: tell(cast, "bram"))
    assert all(isinstance(outcome, int) for outcome in outcomes)
    assert Notice.objects.filter(person=cast.bram).count() == 1


def test_a_lower_room_tells_by_the_outbox(cast: Cast) -> None:
    payload = {"person_ids": [str(cast.bram.id)], "title": "T", "url": "/", "about": "", "kind": "deputy"}
    with transaction.atomic():
        message = post(topic="notice", payload=payload, now=NOW)
    deliver(message_id=message.id)
    deliver(message_id=message.id)
    assert list(Notice.objects.values_list("person_id", "kind")) == [(cast.bram.id, "deputy")]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"title": ""}, "notice_titled"),
        ({"kind": "other"}, "notice_kind_known"),
        ({"url": "//elders.example"}, "notice_url_is_path"),
        ({"url": "elders"}, "notice_url_is_path"),
        ({"read_at": NOW - timedelta(days=1)}, "notice_read_later"),
    ],
)
def test_the_database_holds_the_rules(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    good = {"person": cast.bram, "title": "T", "url": "/", "kind": "news", "created_at": NOW}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Notice.objects.create(**good | values)


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_reading_is_remembered_once(cast: Cast) -> None:
    tell(cast, "bram")
    row = Notice.objects.get()
    services.mark_read(notice_id=row.id, who=cast.who("bram"), now=NOW + timedelta(hours=1))
    services.mark_read(notice_id=row.id, who=cast.who("bram"), now=NOW + timedelta(hours=5))
    row.refresh_from_db()
    assert row.read_at == NOW + timedelta(hours=1)


def test_a_notice_of_somebody_else_does_not_exist(cast: Cast) -> None:
    tell(cast, "bram")
    with pytest.raises(Refused) as refusal:
        services.mark_read(notice_id=Notice.objects.get().id, who=cast.who("mila"), now=NOW)
    assert refusal.value.verdict.secret
    assert list(notices_of(cast.who("mila"))) == []


def test_reading_everything_leaves_what_came_meanwhile_and_what_is_of_others(cast: Cast) -> None:
    tell(cast, "bram", "mila")
    tell(cast, "bram", url="/later/", now=NOW + timedelta(minutes=1))
    assert services.mark_all_read(who=cast.who("bram"), now=NOW) == 1
    assert [row.url for row in unread_of(cast.who("bram"))] == ["/later/"]
    assert unread_of(cast.who("mila")).count() == 1


def test_a_provider_has_no_notices(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        services.mark_all_read(who=cast.who("daan"), now=NOW)
    assert refusal.value.verdict.secret


# --- The daily mail ---------------------------------------------------------------------------------------------------
def mails() -> list[dict[str, Any]]:
    return [row.payload for row in OutboxMessage.objects.filter(topic="mail").order_by("created_at")]


def test_one_mail_over_all_that_is_unread(cast: Cast) -> None:
    tell(cast, "bram", title="Eerste", url="/1/", about="Zaak Geheim")
    tell(cast, "bram", title="Tweede", url="/2/")
    tell(cast, "bram", title="Gelezen", url="/3/")
    services.mark_read(notice_id=Notice.objects.get(title="Gelezen").id, who=cast.who("bram"), now=NOW)
    assert services.send_digests(now=MORNING) == 1
    (mail,) = mails()
    assert mail["to"] == "bram@voorbeeld.example"
    assert mail["subject"] == "Inkoopkompas: 2 nieuwe berichten"
    assert "- Eerste\n- Tweede\n" in mail["body"]
    assert "Gelezen" not in mail["body"]
    assert "Geheim" not in mail["body"]
    assert set(Notice.objects.filter(digest_at=MORNING).values_list("title", flat=True)) == {"Eerste", "Tweede"}


def test_running_twice_mails_once_and_the_next_day_only_what_is_new(cast: Cast) -> None:
    tell(cast, "bram")
    services.send_digests(now=MORNING)
    tell(cast, "bram", url="/2/", title="Later", now=MORNING)
    assert services.send_digests(now=MORNING + timedelta(minutes=10)) == 0
    assert services.send_digests(now=MORNING + timedelta(days=1)) == 1
    assert "- Later\n" in mails()[1]["body"]
    assert "Nieuw besluit" not in mails()[1]["body"]
    assert services.send_digests(now=MORNING + timedelta(days=2)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_mail_once(cast: Cast) -> None:
    tell(cast, "bram", "mila")
    outcomes = at_once(lambda: services.send_digests(now=MORNING), lambda: services.send_digests(now=MORNING))
    assert sum(outcomes) == 2
    assert sorted(mail["to"] for mail in mails()) == ["bram@voorbeeld.example", "mila@voorbeeld.example"]


@pytest.mark.parametrize("moment", ["2022-02-12T08:00:00+01:00", "2022-02-08T15:00:00+01:00"])
def test_no_mail_at_the_weekend_or_in_the_afternoon(cast: Cast, moment: str) -> None:
    tell(cast, "bram")
    assert services.send_digests(now=datetime.fromisoformat(moment)) == 0
    assert mails() == []


def test_the_mail_is_as_its_reader_chose(cast: Cast) -> None:
    for name, choice in (("bram", "off"), ("mila", "asked"), ("sanne", "asked")):
        services.choose_digest(choice=choice, who=cast.who(name))
    tell(cast, "bram", "sanne")
    tell(cast, "mila", kind=NoticeKind.NEWS)
    assert services.send_digests(now=MORNING) == 1
    assert [mail["to"] for mail in mails()] == ["sanne@voorbeeld.example"]


def test_who_was_blocked_gets_no_mail(cast: Cast) -> None:
    tell(cast, "bram")
    cast.bram.is_active = False
    cast.bram.save()
    assert services.send_digests(now=MORNING) == 0


def test_the_choice_is_kept_with_its_history(cast: Cast) -> None:
    assert digest_choice(cast.who("bram")) == "daily"
    services.choose_digest(choice="off", who=cast.who("bram"))
    assert digest_choice(cast.who("bram")) == "off"
    row = NoticeSetting.objects.get()
    event = events_of(NoticeSetting).objects.filter(pgh_obj_id=row.id).latest("pgh_id")
    assert event.pgh_context["name"] == "Bram Proef"
    with pytest.raises(Refused):
        services.choose_digest(choice="sometimes", who=cast.who("bram"))


def test_what_was_read_long_ago_is_cleaned_up(cast: Cast) -> None:
    tell(cast, "bram", "mila")
    services.mark_read(notice_id=Notice.objects.get(person=cast.bram).id, who=cast.who("bram"), now=NOW)
    assert services.clean_up(now=NOW + timedelta(days=90)) == 0
    assert services.clean_up(now=NOW + timedelta(days=91)) == 1
    assert [row.person_id for row in Notice.objects.all()] == [cast.mila.id]


def test_the_round_of_the_beat_does_both(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(cast, "bram")
    tell(cast, "mila", now=NOW - timedelta(days=100))
    services.mark_all_read(who=cast.who("mila"), now=NOW - timedelta(days=99))
    monkeypatch.setattr(tasks, "now", lambda: MORNING)
    tasks.go_round()
    assert [mail["to"] for mail in mails()] == ["bram@voorbeeld.example"]
    assert [row.person_id for row in Notice.objects.all()] == [cast.bram.id]
