"""Kinds of notices, when the daily mail may leave and what it says; pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.terms.calendar import is_free_day

MORNING_BEGINS, MORNING_ENDS = time(7), time(11)
KEPT_AFTER_READING = timedelta(days=90)
SHOWN_IN_MAIL = 20
_PATH = re.compile(r"/(?!/)[^\s\\]*")


class NoticeKind(StrEnum):
    """What a notice wants of its reader; the Dutch words are in KIND_NAMES."""

    ASK = "ask"
    MENTION = "mention"
    HANDOVER = "handover"
    DEPUTY = "deputy"
    NEWS = "news"


KIND_NAMES: dict[str, str] = {
    NoticeKind.ASK: "vraag aan jou",
    NoticeKind.MENTION: "je bent genoemd",
    NoticeKind.HANDOVER: "overgedragen werk",
    NoticeKind.DEPUTY: "vervanging",
    NoticeKind.NEWS: "nieuws",
}
# What somebody waits for; the rest is good to know.
NEEDS_READER = (NoticeKind.ASK, NoticeKind.MENTION, NoticeKind.HANDOVER, NoticeKind.DEPUTY)


class Digest(StrEnum):
    """When a person wants the daily mail; the Dutch words are in DIGEST_NAMES."""

    DAILY = "daily"
    ASKED = "asked"
    OFF = "off"


DIGEST_NAMES: dict[str, str] = {
    Digest.DAILY: "Elke werkdag, als er iets nieuws is",
    Digest.ASKED: "Alleen als iemand iets van mij vraagt",
    Digest.OFF: "Nooit",
}


def is_path(url: str) -> bool:
    """Whether `url` is an address inside this site, such as `/trajecten/`: no host, no spaces."""
    return _PATH.fullmatch(url) is not None


def is_digest_time(local: datetime) -> bool:
    """Whether the mail may leave at this moment in Amsterdam: the morning of a working day."""
    return not is_free_day(local.date()) and MORNING_BEGINS <= local.time() < MORNING_ENDS


def wants_digest(*, choice: str, kinds: Sequence[str], last_on: date | None, today: date) -> bool:
    """Whether somebody with unread notices of `kinds` gets a mail today: at most one a day, and as they chose."""
    if choice == Digest.OFF or not kinds or (last_on is not None and last_on >= today):
        return False
    return choice == Digest.DAILY or any(kind in NEEDS_READER for kind in kinds)


def digest_text(*, name: str, titles: Sequence[str], site: str) -> tuple[str, str]:
    """Subject and body of the mail over unread notices: how many there are, and their titles."""
    count = len(titles)
    counted = "1 nieuw bericht" if count == 1 else f"{count} nieuwe berichten"
    lines = [f"- {title}" for title in titles[:SHOWN_IN_MAIL]]
    if count > SHOWN_IN_MAIL:
        lines.append(f"- en nog {count - SHOWN_IN_MAIL}")
    body = "\n".join(
        (
            f"Beste {name},",
            "",
            f"In Inkoopkompas {'staat' if count == 1 else 'staan'} {counted} voor je klaar:",
            "",
            *lines,
            "",
            f"Lees verder op {site}/berichten/",
            "",
            f"Wil je deze mail minder vaak of niet meer? Kies dat op {site}/berichten/instellen/",
            "",
            "OZJT",
            "",
        )
    )
    return f"Inkoopkompas: {counted}", body
