"""Naming colleagues in a text, and how long it can be mended; pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

EDITABLE_FOR = timedelta(minutes=15)
LONGEST_TEXT = 4000
MOST_MENTIONS = 20
_AT = re.compile(r"(?<![\w.@])@(?=\w)")
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Reader:
    """Somebody who may see the subject and can be named."""

    person_id: UUID
    name: str
    organisation: str
    works_at_ozjt: bool

    @property
    def label(self) -> str:
        """The name with the organisation, by which namesakes are told apart."""
        return f"{self.name} ({self.organisation})"


@dataclass(frozen=True)
class Mentions:
    """Whom a text names, and what is wrong with it in sentences."""

    person_ids: frozenset[UUID]
    problems: tuple[str, ...]


def mentions_in(text: str, *, readers: Sequence[Reader], chosen: Collection[UUID] = ()) -> Mentions:
    """Whom `text` names by @ among `readers`, together with those that were `chosen` from the list.

    "@Sanne Voorbeeld" is the whole name, the longest that fits; "@Sanne" will do when one reader is called so. Of
    namesakes the one who was chosen is meant. An e-mail address names nobody. What nobody or more than one is called is
    a problem, and so is a choice that is not among the readers.
    """
    found = {reader.person_id for reader in readers if reader.person_id in set(chosen)}
    problems = []
    if set(chosen) - found:
        problems.append("Een van de gekozen collega's mag dit niet zien. Kies iemand uit de lijst.")
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        fitting = _whole_name(rest, readers) or _first_name(rest, readers)
        meant = [reader for reader in fitting if reader.person_id in set(chosen)] if len(fitting) > 1 else fitting
        if len(meant) == 1:
            found.add(meant[0].person_id)
        else:
            problems.append(_problem(rest, fitting))
    if len(found) > MOST_MENTIONS:
        problems.append(f"Noem hoogstens {MOST_MENTIONS} collega's in één opmerking.")
    return Mentions(frozenset(found), tuple(dict.fromkeys(problems)))


def _whole_name(rest: str, readers: Sequence[Reader]) -> list[Reader]:
    said = rest.casefold()
    fitting = [
        reader
        for reader in readers
        if said.startswith(name := reader.name.casefold()) and not said[len(name) : len(name) + 1].isalnum()
    ]
    longest = max((len(reader.name) for reader in fitting), default=0)
    return [reader for reader in fitting if len(reader.name) == longest]


def _first_name(rest: str, readers: Sequence[Reader]) -> list[Reader]:
    word = _WORD.match(rest)
    said = word[0].casefold() if word else ""
    return [
        reader
        for reader in readers
        if said in {reader.name.split()[0].casefold(), reader.name.replace(" ", "").casefold()}
    ]


def _problem(rest: str, fitting: Sequence[Reader]) -> str:
    word = _WORD.match(rest)
    said = f"@{word[0] if word else ''}"
    if not fitting:
        return f"Wie bedoel je met ‘{said}’? Kies iemand uit de lijst, of haal de @ weg."
    names = ", ".join(sorted(reader.label for reader in fitting))
    return f"‘{said}’ kan meer mensen zijn: {names}. Schrijf de hele naam, of kies de collega in de lijst."


def is_editable(*, written_at: datetime, now: datetime) -> bool:
    """Whether its author may still mend a comment."""
    return now - written_at <= EDITABLE_FOR


def names_of(person_ids: Collection[UUID], names: Mapping[UUID, str]) -> list[str]:
    """The names of people, in alphabetical order."""
    return sorted(names[person_id] for person_id in person_ids if person_id in names)
