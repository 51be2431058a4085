"""What somebody types when they search, read as words; and how a hit is shown. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

LONGEST_QUERY = 300  # characters that are read; a longer text is not a search
MOST_TERMS = 10
LONGEST_WORD = 60
SHORTEST_BEGINNING = 3  # letters; shorter beginnings fit too much, save for the word that is still being typed
SHORTEST_END = 4
MARK_FROM, MARK_TO = "\x02", "\x03"  # around a match; no one types them and they never reach a page

_PARTS = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"\w+(?:[.\-/@]\w+)*")


@dataclass(frozen=True)
class Term:
    """One word or one phrase of a search; all of them must be found.

    `variants` are other spellings of the same word (tarief, tarieven); `is_beginning` lets the word also be the
    beginning of a longer one.
    """

    words: tuple[str, ...]
    variants: tuple[str, ...] = ()
    is_beginning: bool = False

    @property
    def backwards(self) -> str:
        """The word from its end, when it may be the end of a compound word (pilot in proefpilot); else nothing."""
        word = self.words[0]
        return word[::-1] if self.is_beginning and len(word) >= SHORTEST_END and word.isalpha() else ""

    @property
    def is_phrase(self) -> bool:
        """Whether the words must stand next to each other."""
        return len(self.words) > 1


def terms_of(text: str) -> tuple[Term, ...]:
    """What is asked for: words, and phrases between quotes. Everything else that somebody types means nothing.

    Operators, wildcards and control characters of the database fall away here, so that no text can break a search.
    """
    text = text[:LONGEST_QUERY].replace("“", '"').replace("”", '"').replace("„", '"')
    if text.count('"') % 2:
        text = '"'.join(text.rsplit('"', 1)[:1]) + " " + text.rsplit('"', 1)[1]
    found: list[Term] = []
    for phrase, bare in _PARTS.findall(text):
        words = tuple(word[:LONGEST_WORD].lower() for word in _WORD.findall(phrase or bare))
        if phrase and len(words) > 1:
            found.append(Term(words))
        else:
            found += [_term(word, is_quoted=bool(phrase)) for word in words]
    unique = list(dict.fromkeys(found))[:MOST_TERMS]
    if unique and not unique[-1].is_phrase and text[-1:] not in {'"', ""}:
        last = unique[-1]
        unique[-1] = Term(last.words, last.variants, is_beginning=len(last.words[0]) > 1)
    return tuple(unique)


def _term(word: str, *, is_quoted: bool) -> Term:
    return Term((word,), () if is_quoted else variants_of(word), not is_quoted and len(word) >= SHORTEST_BEGINNING)


def variants_of(word: str) -> tuple[str, ...]:
    """The plural of a word on f or s, or the singular of one on ven or zen: the Dutch stemmer leaves these apart."""
    for ending, other in (("ven", "f"), ("zen", "s"), ("f", "ven"), ("s", "zen")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and word.isalpha():
            return (word.removesuffix(ending) + other,)
    return ()


@dataclass(frozen=True)
class Piece:
    """A piece of a title or snippet, and whether it is what was searched for."""

    text: str
    is_match: bool


def pieces_of(marked: str) -> tuple[Piece, ...]:
    """A text with marks around its matches, as plain pieces that a page can escape."""
    found: list[Piece] = []
    for place, part in enumerate(marked.split(MARK_FROM)):
        match, _, rest = part.partition(MARK_TO) if place else ("", "", part)
        found += [Piece(match, True)] if match else []
        found += [Piece(rest.replace(MARK_TO, ""), False)] if rest else []
    return tuple(found)


@dataclass(frozen=True)
class Line:
    """Where a hit leads, and one line about where it belongs."""

    url: str
    about: str


@dataclass(frozen=True)
class HitKind:
    """A kind of thing that a room lets people find, in its `search.py` as one of `KINDS`.

    `key` is the kind of its entries; `visible(who)` the ids of what this person may see, by the same query as the
    pages, or None when they may see none of it; `lines(who, ids)` an address and a line for each.
    """

    key: str
    names: tuple[str, str]
    order: int
    visible: Callable[[Any], Any | None]
    lines: Callable[[Any, Sequence[UUID]], Mapping[UUID, Line]]
