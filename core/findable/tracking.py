"""The decorator that makes the rows of a table findable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Template
from typing import Any, TypeVar

import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])
LONGEST = 100_000  # characters: far under what one vector can hold


@dataclass(frozen=True)
class Findable:
    """A table whose rows can be found: which fields give the title, the text and the number."""

    model: Any
    kind: str
    title: tuple[str, ...]
    text: tuple[str, ...]
    number: str
    noun: str

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field whose words are found."""
        return (*self.title, *self.text, *((self.number,) if self.number else ()))

    def columns_of(self, row: str) -> str:
        """The values of an entry as SQL, read from the alias `row`."""
        title, text = self._together(row, self.title, "' '"), self._together(row, self.text, "chr(10)")
        number = f"left(lower({self._column(row, self.number)}::text), 120)" if self.number else "''"
        return f"'{self.kind}', {row}.{self.quoted('pk')}, coalesce({number}, ''), '{self.noun}', {title}, {text}"

    def all_rows(self) -> str:
        """Every row of the table as a source of entries, as SQL."""
        return _ALL.substitute(columns=self.columns_of("origin"), table=self.model._meta.db_table)

    def _together(self, row: str, fields: tuple[str, ...], between: str) -> str:
        parts = [f"nullif({self._column(row, field)}::text, '')" for field in fields]
        return f"left(concat_ws({between}, {', '.join(parts)}), {LONGEST})" if parts else "''"

    def _column(self, row: str, field: str) -> str:
        return f"{row}.{self.quoted(field)}"

    def quoted(self, field: str) -> str:
        """The column of a field."""
        found = self.model._meta.pk if field == "pk" else self.model._meta.get_field(field)
        return f'"{found.column}"'


_findables: dict[str, Findable] = {}


def findables() -> Iterator[Findable]:
    """Every table whose rows can be found, by kind."""
    yield from sorted(_findables.values(), key=lambda row: row.kind)


_UPSERT = Template("""
INSERT INTO core_searchentry (id, kind, object_id, number, noun, title, text, changed_at)
SELECT gen_random_uuid(), source.kind, source.object_id, source.number, source.noun, source.title, source.text,
    core_now()
FROM ($source) AS source (kind, object_id, number, noun, title, text)
ON CONFLICT (kind, object_id) DO UPDATE SET number = EXCLUDED.number, noun = EXCLUDED.noun,
    title = EXCLUDED.title, text = EXCLUDED.text, changed_at = EXCLUDED.changed_at
WHERE (core_searchentry.number, core_searchentry.noun, core_searchentry.title, core_searchentry.text)
    IS DISTINCT FROM (EXCLUDED.number, EXCLUDED.noun, EXCLUDED.title, EXCLUDED.text)
""")
_ALL = Template('SELECT $columns FROM "$table" AS origin')
_DELETE = Template("DELETE FROM core_searchentry WHERE kind = '$kind' AND object_id = OLD.$id")


def upsert_of(source: str) -> str:
    """The statement that writes entries from `source` (a SELECT or VALUES of kind, id, number, noun, title, text)."""
    return " ".join(_UPSERT.substitute(source=source).split())


def findable(
    *, kind: str, title: tuple[str, ...], text: tuple[str, ...] = (), number: str = "", noun: str = ""
) -> Callable[[M], M]:
    """Let the rows of a model be found by the words of these fields, whichever way they are written.

    `title` weighs more than `text`; `number` is a field that people type to go straight there, `noun` what people call
    such a thing. The room that shows the rows says in its `search.py` who may find them. Raises ValueError when the
    kind is taken.
    """

    def decorate(model: M) -> M:
        if kind in _findables and _findables[kind].model.__name__ != model.__name__:
            raise ValueError(f"'{kind}' is findable twice")
        row = _findables[kind] = Findable(model, kind, title, text, number, noun)
        write = upsert_of(f"VALUES ({row.columns_of('NEW')})")
        pgtrigger.register(
            pgtrigger.Trigger(
                name="findable_insert",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=f"{write}; RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="findable_update",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.AnyChange(*row.fields),
                func=f"{write}; RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="findable_delete",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                func=f"{_DELETE.substitute(kind=kind, id=row.quoted('pk'))}; RETURN NULL;",
            ),
        )(model)
        return model

    return decorate
