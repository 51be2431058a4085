"""Sealing the secrets of second factors, so that a copy of the database does not hold them in the clear."""

import base64
import hashlib
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

logger = logging.getLogger(__name__)


def _cipher() -> MultiFernet:
    """The first key seals, every key opens; a local machine without keys uses its SECRET_KEY."""
    texts = settings.MFA_KEYS or [settings.SECRET_KEY]
    digests = [hashlib.sha256(b"inkoopkompas second factors " + text.encode()).digest() for text in texts]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    """`text` as ciphertext."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text behind `sealed`.

    When no key fits, a secret that nobody has: then no code is right, and an administrator resets the factor.
    """
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        logger.error("a secret of a second factor could not be opened with MFA_KEYS")
        return base64.b32encode(secrets.token_bytes(20)).decode("ascii")
