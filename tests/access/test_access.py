"""Every address of the house × everybody who could ask for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.looks.models import Look
from tests.access.table import (
    ALLAUTH,
    ALLAUTH_KWARGS,
    OPEN,
    OWN_AFFAIRS,
    PERSONAS,
    POSTS,
    STRANGER,
    TABLE,
    Furnished,
    expected,
    furnish,
    names,
)
from tests.conftest import Cast, Walk
from tests.factors import enter

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
OURS = {name: view for name, view in names() if ":" in name}
REMEMBERS_ITSELF = {"django_session", "cache"}  # sessions, and how often somebody tried to sign in


@pytest.fixture
def house(cast: Cast, walk: Walk) -> Furnished:
    """The pilot with one of everything."""
    return furnish(cast, walk)


@pytest.fixture
def opened_by(cast: Cast) -> Opener:
    """A browser of a persona; a stranger's has no session."""

    def client_of(name: str) -> Client:
        client = Client()
        if name != STRANGER:
            enter(client, getattr(cast, name))
        return client

    return client_of


def contents() -> dict[str, str]:
    """A fingerprint of the rows of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()} - REMEMBERS_ITSELF
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            found[table] = cursor.fetchone()[0]
    return found


def read(answer: Any) -> int:
    """The status of an answer that was read to its end, so that no file stays open."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def changed(before: dict[str, str]) -> set[str]:
    """The tables of which a row came, went or changed since `before`."""
    after = contents()
    return {table for table in after if after[table] != before[table]}


def posts_of(persona: str) -> Iterator[tuple[str, int]]:
    """The pages that change something and are not for this persona, with the answer they give."""
    for name in POSTS:
        status = expected(name)[persona]
        if status in {302, 403, 404}:
            yield name, status


def test_the_table_has_a_row_for_every_address_and_no_other() -> None:
    assert set(OURS) == set(TABLE)


def test_every_page_declares_who_may_see_it() -> None:
    silent = [name for name, view in OURS.items() if not callable(getattr(view.view_class, "access", None))]
    assert silent == []


def test_hardly_anything_is_open_to_strangers() -> None:
    assert {name for name, view in OURS.items() if view.view_class.open_to_strangers} == OPEN


def test_every_page_that_can_be_posted_to_has_a_case() -> None:
    assert {name for name, view in OURS.items() if hasattr(view.view_class, "post")} == set(POSTS)


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_gets_the_answer_of_the_table_and_looking_changes_nothing(
    house: Furnished, opened_by: Opener, persona: str
) -> None:
    client = opened_by(persona)
    before = contents()
    answers = {name: read(client.get(house.address(name))) for name in TABLE}
    assert answers == {name: expected(name)[persona] for name in TABLE}
    assert changed(before) == set()
    assert Look.objects.using("looks").count() == 0, "nothing here is confidential"


def test_what_is_sent_in_these_tests_changes_something(house: Furnished, opened_by: Opener) -> None:
    answers = {}
    for name, (persona, _) in POSTS.items():
        client = opened_by(persona)
        before = contents()
        with transaction.atomic():
            status = client.post(house.address(name), house.sent(name)).status_code
            answers[name] = (status, changed(before) != set())
            transaction.set_rollback(True)
    assert answers == dict.fromkeys(POSTS, (302, True))


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_may_not_changes_nothing_by_sending(house: Furnished, opened_by: Opener, persona: str) -> None:
    client = opened_by(persona)
    wanted = dict(posts_of(persona))
    before = contents()
    answers = {name: client.post(house.address(name), house.sent(name)).status_code for name in wanted}
    assert answers == wanted
    assert changed(before) == set()


def test_an_auditor_sees_all_and_changes_nothing(house: Furnished, opened_by: Opener) -> None:
    client = opened_by("iris")
    before = contents()
    answers = {
        name: client.post(house.address(name), house.sent(name)).status_code
        for name in POSTS
        if name not in OWN_AFFAIRS
    }
    # 422: handing over is for everybody, and an auditor has nothing to hand over
    assert {name: status for name, status in answers.items() if status not in {403, 404, 422}} == {}
    assert changed(before) == set()


def test_remembering_what_was_read_changes_only_the_reader(house: Furnished, opened_by: Opener) -> None:
    client = opened_by("iris")
    before = contents()
    assert client.post(house.address("people:seen")).status_code == 302
    assert changed(before) == {"accounts_person"}
    house.cast.iris.refresh_from_db()
    assert house.cast.iris.seen_until is not None
    house.cast.sanne.refresh_from_db()
    assert house.cast.sanne.seen_until is None


def test_a_stranger_is_asked_to_sign_in_and_comes_back(house: Furnished, client: Client) -> None:
    sign_in = reverse("account_login")
    for name in sorted(set(TABLE) - OPEN):
        address = house.address(name)
        view: Any = OURS[name].view_class
        back = address if "get" in view.http_method_names else "/"
        for answer in (client.get(address), client.post(address, {"reason": "x"})):
            assert (answer.status_code, answer["Location"]) == (302, f"{sign_in}?next={back}"), name


def test_the_address_to_come_back_to_keeps_its_question(client: Client, cast: Cast) -> None:
    answer = client.get("/trajecten/?naam=zorg&sort=-name")
    assert answer["Location"] == "/account/login/?next=/trajecten/%3Fnaam%3Dzorg%26sort%3D-name"


def test_the_health_page_tells_nothing(client: Client, db: None) -> None:
    assert client.get("/gezond/").json() == {"status": "ok"}


def test_signing_in_has_only_the_addresses_that_are_needed() -> None:
    assert {name for name, _ in names() if ":" not in name} == set(ALLAUTH)


def test_signing_in_answers(opened_by: Opener) -> None:
    addresses = {name: reverse(name, kwargs=ALLAUTH_KWARGS.get(name)) for name in ALLAUTH}
    answers = {
        name: tuple(opened_by(persona).get(address).status_code for persona in (STRANGER, "sanne"))
        for name, address in addresses.items()
    }
    assert answers == ALLAUTH


def test_nobody_signs_up(client: Client, cast: Cast) -> None:
    sent = {"email": "ik@voorbeeld.example", "password1": "een-lang-wachtwoord", "password2": "een-lang-wachtwoord"}
    before = contents()
    answer = client.post("/account/signup/", sent)
    assert answer.status_code == 200
    assert "Zelf aanmelden kan niet" in answer.content.decode()
    assert changed(before) == set()
