"""When the daily mail leaves, who gets it and what it says."""

from datetime import date, datetime

import pytest

from accounts.notices.rules import (
    DIGEST_NAMES,
    KIND_NAMES,
    Digest,
    NoticeKind,
    digest_text,
    is_digest_time,
    is_path,
    wants_digest,
)

TODAY = date(2022, 2, 7)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (datetime(2022, 2, 7, 7, 0), True),
        (datetime(2022, 2, 7, 6, 59), False),
        (datetime(2022, 2, 7, 10, 59), True),
        (datetime(2022, 2, 7, 11, 0), False),
        (datetime(2022, 2, 5, 8, 0), False),
        (datetime(2022, 4, 18, 8, 0), False),
    ],
    ids=["seven", "before seven", "before eleven", "eleven", "Saturday", "Easter Monday"],
)
def test_the_mail_leaves_in_the_morning_of_a_working_day(moment: datetime, leaves: bool) -> None:
    assert is_digest_time(moment) is leaves


@pytest.mark.parametrize(
    ("choice", "kinds", "last_on", "wanted"),
    [
        (Digest.DAILY, [NoticeKind.NEWS], None, True),
        (Digest.DAILY, [NoticeKind.NEWS], date(2022, 2, 4), True),
        (Digest.DAILY, [NoticeKind.NEWS], TODAY, False),
        (Digest.DAILY, [], None, False),
        (Digest.ASKED, [NoticeKind.NEWS], None, False),
        (Digest.ASKED, [NoticeKind.NEWS, NoticeKind.ASK], None, True),
        (Digest.ASKED, [NoticeKind.MENTION], None, True),
        (Digest.OFF, [NoticeKind.ASK], None, False),
    ],
)
def test_a_mail_comes_at_most_once_a_day_and_as_chosen(
    choice: str, kinds: list[str], last_on: date | None, wanted: bool
) -> None:
    assert wants_digest(choice=choice, kinds=kinds, last_on=last_on, today=TODAY) is wanted


def test_the_mail_counts_and_names_titles_only() -> None:
    subject, body = digest_text(name="Sanne", titles=["Een", "Twee"], site="https://kompas.example")
    assert subject == "Inkoopkompas: 2 nieuwe berichten"
    assert "In Inkoopkompas staan 2 nieuwe berichten voor je klaar:\n\n- Een\n- Twee\n" in body
    assert "https://kompas.example/berichten/\n" in body
    assert "https://kompas.example/berichten/instellen/" in body
    assert digest_text(name="S", titles=["Een"], site="")[0] == "Inkoopkompas: 1 nieuw bericht"


def test_a_long_mail_ends_with_how_many_more() -> None:
    body = digest_text(name="Sanne", titles=[f"Nummer {number}" for number in range(1, 24)], site="")[1]
    assert "- Nummer 20\n- en nog 3\n" in body
    assert "Nummer 21" not in body


@pytest.mark.parametrize("url", ["/", "/trajecten/", "/trajecten/?naam=a#kop"])
def test_a_path_is_inside_the_site(url: str) -> None:
    assert is_path(url)


@pytest.mark.parametrize("url", ["", "trajecten/", "//elders.example/", "https://elders.example", "/\\elders", "/a b"])
def test_what_leads_elsewhere_is_no_path(url: str) -> None:
    assert not is_path(url)


def test_every_kind_and_choice_has_a_word() -> None:
    assert set(KIND_NAMES) == set(NoticeKind)
    assert set(DIGEST_NAMES) == set(Digest)
