"""The factors, codes and sessions of one person, and what is asked about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.factors.models import SignInNote
from accounts.factors.rules import FEW_CODES, device_of, needs_factor
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.rooms.asks import Ask

SHOWN_NOTES = 10


def public_id(kind: str, key: object) -> UUID:
    """An id for addresses and forms of a row whose own key must not be seen; the same as long as the row exists."""
    return UUID(bytes=salted_hmac(f"accounts.factors.{kind}", str(key), algorithm="sha256").digest()[:16])


@dataclass(frozen=True)
class Key:
    """A passkey or security key."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None
    row: Any


@dataclass(frozen=True)
class Factors:
    """What somebody has to sign in with, besides a password."""

    app: Any
    keys: list[Key]
    codes: Any

    def __bool__(self) -> bool:
        return bool(self.app or self.keys)

    @property
    def count(self) -> int:
        """How many second factors; recovery codes only stand in for one."""
        return len(self.keys) + (1 if self.app else 0)

    @property
    def codes_left(self) -> int:
        """How many recovery codes can still be used."""
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0

    @property
    def codes_are_new(self) -> bool:
        """Whether the codes were made and not yet said to be saved."""
        return bool(self.codes) and not self.codes.wrap().did_view

    @property
    def few_codes(self) -> bool:
        """Whether it is time to make new ones."""
        return bool(self) and self.codes_left <= FEW_CODES


def factors_of(person_id: UUID) -> Factors:
    """Everything a person has (one query)."""
    app, codes, keys = None, None, []
    for row in Authenticator.objects.filter(user_id=person_id).order_by("created_at", "id"):
        if row.type == Authenticator.Type.TOTP:
            app = row
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            codes = row
        else:
            keys.append(Key(public_id("key", row.pk), row.data["name"], row.created_at, row.last_used_at, row))
    return Factors(app, keys, codes)


def key_of(person_id: UUID, key_id: UUID) -> Key | None:
    """One key of this person."""
    return next((key for key in factors_of(person_id).keys if key.id == key_id), None)


def has_factor(person_id: UUID) -> bool:
    """Whether a person has a second factor (one query)."""
    found: bool = (
        Authenticator.objects.filter(user_id=person_id).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )
    return found


def person_with(addresses: Iterable[str]) -> Person | None:
    """The person with one of these e-mail addresses."""
    return Person.objects.filter(email__in=[address.lower() for address in addresses]).order_by("email").first()


def must_have_factor(who: Who) -> bool:
    """Whether the roles of today ask for a second factor."""
    return needs_factor([hat.role for hat in who.hats], settings.MFA_REQUIRED_ROLES)


@dataclass(frozen=True)
class SignedIn:
    """A browser in which somebody is signed in."""

    id: UUID
    device: str
    since: datetime
    seen: datetime
    is_this: bool
    row: Any


def sessions_of(person: Person, current_key: str) -> list[SignedIn]:
    """Where a person is signed in, this browser first, then the latest seen (two queries).

    Sessions that ran out, or from before a change of password, are left out.
    """
    rows = {row.session_key: row for row in UserSession.objects.filter(user_id=person.id)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=timezone.now())
    expected = person.get_session_auth_hash()
    found = [
        SignedIn(
            public_id("session", row.session_key),
            device_of(row.user_agent),
            row.created_at,
            row.last_seen_at,
            row.session_key == current_key,
            row,
        )
        for session in alive
        if constant_time_compare(session.get_decoded().get("_auth_user_hash", ""), expected)
        for row in [rows[session.session_key]]
    ]
    return sorted(found, key=lambda item: (not item.is_this, -item.seen.timestamp()))


def notes_about(person_id: UUID) -> list[SignInNote]:
    """The last changes of how somebody signs in, newest first (one query)."""
    return list(SignInNote.objects.filter(person_id=person_id).order_by("-moment", "-id")[:SHOWN_NOTES])


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """Of a colleague without a second factor, as advice (one query); where it is required nobody gets this far."""
    if not settings.MFA_ADVICE or who.person_id is None or not who.hats or who.is_provider_only:
        return
    factors = factors_of(who.person_id)
    if not factors:
        yield Ask(
            title="Log veiliger in met een tweede stap",
            url=reverse("factors:account"),
            why="Met een code of een sleutel erbij kan niemand met alleen je wachtwoord inloggen.",
            about="Mijn account",
        )
    elif factors.few_codes:
        left = factors.codes_left
        yield Ask(
            title="Maak nieuwe herstelcodes",
            url=reverse("factors:codes"),
            why=f"Er {'is' if left == 1 else 'zijn'} nog {left} over." if left else "Ze zijn op.",
            about="Mijn account",
        )
