"""A provider of single sign-on on this machine: discovery, authorize, token, userinfo and keys, with RS256 and PKCE.

It signs in whoever `claims` describes, without asking. `spoil` names what it does wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET, NAME = "inkoopkompas", "geheim-van-de-proef", "OZJT-account"


class Provider:
    """What the provider knows and does."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {"sub": "1", "email": "sanne@voorbeeld.example", "email_verified": True}
        self.spoil: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.asked: list[str] = []
        self.issuer = ""

    def settings(self) -> dict[str, Any]:
        """SOCIALACCOUNT_PROVIDERS with this provider."""
        app = {
            "provider_id": "organisatie", "name": NAME, "client_id": CLIENT, "secret": SECRET,
            "settings": {"server_url": self.issuer},
        }  # fmt: skip
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def discovery(self) -> dict[str, Any]:
        """The addresses."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key."""
        return {"keys": [RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True) | {"kid": "een", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next."""
        if "cancel" in self.spoil:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        state = "verkeerd" if "state" in self.spoil else asked["state"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': state})}"

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The tokens for a code, once, for who knows the secret and the verifier."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        claims = self.claims | {
            "iss": "https://iemand-anders.example" if "issuer" in self.spoil else self.issuer,
            "aud": "een-andere-site" if "audience" in self.spoil else CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + (-60 if "expired" in self.spoil else 300),
        }
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048) if "signature" in self.spoil else None
        access = secrets.token_urlsafe()
        self.tokens.add(access)
        signed = jwt.encode(claims, other or self.key, algorithm="RS256", headers={"kid": "een"})
        return 200, {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def userinfo(self, authorization: str) -> tuple[int, dict[str, Any]]:
        """Who the token is about."""
        if authorization.removeprefix("Bearer ") not in self.tokens:
            return 401, {"error": "invalid_token"}
        return 200, self.claims | ({"sub": "iemand anders"} if "userinfo" in self.spoil else {})


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path)
            provider.asked.append(place.path)
            if "away" in provider.spoil:
                self._json(503, {})
            elif place.path.endswith("/.well-known/openid-configuration"):
                self._json(200, provider.discovery())
            elif place.path == "/keys":
                self._json(200, provider.keys())
            elif place.path == "/userinfo":
                self._json(*provider.userinfo(self.headers.get("Authorization", "")))
            elif place.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(place.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                self._json(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _json(self, status: int, content: dict[str, Any]) -> None:
            text = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider on a free port of the loopback, until the test ends."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
