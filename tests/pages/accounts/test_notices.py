"""The bell, the list of notices and the choice of the daily mail."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from accounts.notices.models import Notice, NoticeSetting
from accounts.notices.rules import NoticeKind
from accounts.notices.services import notify
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


@pytest.fixture
def told(cast: Cast) -> Notice:
    with transaction.atomic():
        notify(
            person_ids=[cast.bram.id], title="Je bent genoemd", url="/mensen/", about="Proef",
            kind=NoticeKind.MENTION, now=NOW,
        )  # fmt: skip
    return Notice.objects.get()


def test_the_bell_counts_what_is_new_on_every_page(told: Notice, signed_in: Opener) -> None:
    page = signed_in("bram").get("/").content.decode()
    assert 'href="/berichten/"' in page
    assert ": 1 nieuw<" in page
    other = signed_in("mila").get("/").content.decode()
    assert 'href="/berichten/"' in other
    assert "bell__count" not in other


def test_a_provider_has_no_bell(cast: Cast, signed_in: Opener) -> None:
    page = signed_in("daan").get("/portaal/").content.decode()
    assert "Portaal" in page
    assert "/berichten/" not in page


def test_opening_a_notice_marks_it_and_leads_on(told: Notice, signed_in: Opener) -> None:
    client = signed_in("bram")
    page = client.get("/berichten/").content.decode()
    assert f'formaction="/berichten/{told.id}/gelezen/"' in page
    answer = client.post(f"/berichten/{told.id}/gelezen/", {"openen": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/mensen/")
    told.refresh_from_db()
    assert told.read_at is not None
    after = client.get("/berichten/").content.decode()
    assert '<a href="/mensen/">Je bent genoemd</a>' in after
    assert "formaction" not in after


def test_marking_as_read_stays_on_the_list(told: Notice, signed_in: Opener) -> None:
    client = signed_in("bram")
    assert client.post(f"/berichten/{told.id}/gelezen/")["Location"] == "/berichten/"
    answer = client.post("/berichten/gelezen/", follow=True)
    assert "Er waren geen nieuwe berichten." in answer.content.decode()


def test_everything_is_read_at_once(told: Notice, signed_in: Opener) -> None:
    answer = signed_in("bram").post("/berichten/gelezen/", follow=True)
    assert "1 bericht staat nu op gelezen." in answer.content.decode()
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_the_mail_is_chosen_on_its_page(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("bram")
    page = client.get("/berichten/instellen/").content.decode()
    assert "Elke werkdag" in page
    answer = client.post("/berichten/instellen/", {"digest": "soms"})
    assert answer.status_code == 422
    assert client.post("/berichten/instellen/", {"digest": "asked"})["Location"] == "/berichten/"
    assert NoticeSetting.objects.get().digest == "asked"
    page = client.get("/berichten/instellen/").content.decode()
    assert 'value="asked"' in page
    assert "checked" in page.split('value="asked"')[1].split(">")[0]
