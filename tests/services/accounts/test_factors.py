"""Second factors, recovery codes and sessions: what is kept, what is refused, what is told."""

from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, transaction

from accounts.factors import keys, services
from accounts.factors.models import SignInNote
from accounts.factors.queries import asks_of, factors_of, must_have_factor, sessions_of
from accounts.factors.rules import Happened
from core.lifecycles.rules import Refused
from core.outbox.models import OutboxMessage
from tests.conftest import NOW, Cast
from tests.factors import SECRET, SoftKey, code_now, elsewhere, equip
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
TOLD = "Er is iets gewijzigd aan het inloggen bij Inkoopkompas"


def kinds(person: Any) -> list[str]:
    """What was noted about somebody, from old to new."""
    return list(SignInNote.objects.filter(person=person).order_by("moment", "kind").values_list("kind", flat=True))


def mails() -> list[dict[str, Any]]:
    """What is on its way by mail."""
    return [row.payload for row in OutboxMessage.objects.filter(topic="mail").order_by("created_at")]


def test_an_app_is_kept_sealed_noted_and_told(cast: Cast) -> None:
    who = cast.who("sanne")
    assert services.add_app(who=who, secret=SECRET, now=NOW) is True, "recovery codes come along"
    factors = factors_of(cast.sanne.id)
    assert (factors.count, factors.codes_left, factors.few_codes) == (1, 10, False)
    assert factors.app.created_at == NOW
    assert SECRET not in str(factors.app.data)
    assert keys.unseal(factors.app.data["secret"]) == SECRET
    assert factors.app.wrap().validate_code(code_now())
    note = SignInNote.objects.get(person=cast.sanne)
    assert (note.kind, note.by_id, note.by_name, note.moment) == ("app_added", cast.sanne.id, "Sanne Proef", NOW)
    (mail,) = mails()
    assert (mail["to"], mail["subject"]) == ("sanne@voorbeeld.example", TOLD)
    assert "Authenticator-app ingesteld." in mail["body"]
    assert SECRET not in str(mail)
    assert "{" not in mail["body"]


def test_a_second_app_is_refused(cast: Cast) -> None:
    services.add_app(who=cast.who("sanne"), secret=SECRET, now=NOW)
    with pytest.raises(Refused, match="Er is al een authenticator-app"):
        services.add_app(who=cast.who("sanne"), secret=SECRET, now=NOW)
    assert kinds(cast.sanne) == ["app_added"]


def test_keys_have_names_of_their_own(cast: Cast) -> None:
    who, first = cast.who("sanne"), SoftKey().create()
    assert services.add_key(who=who, name="Laptop", credential=first, now=NOW) is True
    with pytest.raises(Refused, match="Er is al een sleutel die ‘laptop’ heet"):
        services.add_key(who=who, name="laptop", credential=SoftKey().create(), now=NOW)
    assert services.add_key(who=who, name="Sleutelbos", credential=SoftKey().create(), now=NOW) is False
    one, other = factors_of(cast.sanne.id).keys
    with pytest.raises(Refused, match="Kies een andere naam"):
        services.rename_key(who=who, key_id=other.id, name="LAPTOP", now=NOW)
    services.rename_key(who=who, key_id=one.id, name="Werklaptop", now=NOW)
    services.rename_key(who=who, key_id=one.id, name="Werklaptop", now=NOW)
    assert [key.name for key in factors_of(cast.sanne.id).keys] == ["Werklaptop", "Sleutelbos"]
    assert kinds(cast.sanne) == ["key_added", "key_added", "key_renamed"]
    assert len(mails()) == 2, "another name is no news"
    for _ in range(8):
        services.add_key(who=who, name=str(uuid4()), credential=SoftKey().create(), now=NOW)
    with pytest.raises(Refused, match="Meer dan 10 sleutels kan niet"):
        services.add_key(who=who, name="Nog een", credential=SoftKey().create(), now=NOW)


def test_somebody_elses_key_does_not_exist(cast: Cast) -> None:
    key_id = equip(cast.sanne, now=NOW)
    with pytest.raises(Refused, match="Deze sleutel is er niet meer"):
        services.remove_key(who=cast.who("bram"), key_id=key_id, now=NOW)
    with pytest.raises(Refused, match="Deze sleutel is er niet meer"):
        services.rename_key(who=cast.who("bram"), key_id=key_id, name="Van mij", now=NOW)


def test_codes_go_with_the_last_factor(cast: Cast) -> None:
    key_id, who = equip(cast.sanne, now=NOW), cast.who("sanne")
    services.remove_app(who=who, now=NOW)
    assert factors_of(cast.sanne.id).codes_left == 10
    services.remove_key(who=who, key_id=key_id, now=NOW)
    assert not Authenticator.objects.filter(user=cast.sanne).exists()
    with pytest.raises(Refused, match="Er is geen authenticator-app meer"):
        services.remove_app(who=who, now=NOW)


