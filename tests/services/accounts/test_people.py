"""Adding people, giving and ending roles."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import people_choices, who_is
from accounts.organisations.rules import ROLES_OF_KIND, Kind, Role
from accounts.people import services
from accounts.people.models import Person
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from core.outbox.models import OutboxMessage
from tests.conftest import NOW, TODAY, Cast
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)


def refused(call: Callable[..., Any], **arguments: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value.verdict.reason


def organisation(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def invited(cast: Cast, by: str = "teun", **other: Any) -> Person:
    arguments = {
        "email": "Nieuw@Voorbeeld.example",
        "name": "Nora Nieuw",
        "organisation_id": organisation("ozjt").id,
        "role": "procurement_officer",
        "valid_from": TODAY,
    }
    return services.invite(**arguments | other, who=cast.who(by), now=NOW)


def nothing_was_made() -> bool:
    """Whether there is no newcomer, no role and no mail."""
    return (
        Person.objects.filter(name="Nora Nieuw").count(),
        Membership.objects.exclude(valid_from=date(2021, 1, 1)).count(),
        OutboxMessage.objects.count(),
    ) == (0, 0, 0)


# --- Inviting ---------------------------------------------------------------------------------------------------------
def test_who_is_invited_gets_a_role_and_a_mail_and_no_password(cast: Cast) -> None:
    person = invited(cast)
    assert (person.email, person.name, person.has_usable_password()) == ("nieuw@voorbeeld.example", "Nora Nieuw", False)
    who = who_is(person_id=person.id, name=person.name, today=TODAY)
    assert who.role_names == "inkoper OZJT"
    message = OutboxMessage.objects.get()
    assert (message.topic, message.payload["to"], message.done_at) == ("mail", "nieuw@voorbeeld.example", None)
    assert "Nora Nieuw" in message.payload["body"]
    assert "inkoper bij OZJT" in message.payload["body"]
    assert "/account/password/reset/" in message.payload["body"]
    event = events_of(Membership).objects.get(person_id=person.id)
    assert (event.pgh_context["name"], event.pgh_context["routine"]) == ("Teun Proef", True)


@pytest.mark.parametrize("email", ["sanne@voorbeeld.example", "SANNE@Voorbeeld.Example"])
def test_one_address_is_one_person(cast: Cast, email: str) -> None:
    assert refused(invited, cast=cast, email=email) == (
        "Er is al iemand met dit e-mailadres. Geef die persoon een rol erbij."
    )
    assert nothing_was_made()


@pytest.mark.parametrize(
    ("slug", "role", "reason"),
    [
        ("almelo", "manager", "De rol manager past niet bij Almelo."),
        ("ozjt", "municipality_official", "De rol ambtenaar gemeente past niet bij OZJT."),
        ("voorbeeldzorg-de-els", "procurement_officer", "De rol inkoper past niet bij Voorbeeldzorg De Els."),
    ],
)
def test_a_role_that_does_not_fit_makes_no_person_and_sends_no_mail(
    cast: Cast, slug: str, role: str, reason: str
) -> None:
    assert refused(invited, cast=cast, organisation_id=organisation(slug).id, role=role) == reason
    assert nothing_was_made()


def test_roles_fit_their_own_kind_of_organisation_only(cast: Cast) -> None:
    places = {Kind.OZJT: "ozjt", Kind.MUNICIPALITY: "borne", Kind.PROVIDER: "voorbeeldzorg-de-els"}
    person = services.add_person(email="x@voorbeeld.example", name="X", who=cast.who("teun"), now=NOW)
    given = set()
    for kind, slug in places.items():
        for role in Role:
            arguments = {"organisation_id": organisation(slug).id, "role": role.value, "who": cast.who("teun")}
            try:
                services.give_role(person_id=person.id, valid_from=TODAY, valid_until=None, **arguments)  # type: ignore[arg-type]
                given.add((kind, role))
            except Refused:
                pass
    assert given == {(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles}


@pytest.mark.parametrize("name", ["sanne", "mila", "iris", "anouk", "daan"])
def test_only_an_administrator_invites(cast: Cast, name: str) -> None:
    assert refused(invited, cast=cast, by=name) == ("Alleen een functioneel beheerder kan mensen en rollen wijzigen.")
    assert nothing_was_made()


@real
def test_two_who_invite_the_same_person_at_once_make_one(cast: Cast) -> None:
    outcomes = at_once(lambda: invited(cast), lambda: invited(cast))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Person", "Refused"]
    assert Person.objects.filter(email="nieuw@voorbeeld.example").count() == 1
    assert OutboxMessage.objects.count() == 1


# --- Roles ------------------------------------------------------------------------------------------------------------
def added(cast: Cast, role: str = "auditor", by: str = "teun", **other: Any) -> Membership:
    arguments = {
        "person_id": cast.sanne.id,
        "organisation_id": organisation("ozjt").id,
        "role": role,
        "valid_from": TODAY,
        "valid_until": None,
    }
    return services.add_role(**arguments | other, who=cast.who(by))


def test_somebody_gets_one_more_role(cast: Cast) -> None:
    added(cast)
    assert cast.who("sanne").role_names == "auditor OZJT, inkoper OZJT"


def test_the_same_open_role_twice_is_refused(cast: Cast) -> None:
    assert refused(added, cast=cast, role="procurement_officer") == "Deze persoon heeft deze rol daar al."
    with pytest.raises(IntegrityError, match="membership_open_once"), transaction.atomic():
        Membership.objects.create(
            person=cast.sanne, organisation=organisation("ozjt"), role="procurement_officer", valid_from=TODAY
        )


def test_a_role_that_ended_can_be_given_again(cast: Cast) -> None:
    first = added(cast, valid_from=date(2021, 1, 1), valid_until=date(2021, 12, 31))
    second = added(cast)
    assert (first.valid_until, second.valid_until) == (date(2021, 12, 31), None)


def test_a_period_runs_forward(cast: Cast) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert refused(added, cast=cast, valid_until=yesterday) == "De einddatum ligt voor de begindatum."
    assert added(cast, valid_until=TODAY).valid_until == TODAY
    with pytest.raises(IntegrityError, match="membership_period_forward"), transaction.atomic():
        Membership.objects.filter(valid_until=TODAY).update(valid_until=yesterday)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [(0, 0, True), (-5, -1, False), (1, None, False), (-5, 5, True), (0, None, True), (-5, 0, True)],
)
def test_a_role_counts_within_its_period(cast: Cast, first: int, last: int | None, holds: bool) -> None:
    added(
        cast,
        valid_from=TODAY + timedelta(days=first),
        valid_until=None if last is None else TODAY + timedelta(days=last),
    )
    assert cast.who("sanne").has(Role.AUDITOR) is holds
    assert (str(cast.sanne.id) in dict(people_choices(roles=(Role.AUDITOR,), today=TODAY))) is holds


# --- Ending -----------------------------------------------------------------------------------------------------------
def role_of(cast: Cast, name: str) -> Membership:
    return Membership.objects.get(person=getattr(cast, name))


def ended(cast: Cast, name: str, by: str = "teun", last_day: date = TODAY, reason: str = "Andere baan.") -> Membership:
    return services.end_role(membership_id=role_of(cast, name).id, last_day=last_day, reason=reason, who=cast.who(by))


def test_a_role_ends_with_a_reason_and_its_last_day_counts(cast: Cast) -> None:
    ended(cast, "bram")
    assert cast.who("bram").role_names == "inkoper OZJT"
    tomorrow = who_is(person_id=cast.bram.id, name="Bram Proef", today=TODAY + timedelta(days=1))
    assert tomorrow.role_names == ""
    event = events_of(Membership).objects.filter(person_id=cast.bram.id).latest("pgh_id")
    assert (event.valid_until, event.pgh_context["reason"]) == (TODAY, "Andere baan.")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"reason": " "}, "Schrijf op waarom de rol eindigt."),
        ({"last_day": date(2020, 12, 31)}, "De laatste dag ligt voor het begin van de rol."),
        ({"by": "mila"}, "Alleen een functioneel beheerder kan mensen en rollen wijzigen."),
    ],
)
def test_a_role_does_not_end_like_that(cast: Cast, arguments: dict[str, Any], reason: str) -> None:
    assert refused(ended, cast=cast, name="bram", **arguments) == reason
    assert role_of(cast, "bram").valid_until is None


def test_an_administrator_does_not_end_their_own_administration(cast: Cast) -> None:
    assert refused(ended, cast=cast, name="teun") == (
        "Je kunt je eigen beheer niet beëindigen. Vraag een andere beheerder."
    )
    assert role_of(cast, "teun").valid_until is None


# --- Signing in or not ------------------------------------------------------------------------------------------------
def test_somebody_is_kept_out_with_a_reason_but_nobody_themselves(cast: Cast) -> None:
    administrator = cast.who("teun")
    arguments: dict[str, Any] = {"is_active": False, "who": administrator}
    assert refused(services.set_active, person_id=cast.bram.id, reason="", **arguments) == "Schrijf op waarom."
    assert refused(services.set_active, person_id=cast.teun.id, reason="Weg.", **arguments) == (
        "Je kunt jezelf niet buitensluiten."
    )
    assert services.set_active(person_id=cast.bram.id, reason="Weg.", **arguments).is_active is False
    assert str(cast.bram.id) not in dict(people_choices(roles=(Role.PROCUREMENT_OFFICER,), today=TODAY))


def test_reading_along_is_remembered_for_who_is_signed_in(cast: Cast) -> None:
    services.mark_seen(who=cast.who("sanne"), now=NOW)
    assert list(Person.objects.filter(seen_until=NOW)) == [cast.sanne]


def test_the_database_keeps_addresses_in_small_letters_and_names_filled(cast: Cast) -> None:
    for values, constraint in (({"email": "Sanne@x.example"}, "person_email_lower"), ({"name": ""}, "person_named")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Person.objects.filter(id=cast.sanne.id).update(**values)


def test_a_municipality_has_a_code_and_others_have_none(cast: Cast) -> None:
    for slug, code in (("almelo", ""), ("almelo", "0141"), ("ozjt", "GM0141")):
        with pytest.raises(IntegrityError, match="organisation_cbs_code"), transaction.atomic():
            Organisation.objects.filter(slug=slug).update(cbs_code=code)
