"""Naming colleagues in a text."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from accounts.remarks.rules import Reader, is_editable, mentions_in

SANNE, SANNE_B, BRAM, ANOUK = (UUID(int=number) for number in range(1, 5))
READERS = [
    Reader(SANNE, "Sanne Voorbeeld", "OZJT", True),
    Reader(SANNE_B, "Sanne Voorbeeldsma", "OZJT", True),
    Reader(BRAM, "Bram de Proef", "OZJT", True),
    Reader(ANOUK, "Anouk Fictief", "Almelo", False),
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Sanne Voorbeeld kijk je mee?", {SANNE}),
        ("@sanne voorbeeld, kijk je mee?", {SANNE}),
        ("Dit is voor @Sanne Voorbeeldsma.", {SANNE_B}),
        ("@Bram en @Anouk: wat vinden jullie?", {BRAM, ANOUK}),
        ("@BramdeProef", {BRAM}),
        ("(@Anouk)", {ANOUK}),
        ("Mail naar anouk@voorbeeld.example", set()),
        ("Sanne Voorbeeld zonder apenstaart", set()),
        ("Een losse @ zegt niets", set()),
    ],
)
def test_a_name_after_an_at_sign_is_somebody(text: str, named: set[UUID]) -> None:
    found = mentions_in(text, readers=READERS)
    assert found.person_ids == named
    assert found.problems == ()


def test_a_first_name_of_two_is_ambiguous_and_says_whom_it_can_be() -> None:
    (problem,) = mentions_in("@Sanne, weet jij het?", readers=READERS).problems
    assert "‘@Sanne’ kan meer mensen zijn: Sanne Voorbeeld (OZJT), Sanne Voorbeeldsma (OZJT)." in problem


def test_the_chosen_one_of_namesakes_is_meant() -> None:
    found = mentions_in("@Sanne, weet jij het?", readers=READERS, chosen=[SANNE_B])
    assert found.person_ids == {SANNE_B}
    assert found.problems == ()


@pytest.mark.parametrize("text", ["@Piet weet het", "@Sannes idee", "@Bra"])
def test_an_unknown_name_is_said(text: str) -> None:
    found = mentions_in(text, readers=READERS)
    assert found.person_ids == frozenset()
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"Wie bedoel je met ‘{text.split()[0]}’?")


def test_who_may_not_see_it_is_refused_as_a_choice() -> None:
    found = mentions_in("Kijk eens", readers=READERS, chosen=[UUID(int=99), BRAM])
    assert found.person_ids == {BRAM}
    assert "mag dit niet zien" in found.problems[0]


def test_the_same_problem_is_said_once_and_a_crowd_is_refused() -> None:
    assert len(mentions_in("@Piet @Piet", readers=READERS).problems) == 1
    crowd = [Reader(UUID(int=100 + number), f"Persoon {number}", "OZJT", True) for number in range(21)]
    assert "hoogstens 20" in mentions_in("", readers=crowd, chosen=[one.person_id for one in crowd]).problems[0]


def test_a_comment_can_be_mended_for_a_quarter_of_an_hour() -> None:
    written = datetime(2022, 2, 7, 8, 0, tzinfo=UTC)
    assert is_editable(written_at=written, now=written + timedelta(minutes=15))
    assert not is_editable(written_at=written, now=written + timedelta(minutes=15, seconds=1))