def test_who_must_have_a_factor_keeps_one(cast: Cast, settings: LazySettings) -> None:
    settings.MFA_REQUIRED_ROLES = ["procurement_officer"]
    key_id, who = equip(cast.sanne, now=NOW), cast.who("sanne")
    assert must_have_factor(who)
    assert not must_have_factor(cast.who("mila"))
    services.remove_app(who=who, now=NOW)
    with pytest.raises(Refused, match="Bij je rol hoort een tweede stap"):
        services.remove_key(who=who, key_id=key_id, now=NOW)
    assert factors_of(cast.sanne.id).count == 1


def test_each_recovery_code_works_once(cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    codes = factors_of(cast.sanne.id).codes
    first, *others = codes.wrap().get_unused_codes()
    assert first not in str(codes.data)
    assert codes.wrap().validate_code(first)
    services.note_use(person=cast.sanne, authenticator=codes, now=NOW)
    assert not factors_of(cast.sanne.id).codes.wrap().validate_code(first)
    assert factors_of(cast.sanne.id).codes_left == 9
    assert kinds(cast.sanne).count("code_used") == 1
    assert "Ingelogd met een herstelcode." in mails()[-1]["body"]
    assert not any(code in str(mails()) for code in (first, *others))


def test_new_codes_replace_the_old(cast: Cast) -> None:
    who = cast.who("sanne")
    with pytest.raises(Refused, match="Stel eerst een tweede stap in"):
        services.make_codes(who=who, now=NOW)
    equip(cast.sanne, now=NOW)
    old = factors_of(cast.sanne.id).codes.wrap().get_unused_codes()
    services.codes_saved(who=who, now=NOW)
    assert not factors_of(cast.sanne.id).codes_are_new
    services.make_codes(who=who, now=NOW)
    factors = factors_of(cast.sanne.id)
    assert factors.codes_are_new
    assert set(old).isdisjoint(factors.codes.wrap().get_unused_codes())
    assert not factors.codes.wrap().validate_code(old[0])


# --- A reset ----------------------------------------------------------------------------------------------------------
def test_an_administrator_resets_with_a_reason(cast: Cast) -> None:
    equip(cast.sanne, now=NOW)
    elsewhere(cast.sanne, now=NOW)
    services.reset_factors(person_id=cast.sanne.id, reason="Telefoon kwijt", who=cast.who("teun"), now=NOW)
    assert not Authenticator.objects.filter(user=cast.sanne).exists()
    assert not UserSession.objects.filter(user=cast.sanne).exists()
    assert not Session.objects.exists(), "signed out everywhere"
    note = SignInNote.objects.get(person=cast.sanne, kind=Happened.RESET)
    assert (note.by_name, note.reason) == ("Teun Proef", "Telefoon kwijt")
    assert mails()[-1]["to"] == "sanne@voorbeeld.example"
    assert "Reden: Telefoon kwijt" in mails()[-1]["body"]


@pytest.mark.parametrize(
    ("who", "whose", "reason", "why"),
    [
        ("teun", "sanne", "  ", "Schrijf op waarom."),
        ("teun", "teun", "Kwijt", "Je eigen tweede stap wijzig je bij ‘Mijn account’"),
        ("mila", "sanne", "Kwijt", "Alleen een functioneel beheerder"),
        ("sanne", "sanne", "Kwijt", "Alleen een functioneel beheerder"),
        ("teun", "bram", "Kwijt", "Bram Proef heeft geen tweede stap."),
    ],
)
def test_a_reset_is_refused(cast: Cast, who: str, whose: str, reason: str, why: str) -> None:
    equip(cast.sanne, now=NOW)
    equip(cast.teun, now=NOW)
    with pytest.raises(Refused, match=why):
        services.reset_factors(person_id=getattr(cast, whose).id, reason=reason, who=cast.who(who), now=NOW)
    assert Authenticator.objects.filter(user__in=[cast.sanne, cast.teun]).count() == 6


# --- Sessions ---------------------------------------------------------------------------------------------------------
def test_one_session_or_all_others_end_at_once(cast: Cast) -> None:
    ids = [elsewhere(cast.sanne, now=NOW) for _ in range(3)]
    elsewhere(cast.bram, now=NOW)
    here, *others = UserSession.objects.filter(user=cast.sanne).order_by("id")
    assert [item.is_this for item in sessions_of(cast.sanne, here.session_key)] == [True, False, False]
    who, key = cast.who("sanne"), here.session_key
    assert services.end_session(who=who, session_id=ids[1], current_key=key, now=NOW) == "Chrome op Windows"
    assert not Session.objects.filter(session_key=others[0].session_key).exists()
    with pytest.raises(Refused, match="Dit apparaat was al uitgelogd"):
        services.end_session(who=who, session_id=ids[1], current_key=key, now=NOW)
    with pytest.raises(Refused, match="waarop je nu werkt"):
        services.end_session(who=who, session_id=ids[0], current_key=key, now=NOW)
    assert services.end_other_sessions(who=who, current_key=key, now=NOW) == 1
    assert services.end_other_sessions(who=who, current_key=key, now=NOW) == 0
    assert [item.is_this for item in sessions_of(cast.sanne, key)] == [True]
    assert len(sessions_of(cast.bram, "")) == 1
    assert kinds(cast.sanne) == ["session_ended", "sessions_ended"]


def test_somebody_elses_session_does_not_exist(cast: Cast) -> None:
    theirs = elsewhere(cast.bram, now=NOW)
    with pytest.raises(Refused, match="Dit apparaat was al uitgelogd"):
        services.end_session(who=cast.who("sanne"), session_id=theirs, current_key="", now=NOW)
    assert len(sessions_of(cast.bram, "")) == 1


def test_sessions_of_before_a_new_password_are_not_listed(cast: Cast) -> None:
    elsewhere(cast.sanne, now=NOW)
    cast.sanne.set_password("een-heel-ander-wachtwoord")
    cast.sanne.save()
    assert sessions_of(cast.sanne, "") == []


# --- What is kept -----------------------------------------------------------------------------------------------------
def test_a_note_stays_as_it_is(cast: Cast) -> None:
    services.add_app(who=cast.who("sanne"), secret=SECRET, now=NOW)
    for change in (lambda rows: rows.update(by_name="Iemand"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change(SignInNote.objects.all())


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "iets"}, "sign_in_note_kind_known"),
        ({"by_name": ""}, "sign_in_note_by_somebody"),
        ({"kind": "reset"}, "sign_in_note_reset_explained"),
    ],
)
def test_the_database_refuses_a_note_that_says_nothing(cast: Cast, values: dict[str, str], constraint: str) -> None:
    given = {"moment": NOW, "person": cast.sanne, "kind": "app_added", "by_name": "Sanne"} | values
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        SignInNote.objects.create(**given)


