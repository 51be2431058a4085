"""Messages leave with their transaction, once, and are offered again until they are delivered."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.db import transaction

from core.clock.queries import now
from core.outbox import handlers, tasks
from core.outbox.models import OutboxMessage
from core.outbox.services import MAX_ATTEMPTS, OFFER_AGAIN_AFTER, deliver, offer_messages, post
from tests.services.together import at_once, somebody_waits, until

TOPIC = "tests.topic"
MAIL = {"subject": "Welkom", "body": "Beste Sanne", "to": "sanne@voorbeeld.example"}
real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a topic of these tests delivered."""
    done: list[Any] = []
    monkeypatch.setitem(handlers._handlers, TOPIC, lambda payload: done.append(payload["number"]))
    return done


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[[handlers.Handler], None]:
    """Sets who delivers the topic of these tests."""
    return lambda handler: monkeypatch.setitem(handlers._handlers, TOPIC, handler)


def posted(number: int = 1) -> OutboxMessage:
    with transaction.atomic():
        return post(topic=TOPIC, payload={"number": number}, now=now())


# --- Leaving with the transaction -------------------------------------------------------------------------------------
@real
def test_posting_outside_a_transaction_is_refused(delivered: list[Any]) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        post(topic=TOPIC, payload={}, now=now())
    assert OutboxMessage.objects.count() == 0


@real
def test_a_topic_that_nobody_delivers_is_refused() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        post(topic="tests.unknown", payload={}, now=now())
    assert OutboxMessage.objects.count() == 0


@real
def test_a_change_that_is_rolled_back_sends_nothing(delivered: list[Any], nudges: list[str]) -> None:
    def post_and_fail() -> None:
        with transaction.atomic():
            post(topic=TOPIC, payload={"number": 1}, now=now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        post_and_fail()
    assert (OutboxMessage.objects.count(), nudges, offer_messages(now=now())) == (0, [], [])


@real
def test_a_change_that_is_committed_wakes_the_relay(delivered: list[Any], nudges: list[str]) -> None:
    with transaction.atomic():
        post(topic=TOPIC, payload={"number": 1}, now=now())
        assert nudges == []
    assert nudges == ["outbox.relay"]


@pytest.fixture
def nudges(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the tasks that reach the broker."""
    from celery.signals import before_task_publish

    seen: list[str] = []

    def note(sender: str, **kwargs: Any) -> None:
        seen.append(sender)

    before_task_publish.connect(note)
    yield seen
    before_task_publish.disconnect(note)


# --- Delivering once --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_mail_is_sent_once(delivered: list[Any]) -> None:
    message = post(topic="mail", payload=MAIL, now=now())
    assert offer_messages(now=now()) == [message.id]
    assert [deliver(message_id=message.id), deliver(message_id=message.id)] == [True, False]
    assert [(sent.subject, sent.body, sent.to) for sent in mail.outbox] == [
        ("Welkom", "Beste Sanne", ["sanne@voorbeeld.example"])
    ]
    message.refresh_from_db()
    assert (message.attempts, message.done_at is not None, message.last_error) == (1, True, "")


@real
def test_of_two_workers_at_once_one_delivers(handle: Callable[[handlers.Handler], None]) -> None:
    done: list[int] = []

    def slowly(payload: Mapping[str, Any]) -> None:
        until(somebody_waits)  # the other worker stands before the lock by now
        done.append(payload["number"])

    handle(slowly)
    message = posted(7)
    outcomes = at_once(lambda: deliver(message_id=message.id), lambda: deliver(message_id=message.id))
    assert (sorted(outcomes), done) == ([False, True], [7])


@real
def test_two_relays_at_once_offer_each_message_once(delivered: list[Any]) -> None:
    ids = {posted(number).id for number in range(20)}
    moment = now()
    first, second = at_once(lambda: offer_messages(now=moment), lambda: offer_messages(now=moment))
    assert set(first) | set(second) == ids
    assert set(first) & set(second) == set()


@pytest.mark.django_db
def test_messages_are_offered_in_the_order_of_posting_and_again_after_a_while(delivered: list[Any]) -> None:
    moment = now()
    ids = [
        post(topic=TOPIC, payload={"number": number}, now=moment + timedelta(seconds=number)).id for number in (1, 2, 3)
    ]
    assert offer_messages(now=moment) == ids
    assert offer_messages(now=moment + OFFER_AGAIN_AFTER) == []
    deliver(message_id=ids[1])
    assert offer_messages(now=moment + OFFER_AGAIN_AFTER + timedelta(seconds=1)) == [ids[0], ids[2]]


# --- Failing ----------------------------------------------------------------------------------------------------------
@real
def test_a_failure_is_written_down_with_nothing_half_done_and_offered_again(
    handle: Callable[[handlers.Handler], None],
) -> None:
    def broken(payload: Mapping[str, Any]) -> None:
        OutboxMessage.objects.create(topic="half", payload={}, created_at=now())
        raise ConnectionError("mail server away")

    handle(broken)
    message = posted()
    with pytest.raises(ConnectionError):
        deliver(message_id=message.id)
    message.refresh_from_db()
    assert (message.attempts, message.done_at) == (1, None)
    assert message.last_error == "ConnectionError('mail server away')"
    assert OutboxMessage.objects.filter(topic="half").count() == 0
    done: list[int] = []
    handle(lambda payload: done.append(payload["number"]))
    assert offer_messages(now=now() + OFFER_AGAIN_AFTER) == [message.id]
    assert deliver(message_id=message.id) is True
    assert done == [1]
    message.refresh_from_db()
    assert message.attempts == 2


@pytest.mark.django_db
def test_after_many_failures_a_message_is_kept_but_not_offered(delivered: list[Any]) -> None:
    message = posted()
    OutboxMessage.objects.update(attempts=MAX_ATTEMPTS)
    assert offer_messages(now=now()) == []
    assert OutboxMessage.objects.get().id == message.id


# --- Without a broker -------------------------------------------------------------------------------------------------
@pytest.fixture
def broker_away() -> Iterator[None]:
    """Nobody answers at the address of the broker."""
    url, pool = current_app.conf.broker_write_url, current_app.amqp._producer_pool
    current_app.conf.broker_write_url, current_app.amqp._producer_pool = "redis+socket:///nowhere/redis.sock", None
    yield
    current_app.conf.broker_write_url, current_app.amqp._producer_pool = url, pool


@real
def test_a_change_is_kept_while_the_broker_is_away(delivered: list[Any], broker_away: None) -> None:
    message = posted()
    assert OutboxMessage.objects.get().id == message.id
    assert offer_messages(now=now()) == [message.id]
    assert deliver(message_id=message.id) is True
    assert delivered == [1]


@real
def test_the_relay_without_a_broker_loses_nothing(delivered: list[Any], broker_away: None) -> None:
    message = posted()
    with pytest.raises(Exception, match="nowhere"):
        tasks.relay()
    assert offer_messages(now=now() + OFFER_AGAIN_AFTER + timedelta(seconds=1)) == [message.id]
