"""Second factors for tests: a session that was just proved, codes of a known app, and a key made in software.

A key answers as a real one would: an ES256 key whose attestation and signatures pass the same checks.
"""

import hashlib
import json
import secrets
import time
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.factors import queries, services
from accounts.organisations.rules import Who
from accounts.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHALLENGE = "c" * 43
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


def code_now(secret: str = SECRET) -> str:
    """The code that an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enter(client: Client, person: Person) -> None:
    """Sign in as with a password just now, without the form; the session holds known questions for an app and a key."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session["mfa.totp.secret"] = SECRET
    session["mfa.webauthn.state"] = {"challenge": CHALLENGE, "user_verification": "preferred"}
    session.save()


class SoftKey:
    """A security key in software."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def create(self, challenge: str = CHALLENGE, host: str = "testserver") -> dict[str, Any]:
        """What the browser gives after `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AuthenticatorData.create(
            hashlib.sha256(host.encode()).digest(),
            AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
            self.count,
            AttestedCredentialData.create(b"\0" * 16, self.id, public),
        )
        client_data = CollectedClientData.create(
            type=CollectedClientData.TYPE.CREATE, challenge=challenge, origin=f"https://{host}"
        )
        return self._answer(
            {
                "clientDataJSON": websafe_encode(bytes(client_data)),
                "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
            }
        )

    def get(self, challenge: str, host: str = "testserver") -> dict[str, Any]:
        """What the browser gives after `navigator.credentials.get`."""
        self.count += 1
        data = AuthenticatorData.create(
            hashlib.sha256(host.encode()).digest(),
            AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV,
            self.count,
        )
        client_data = CollectedClientData.create(
            type=CollectedClientData.TYPE.GET, challenge=challenge, origin=f"https://{host}"
        )
        signed = self.private.sign(bytes(data) + client_data.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(bytes(client_data)),
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signed),
                "userHandle": None,
            }
        )

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "type": "public-key", "id": name, "rawId": name, "authenticatorAttachment": "cross-platform",
            "response": response, "clientExtensionResults": {},
        }  # fmt: skip


def credential() -> str:
    """What a new key answers to the question of `enter`."""
    return json.dumps(SoftKey().create())


def itself(person: Person) -> Who:
    """A person acting for themselves."""
    return Who(person_id=person.id, name=person.name)


def equip(person: Person, *, now: datetime, key: SoftKey | None = None) -> UUID:
    """Give somebody an app, a key and recovery codes; answers with the id of the key."""
    who = itself(person)
    services.add_app(who=who, secret=SECRET, now=now)
    services.add_key(who=who, name="Sleutelbos", credential=(key or SoftKey()).create(), now=now)
    return queries.factors_of(person.id).keys[0].id


def elsewhere(person: Person, *, now: datetime, user_agent: str = CHROME) -> UUID:
    """Let somebody be signed in in one more browser; answers with the id of that session."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    key = str(store.session_key)
    UserSession.objects.create(
        user=person, session_key=key, ip="127.0.0.1", user_agent=user_agent, created_at=now, last_seen_at=now
    )
    return queries.public_id("session", key)
