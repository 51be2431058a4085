"""Who needs a second factor, what a browser is called, and how long a proof counts; pure."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

FRESH_SECONDS = 300  # how long a password or code counts as "just now" for changing the way of signing in
SHOWN_SECONDS = 900  # how long new recovery codes stay to be read, saved and printed
ACTIVE_SECONDS = 300  # how exact "last seen" of a session is
FEW_CODES = 3


class Happened(StrEnum):
    """What can happen to the way in which somebody signs in."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    KEY_ADDED = "key_added"
    KEY_RENAMED = "key_renamed"
    KEY_REMOVED = "key_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    RESET = "reset"
    SESSION_ENDED = "session_ended"
    SESSIONS_ENDED = "sessions_ended"
    PROVIDER_LINKED = "provider_linked"


SENTENCES: dict[str, str] = {
    Happened.APP_ADDED: "Authenticator-app ingesteld.",
    Happened.APP_REMOVED: "Authenticator-app verwijderd.",
    Happened.KEY_ADDED: "Sleutel ‘{about}’ toegevoegd.",
    Happened.KEY_RENAMED: "Sleutel heet nu ‘{about}’.",
    Happened.KEY_REMOVED: "Sleutel ‘{about}’ verwijderd.",
    Happened.CODES_MADE: "Nieuwe herstelcodes gemaakt.",
    Happened.CODE_USED: "Ingelogd met een herstelcode.",
    Happened.RESET: "Tweede stap gewist door een beheerder.",
    Happened.SESSION_ENDED: "Uitgelogd op een ander apparaat: {about}.",
    Happened.SESSIONS_ENDED: "Uitgelogd op alle andere apparaten.",
    Happened.PROVIDER_LINKED: "Gekoppeld aan {about}.",
}
# The person is told of these by mail: whoever did it, they should know.
TOLD_BY_MAIL = frozenset(Happened) - {Happened.KEY_RENAMED, Happened.SESSION_ENDED, Happened.SESSIONS_ENDED}


def sentence_of(kind: str, about: str = "") -> str:
    """What happened, in Dutch; `about` names the key, the device or the provider."""
    return SENTENCES[kind].format(about=about)


def needs_factor(roles: Iterable[str], required: Collection[str]) -> bool:
    """Whether one of `roles` asks for a second factor; `required` holds the roles that do."""
    return any(role in required for role in roles)


def is_fresh(proved_at: float | None, now: float, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a proof of `proved_at` still counts at `now`; both in seconds since 1970."""
    return proved_at is not None and 0 <= now - proved_at < seconds


# The first that fits counts: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (
    (r"\bEdgA?/|\bEdgiOS/", "Edge"),
    (r"\bOPR/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"\bChrome/|\bCriOS/|\bHeadlessChrome/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
DEVICES = (
    (r"\biPhone\b", "een iPhone"),
    (r"\biPad\b", "een iPad"),
    (r"\bAndroid\b.*\bMobile\b", "een Android-telefoon"),
    (r"\bAndroid\b", "een Android-tablet"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "een Chromebook"),
    (r"\bMacintosh\b|\bMac OS X\b", "een Mac"),
    (r"\bLinux\b|\bX11\b", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A browser and its device in plain words, such as 'Chrome op Windows'."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), "")
    device = next((name for pattern, name in DEVICES if re.search(pattern, user_agent)), "")
    if browser and device:
        return f"{browser} op {device}"
    return browser or (f"Een browser op {device}" if device else "Onbekend apparaat")


def spaced(secret: str) -> str:
    """A secret in groups of four, as people type it over."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
