"""People and their roles."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.organisations.models import Membership, Organisation
from accounts.people.models import Person
from core.outbox.models import OutboxMessage
from tests.conftest import TODAY, Cast
from tests.pages.reading import Page, links, main, messages, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def place(slug: str) -> str:
    """The id of an organisation."""
    return str(Organisation.objects.get(slug=slug).id)


def newcomer(**other: str) -> dict[str, str]:
    """What invites somebody."""
    return {
        "name": "Nieuwe Collega",
        "email": "Nieuw@Voorbeeld.example",
        "organisation": place("hengelo"),
        "role": "municipality_official",
        "valid_from": "1-2-2022",
    } | other


def test_the_list_of_people(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("teun")
    page = client.get("/mensen/")
    text = words(page)
    assert "8 mensen" in text
    assert "Anouk Proef anouk@voorbeeld.example ambtenaar gemeente Almelo ja" in text
    assert "Teun Proef teun@voorbeeld.example functioneel beheerder OZJT ja" in text
    assert links(main(page))["Iemand uitnodigen"] == "/mensen/uitnodigen/"
    only = client.get("/mensen/", {"rol": "auditor"})
    assert (only.context["count"], "Iris Proef" in words(only)) == (1, True)
    for name in ("mila", "iris"):
        assert "Iemand uitnodigen" not in words(signed_in(name).get("/mensen/"))


def test_a_role_of_yesterday_is_not_a_role_of_now(cast: Cast, signed_in: Opener) -> None:
    Membership.objects.filter(person=cast.bram).update(valid_until=TODAY - timedelta(days=1))
    client = signed_in("teun")
    assert "Bram Proef bram@voorbeeld.example geen ja" in words(client.get("/mensen/"))
    page = client.get(f"/mensen/{cast.bram.id}/")
    assert "Inkoper OZJT 1 januari 2021 6 februari 2022 geldt nu niet" in said(page, "Rollen")
    assert "Beëindigen" not in said(page, "Rollen")


def test_inviting_somebody(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("teun")
    assert Page.of(client.get("/mensen/uitnodigen/")).filled_in()["valid_from"] == "07-02-2022"
    answer = client.post("/mensen/uitnodigen/", newcomer(), follow=True)
    person = Person.objects.get(email="nieuw@voorbeeld.example")
    assert answer.redirect_chain == [(f"/mensen/{person.id}/", 302)]
    assert messages(answer) == "De uitnodiging is verstuurd."
    assert "Ambtenaar gemeente Hengelo 1 februari 2022 – geldt nu" in said(answer, "Rollen")
    assert not person.has_usable_password()
    mail = OutboxMessage.objects.get()
    assert (mail.topic, mail.payload["to"]) == ("mail", "nieuw@voorbeeld.example")
    assert "ambtenaar gemeente bij Hengelo" in mail.payload["body"]
    assert "/account/password/reset/" in mail.payload["body"]


@pytest.mark.parametrize(
    ("other", "field", "message"),
    [
        ({"name": ""}, "name", "Vul ‘Naam’ in."),
        ({"email": "nieuw"}, "email", "Vul een e-mailadres in, zoals naam@organisatie.nl."),
        ({"role": ""}, "role", "Kies een antwoord bij ‘Rol’."),
        ({"organisation": ""}, "organisation", "Kies een antwoord bij ‘Organisatie’."),
        ({"valid_from": "ooit"}, "valid_from", "Vul de datum in als 31-12-2027."),
    ],
)
def test_what_is_wrong_with_an_invitation(
    cast: Cast, signed_in: Opener, other: dict[str, str], field: str, message: str
) -> None:
    answer = signed_in("teun").post("/mensen/uitnodigen/", newcomer(**other))
    assert (answer.status_code, Page.of(answer).errors) == (422, {field: message})
    assert Person.objects.count() == 8


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"email": "ANOUK@voorbeeld.example"}, "Er is al iemand met dit e-mailadres. Geef die persoon een rol erbij."),
        ({"role": "auditor"}, "De rol auditor past niet bij Hengelo."),
    ],
)
def test_an_invitation_that_is_refused_saves_nothing(
    cast: Cast, signed_in: Opener, other: dict[str, str], refusal: str
) -> None:
    answer = signed_in("teun").post("/mensen/uitnodigen/", newcomer(**other))
    assert answer.status_code == 409
    assert refusal in words(answer)
    assert Page.of(answer).filled_in()["name"] == "Nieuwe Collega"
    assert (Person.objects.count(), OutboxMessage.objects.count()) == (8, 0)


def test_giving_and_ending_a_role(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("teun")
    address = f"/mensen/{cast.bram.id}/rollen/nieuw/"
    backwards = {"organisation": place("ozjt"), "role": "manager", "valid_from": "1-3-2022", "valid_until": "1-2-2022"}
    answer = client.post(address, backwards)
    assert (answer.status_code, "De einddatum ligt voor de begindatum." in words(answer)) == (409, True)
    twice = client.post(address, backwards | {"role": "procurement_officer", "valid_until": ""})
    assert (twice.status_code, "Deze persoon heeft deze rol daar al." in words(twice)) == (409, True)
    answer = client.post(address, backwards | {"valid_from": "1-2-2022", "valid_until": "1-3-2022"}, follow=True)
    assert messages(answer) == "De rol is gegeven."
    assert "Manager OZJT 1 februari 2022 1 maart 2022 geldt nu" in said(answer, "Rollen")

    role = Membership.objects.get(person=cast.bram, role="manager")
    end = f"/mensen/{cast.bram.id}/rollen/{role.id}/beeindigen/"
    assert end in links(main(answer)).values()
    empty = client.post(end, {"last_day": "", "reason": ""})
    assert (empty.status_code, sorted(Page.of(empty).errors)) == (422, ["last_day", "reason"])
    early = client.post(end, {"last_day": "1-1-2022", "reason": "Vertrek"})
    assert (early.status_code, "De laatste dag ligt voor het begin van de rol." in words(early)) == (409, True)
    answer = client.post(end, {"last_day": "7-2-2022", "reason": "Vertrek"}, follow=True)
    assert messages(answer) == "De rol eindigt op de gekozen dag."
    role.refresh_from_db()
    assert role.valid_until == date(2022, 2, 7)


def test_an_administrator_cannot_shut_themselves_out(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("teun")
    role = Membership.objects.get(person=cast.teun)
    sent = {"last_day": "7-2-2022", "reason": "Klaar"}
    answer = client.post(f"/mensen/{cast.teun.id}/rollen/{role.id}/beeindigen/", sent)
    assert answer.status_code == 409
    assert "Je kunt je eigen beheer niet beëindigen. Vraag een andere beheerder." in words(answer)
    answer = client.post(f"/mensen/{cast.teun.id}/inloggen/", {"reason": "Klaar"})
    assert (answer.status_code, "Je kunt jezelf niet buitensluiten." in words(answer)) == (409, True)
    assert "Inloggen blokkeren" not in words(client.get(f"/mensen/{cast.teun.id}/"))


def test_blocking_ends_a_session_at_once(cast: Cast, signed_in: Opener) -> None:
    bram, teun = signed_in("bram"), signed_in("teun")
    assert bram.get("/trajecten/").status_code == 200
    answer = teun.post(f"/mensen/{cast.bram.id}/inloggen/", {"reason": "Uit dienst"}, follow=True)
    assert words(answer).startswith("Bram Proef kan niet inloggen")
    assert bram.get("/trajecten/").status_code == 302
    answer = teun.post(f"/mensen/{cast.bram.id}/inloggen/", {"reason": "Terug"}, follow=True)
    assert "kan niet inloggen" not in words(answer)


def test_people_and_roles_that_do_not_exist(cast: Cast, signed_in: Opener) -> None:
    client = signed_in("teun")
    other = Membership.objects.get(person=cast.anouk)
    for rest in (
        f"{uuid4()}/",
        f"{uuid4()}/rollen/nieuw/",
        f"{uuid4()}/inloggen/",
        f"{cast.bram.id}/rollen/{uuid4()}/beeindigen/",
        f"{cast.bram.id}/rollen/{other.id}/beeindigen/",
    ):
        assert client.get(f"/mensen/{rest}").status_code == 404, rest
        if "beeindigen" in rest:
            assert client.post(f"/mensen/{rest}", {"last_day": "1-3-2022", "reason": "x"}).status_code == 404, rest
    other.refresh_from_db()
    assert other.valid_until is None
