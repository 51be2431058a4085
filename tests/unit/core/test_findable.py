"""What somebody types when they search, and how a hit is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.findable.rules import MARK_FROM, MARK_TO, MOST_TERMS, Piece, Term, pieces_of, terms_of, variants_of


def words(text: str) -> list[tuple[str, ...]]:
    """The words of a search."""
    return [term.words for term in terms_of(text)]


def test_words_and_phrases() -> None:
    assert words('Tarief "Passend Aanbod" jeugdhulp') == [("tarief",), ("passend", "aanbod"), ("jeugdhulp",)]
    assert words("„passend aanbod”") == [("passend", "aanbod")]
    assert words('half "open aanhaling') == [("half",), ("open",), ("aanhaling",)]
    assert words("3.2-a") == [("3.2-a",)]
    assert words("tarief tarief TARIEF") == [("tarief",)]


@pytest.mark.parametrize("nothing", ["", "   ", '""', "&|!:*()", "' \\", "\x00\x02\x03", "--- ... ***"])
def test_what_holds_no_word_asks_for_nothing(nothing: str) -> None:
    assert terms_of(nothing) == ()


@pytest.mark.parametrize(
    "text", ["jeugd & !hulp", "jeugd:* | hulp", "(jeugd) <-> 'hulp'", "jeugd\\hulp", "-jeugd +hulp"]
)
def test_operators_mean_nothing(text: str) -> None:
    assert words(text) == [("jeugd",), ("hulp",)]


def test_the_beginning_of_a_word_is_enough() -> None:
    assert [term.is_beginning for term in terms_of("op jeugd ta")] == [False, True, True]
    assert terms_of("x")[0].is_beginning is False
    assert terms_of('"tarief"')[0] == Term(("tarief",))


@pytest.mark.parametrize(
    ("word", "other"),
    [("tarief", "tarieven"), ("tarieven", "tarief"), ("huis", "huizen"), ("huizen", "huis"), ("brief", "brieven")],
)
def test_the_plural_that_the_stemmer_leaves_apart(word: str, other: str) -> None:
    assert variants_of(word) == (other,)


@pytest.mark.parametrize("word", ["taak", "gemeente", "3.2-f", "af", "ven"])
def test_other_words_have_no_variant(word: str) -> None:
    assert variants_of(word) == ()


def test_a_very_long_text_is_cut() -> None:
    assert len(terms_of("woord " * 10_000)) == 1
    assert len(terms_of(" ".join(f"woord{number}" for number in range(5_000)))) == MOST_TERMS
    assert len(terms_of("a" * 10_000)[0].words[0]) == 60


@given(st.text(max_size=400))
def test_no_text_leaves_a_sign_that_the_database_reads(text: str) -> None:
    for term in terms_of(text):
        assert term.words
        for word in (*term.words, *term.variants):
            assert word
            assert not set(word) & set("'\\&|!:*()<> \x00")


def test_marks_become_pieces() -> None:
    text = f"De {MARK_FROM}tarieven{MARK_TO} <b>van</b> {MARK_FROM}tarief{MARK_TO}"
    assert pieces_of(text) == (
        Piece("De ", False),
        Piece("tarieven", True),
        Piece(" <b>van</b> ", False),
        Piece("tarief", True),
    )
    assert pieces_of("") == ()
    assert pieces_of(f"los {MARK_TO} einde {MARK_FROM}open") == (Piece("los  einde ", False), Piece("open", True))
