"""Adding, using and taking away what people sign in with, and ending sessions; each is noted and told by mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings

from accounts.factors.access import may_reset
from accounts.factors.models import SignInNote
from accounts.factors.queries import Factors, factors_of, key_of, must_have_factor, sessions_of
from accounts.factors.rules import TOLD_BY_MAIL, Happened, sentence_of
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.history.rules import Actor
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.outbox.services import post

SUBJECT = "Er is iets gewijzigd aan het inloggen bij Inkoopkompas"
BODY = """Beste {name},

{sentence}{reason}

Was u dit zelf, dan hoeft u niets te doen.
Zo niet: wijzig meteen uw wachtwoord op {site}/account/ en bel de functioneel beheerder van OZJT.

OZJT
"""
MAX_KEYS = 10


def note(*, person: Person, kind: Happened, who: Actor, now: datetime, about: str = "", reason: str = "") -> None:
    """Write down what happened to somebody's way of signing in and mail it to them; within the caller's transaction."""
    SignInNote.objects.create(
        moment=now,
        person=person,
        kind=kind,
        about=about[:200],
        by_id=who.person_id,
        by_name=who.name,
        reason=reason.strip()[:500],
    )
    if kind in TOLD_BY_MAIL:
        why = f"\nReden: {reason.strip()}" if reason.strip() else ""
        body = BODY.format(
            name=person.name, sentence=sentence_of(kind, about), reason=why, site=settings.SITE_URL.rstrip("/")
        )
        post(topic="mail", payload={"subject": SUBJECT, "body": body, "to": person.email}, now=now)


def _locked(person_id: UUID | None) -> Person:
    """The person, locked, so that two clicks at once take turns."""
    assert person_id is not None
    return Person.objects.select_for_update().get(id=person_id)


def _begun(authenticator: Any, now: datetime) -> None:
    """Factors carry the time of this world, like everything else."""
    Authenticator.objects.filter(pk=authenticator.pk).update(created_at=now)


def _with_codes(person: Person, now: datetime) -> bool:
    """Make recovery codes when there are none; answers whether they were made."""
    if factors_of(person.id).codes:
        return False
    _begun(RecoveryCodes.activate(person).instance, now)
    return True


def add_app(*, who: Who, secret: str, now: datetime) -> bool:
    """Keep an authenticator app whose code was right; answers whether recovery codes were made along.

    Raises Refused when there already is an app. Locks the person.
    """
    with recorded(who, routine="Authenticator-app ingesteld"):
        person = _locked(who.person_id)
        one = "Er is al een authenticator-app. Verwijder die eerst als je een andere wilt."
        ensure(allow_if(factors_of(person.id).app is None, one))
        _begun(TOTP.activate(person, secret).instance, now)
        note(person=person, kind=Happened.APP_ADDED, who=who, now=now)
        return _with_codes(person, now)


def add_key(*, who: Who, name: str, credential: dict[str, Any], now: datetime) -> bool:
    """Keep a passkey or security key that answered; answers whether recovery codes were made along.

    Raises Refused for a name that is taken and for more than ten keys. Locks the person.
    """
    with recorded(who, routine="Sleutel toegevoegd"):
        person = _locked(who.person_id)
        keys = factors_of(person.id).keys
        ensure(allow_if(len(keys) < MAX_KEYS, f"Meer dan {MAX_KEYS} sleutels kan niet. Verwijder er eerst een."))
        _ensure_free(name, [key.name for key in keys])
        _begun(WebAuthn.add(person, name, credential).instance, now)
        note(person=person, kind=Happened.KEY_ADDED, who=who, now=now, about=name)
        return _with_codes(person, now)


def _ensure_free(name: str, taken: list[str]) -> None:
    is_free = name.casefold() not in {other.casefold() for other in taken}
    ensure(allow_if(is_free, f"Er is al een sleutel die ‘{name}’ heet. Kies een andere naam."))


def rename_key(*, who: Who, key_id: UUID, name: str, now: datetime) -> None:
    """Call a key by another name; raises Refused when it is gone or the name is taken. Locks the person."""
    with recorded(who, routine="Sleutel hernoemd"):
        person = _locked(who.person_id)
        key = key_of(person.id, key_id)
        if key is None:
            raise Refused(refuse("Deze sleutel is er niet meer."))
        _ensure_free(name, [other.name for other in factors_of(person.id).keys if other.id != key_id])
        if name == key.name:
            return
        Authenticator.objects.filter(pk=key.row.pk).update(data=key.row.data | {"name": name})
        note(person=person, kind=Happened.KEY_RENAMED, who=who, now=now, about=name)


def _ensure_one_stays(who: Who, factors: Factors) -> None:
    last = factors.count == 1 and must_have_factor(who)
    ensure(allow_if(not last, "Bij je rol hoort een tweede stap. Voeg eerst een andere toe, en verwijder dan deze."))


def _removed(person: Person, authenticator: Any) -> None:
    """Take a factor away; recovery codes go with the last one."""
    Authenticator.objects.filter(pk=authenticator.pk).delete()
    if not factors_of(person.id):
        Authenticator.objects.filter(user_id=person.id).delete()


def remove_app(*, who: Who, now: datetime) -> None:
    """Take the authenticator app away.

    Raises Refused when there is none, or when it is the last factor of somebody who must have one. Locks the person.
    """
    with recorded(who, routine="Authenticator-app verwijderd"):
        person = _locked(who.person_id)
        factors = factors_of(person.id)
        ensure(allow_if(factors.app is not None, "Er is geen authenticator-app meer."))
        _ensure_one_stays(who, factors)
        _removed(person, factors.app)
        note(person=person, kind=Happened.APP_REMOVED, who=who, now=now)


def remove_key(*, who: Who, key_id: UUID, now: datetime) -> None:
    """Take a key away; raises Refused like `remove_app`. Locks the person."""
    with recorded(who, routine="Sleutel verwijderd"):
        person = _locked(who.person_id)
        key = key_of(person.id, key_id)
        if key is None:
            raise Refused(refuse("Deze sleutel is er niet meer."))
        _ensure_one_stays(who, factors_of(person.id))
        _removed(person, key.row)
        note(person=person, kind=Happened.KEY_REMOVED, who=who, now=now, about=key.name)


def make_codes(*, who: Who, now: datetime) -> None:
    """New recovery codes; the old ones stop working. Raises Refused without a second factor. Locks the person."""
    with recorded(who, routine="Herstelcodes gemaakt"):
        person = _locked(who.person_id)
        ensure(allow_if(bool(factors_of(person.id)), "Stel eerst een tweede stap in. Daarna krijg je herstelcodes."))
        Authenticator.objects.filter(user_id=person.id, type=Authenticator.Type.RECOVERY_CODES).delete()
        _with_codes(person, now)
        note(person=person, kind=Happened.CODES_MADE, who=who, now=now)


def codes_saved(*, who: Who, now: datetime) -> None:
    """Their owner has saved the codes: they are not shown again. Locks the person."""
    with recorded(who, routine="Herstelcodes bewaard"):
        codes = factors_of(_locked(who.person_id).id).codes
        if codes is not None and not codes.wrap().did_view:
            Authenticator.objects.filter(pk=codes.pk).update(data=codes.data | {"viewed_at": now.timestamp()})


def note_use(*, person: Person, authenticator: Any, now: datetime) -> None:
    """A factor was just used; the use of a recovery code is told to its owner."""
    actor = Who(person_id=person.id, name=person.name)
    with recorded(actor, routine="Tweede stap gebruikt"):
        Authenticator.objects.filter(pk=authenticator.pk).update(last_used_at=now)
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            note(person=person, kind=Happened.CODE_USED, who=actor, now=now)


def reset_factors(*, person_id: UUID, reason: str, who: Who, now: datetime) -> None:
    """Take away everything that somebody lost, and sign them out everywhere; they set it up anew.

    For administrators, with a reason, never for oneself. Raises Refused when there is nothing. Locks the person.
    """
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom."))
    with recorded(who, reason):
        person = _locked(person_id)
        ensure(may_reset(who, person))
        rows = Authenticator.objects.filter(user_id=person.id)
        ensure(allow_if(rows.exists(), f"{person.name} heeft geen tweede stap."))
        rows.delete()
        for session in UserSession.objects.filter(user_id=person.id):
            session.end()
        note(person=person, kind=Happened.RESET, who=who, now=now, reason=reason)


def link_provider(
    *, person: Person | None, has_verified: bool, provider: str, uid: str, name: str, now: datetime
) -> SocialAccount:
    """Tie an identity at the provider of single sign-on to a person who is known here.

    Raises Refused when the provider does not vouch for an address, nobody here has it, or that person may not sign in.
    """
    ensure(
        allow_if(
            has_verified,
            f"{name} gaf geen gecontroleerd e-mailadres door. Log in met een wachtwoord, of vraag je eigen beheerder.",
        )
    )
    if person is None:
        raise Refused(
            refuse("Dit e-mailadres is hier niet bekend. De functioneel beheerder van OZJT nodigt mensen uit.")
        )
    ensure(allow_if(person.is_active, "Met dit account kan niemand meer inloggen. Vraag de functioneel beheerder."))
    actor = Who(person_id=person.id, name=person.name)
    with recorded(actor, routine="Gekoppeld voor inloggen"):
        account, is_new = SocialAccount.objects.get_or_create(provider=provider, uid=uid, defaults={"user": person})
        if is_new:
            note(person=person, kind=Happened.PROVIDER_LINKED, who=actor, now=now, about=name)
    return account


# --- Sessions ---------------------------------------------------------------------------------------------------------
def start_session(*, session_key: str, now: datetime) -> None:
    """The record of a session that somebody just signed in to carries the time of this world."""
    UserSession.objects.filter(session_key=session_key).update(created_at=now, last_seen_at=now)


def mark_active(*, session_key: str, now: datetime) -> None:
    """Remember that a session is still in use; no change that anybody looks back for, so the history keeps no trace."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def end_session(*, who: Who, session_id: UUID, current_key: str, now: datetime) -> str:
    """End one session elsewhere, at once; answers with its device. Raises Refused when it is gone, or is this one."""
    with recorded(who, routine="Sessie beëindigd"):
        person = _locked(who.person_id)
        found = next((item for item in sessions_of(person, current_key) if item.id == session_id), None)
        if found is None:
            raise Refused(refuse("Dit apparaat was al uitgelogd."))
        ensure(allow_if(not found.is_this, "Dit is het apparaat waarop je nu werkt. Gebruik ‘Uitloggen’ bovenaan."))
        found.row.end()
        note(person=person, kind=Happened.SESSION_ENDED, who=who, now=now, about=found.device)
    return found.device


def end_other_sessions(*, who: Who, current_key: str, now: datetime) -> int:
    """End every session but this one, at once; answers with how many. Locks the person."""
    with recorded(who, routine="Andere sessies beëindigd"):
        person = _locked(who.person_id)
        others = [item for item in sessions_of(person, current_key) if not item.is_this]
        for item in others:
            item.row.end()
        if others:
            note(person=person, kind=Happened.SESSIONS_ENDED, who=who, now=now)
    return len(others)
