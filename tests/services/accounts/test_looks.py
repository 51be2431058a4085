"""Looks are noted on their own connection and stay."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.looks.models import Look
from accounts.looks.queries import looks, looks_in
from accounts.looks.services import note_look
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db(databases=["default", "looks"], transaction=True)


def noted(cast: Cast, **other: Any) -> Look:
    arguments = {
        "who": cast.who("sanne"),
        "kind": "bewijs",
        "subject_id": uuid4(),
        "name": "Geheim stuk",
        "context_key": "traject:proef",
        "allowed": True,
        "now": NOW,
    }
    return note_look(**arguments | other)


def test_a_look_keeps_names_as_text(cast: Cast) -> None:
    row = noted(cast, name="x" * 400)
    assert (row.person_name, row.subject_kind, row.allowed, len(row.subject_name)) == (
        "Sanne Proef",
        "bewijs",
        True,
        300,
    )
    assert list(looks_in("traject:proef")) == [row]
    assert list(looks_in("traject:anders")) == []
    assert list(looks()) == [row]


def test_a_look_is_kept_when_the_request_fails(cast: Cast) -> None:
    def look_and_fail() -> None:
        with transaction.atomic():
            noted(cast)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look_and_fail()
    assert [row.subject_name for row in looks()] == ["Geheim stuk"]


@pytest.mark.parametrize("sql", ["UPDATE accounts_look SET allowed = false", "DELETE FROM accounts_look"])
def test_a_look_stays_as_it_was(cast: Cast, sql: str) -> None:
    noted(cast)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot update or delete rows"):
        cursor.execute(sql)


def test_a_look_names_its_subject(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="look_subject_named"), transaction.atomic():
        noted(cast, name="")
