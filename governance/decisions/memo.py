"""The headings of the advice memo and how two versions of its text differ; pure.

The headings are those of the memo with which the strategic procurement document went to the board (SID, adviesnota).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Heading:
    """One heading of the advice memo."""

    field: str
    label: str
    hint: str
    required: bool = True


HEADINGS: tuple[Heading, ...] = (
    Heading("subject", "Onderwerp", "Waar gaat het over, in één regel?"),
    Heading("proposal", "Voorstel", "Wat stel je voor? Nummer de punten: 1., 2., 3."),
    Heading("introduction", "Inleiding", "Wat ging eraan vooraf en waarom ligt dit er nu?"),
    Heading("intended_effect", "Beoogd effect", "Wat verandert er als het bestuur ja zegt?"),
    Heading("arguments", "Argumenten", "Nummer ze naar het voorstel: 1.1 hoort bij punt 1."),
    Heading("caveats", "Kanttekeningen", "Wat pleit ertegen, en hoe ga je daarmee om?"),
    Heading("finances", "Kosten, baten en dekking", "Wat kost het, wat levert het op, wie betaalt?"),
    Heading("communication", "Communicatie", "Wie hoort wat, wanneer en hoe?", required=False),
    Heading("follow_up", "Vervolg", "Wat gebeurt er na het besluit, en wanneer?"),
    Heading("annexes", "Bijlagen", "Eén bijlage per regel.", required=False),
    Heading("resolution", "Besluit", "De zin die het orgaan vaststelt.", required=False),
)
TEXT_FIELDS = tuple(heading.field for heading in HEADINGS)


def missing_headings(text: Mapping[str, str]) -> tuple[str, ...]:
    """The headings that must say something before the text goes to the second pair of eyes."""
    return tuple(row.label for row in HEADINGS if row.required and not text.get(row.field, "").strip())


@dataclass(frozen=True)
class Piece:
    """A part of a text: "same", "old" or "new"."""

    kind: str
    text: str


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """What was taken out and what was put in, by word."""
    before, after = old.split(" "), new.split(" ")
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("old", " ".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("new", " ".join(after[j1:j2])))
    return tuple(pieces)


def compared(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, tuple[Piece, ...]]]:
    """The headings whose text differs between two versions, each with its pieces."""
    return [
        (row.label, word_pieces(old.get(row.field, ""), new.get(row.field, "")))
        for row in HEADINGS
        if old.get(row.field, "") != new.get(row.field, "")
    ]