def test_a_new_key_opens_what_the_old_one_sealed(settings: LazySettings) -> None:
    settings.MFA_KEYS = ["old" * 20]
    sealed = keys.seal(SECRET)
    settings.MFA_KEYS = ["new" * 20, "old" * 20]
    assert keys.unseal(sealed) == SECRET
    renewed = keys.seal(SECRET)
    settings.MFA_KEYS = ["new" * 20]
    assert keys.unseal(renewed) == SECRET


def test_without_its_key_no_code_is_right(cast: Cast, settings: LazySettings, caplog: pytest.LogCaptureFixture) -> None:
    settings.MFA_KEYS = ["old" * 20]
    equip(cast.sanne, now=NOW)
    codes = factors_of(cast.sanne.id).codes.wrap().get_unused_codes()
    settings.MFA_KEYS = ["new" * 20]
    factors = factors_of(cast.sanne.id)
    assert not factors.app.wrap().validate_code(code_now())
    assert not factors.codes.wrap().validate_code(codes[0])
    assert "could not be opened with MFA_KEYS" in caplog.text


def test_advice_on_vandaag(cast: Cast, settings: LazySettings) -> None:
    assert list(asks_of(cast.who("sanne"), NOW)) == [], "not in tests, unless they ask"
    settings.MFA_ADVICE = True
    (ask,) = asks_of(cast.who("sanne"), NOW)
    assert (ask.title, ask.url) == ("Log veiliger in met een tweede stap", "/account/")
    assert list(asks_of(cast.who("daan"), NOW)) == [], "the portal is not Vandaag"
    equip(cast.sanne, now=NOW)
    assert list(asks_of(cast.who("sanne"), NOW)) == []
    codes = factors_of(cast.sanne.id).codes
    codes.data["used_mask"] = 0b11_1111_1110
    codes.save()
    (ask,) = asks_of(cast.who("sanne"), NOW)
    assert (ask.title, ask.why) == ("Maak nieuwe herstelcodes", "Er is nog 1 over.")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_app(cast: Cast) -> None:
    who = cast.who("sanne")

    def click() -> str:
        try:
            services.add_app(who=who, secret=SECRET, now=NOW)
        except Refused as refusal:
            return refusal.verdict.reason[:30]
        return "ingesteld"

    assert sorted(at_once(click, click)) == ["Er is al een authenticator-app", "ingesteld"]
    assert Authenticator.objects.filter(user=cast.sanne, type="totp").count() == 1
