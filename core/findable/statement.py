"""The one statement of a search: words, what may be seen, counts, order, marks. Everything typed is a parameter.

The entries that fit are read from the index once; each kind is then joined with what this person may see, and of each
only so many are counted and put in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from core.findable.rules import MARK_FROM, MARK_TO, Term

_STATEMENT = Template("""
WITH fits AS MATERIALIZED (SELECT id, kind, object_id FROM core_searchentry WHERE vector @@ ($query)),
seen AS MATERIALIZED ($seen),
page AS (
    SELECT entry.*, row_number() OVER (
        ORDER BY entry.number = %s DESC, ts_rank(entry.vector, $query) DESC, entry.changed_at DESC, entry.id
    ) AS place
    FROM core_searchentry AS entry JOIN (SELECT id FROM seen WHERE $chosen) AS shown ON shown.id = entry.id
    ORDER BY place LIMIT %s OFFSET %s
)
SELECT
    (SELECT json_object_agg(kind, number)::text FROM (SELECT kind, count(*) AS number FROM seen GROUP BY kind) AS c),
    (SELECT json_agg(json_build_object(
        'kind', kind, 'object_id', object_id, 'number', number,
        'title', ts_headline('dutch', title, $query, %s), 'text', ts_headline('dutch', text, $query, %s)
    ) ORDER BY place)::text FROM page)
""")
_SEEN = Template("(SELECT id, kind FROM fits WHERE kind = %s AND object_id IN ($visible) LIMIT %s)")
_MARKS = f'StartSel="{MARK_FROM}", StopSel="{MARK_TO}"'
TITLE_MARKS = f"HighlightAll=true, {_MARKS}"
TEXT_MARKS = f'MaxWords=28, MinWords=14, MaxFragments=2, FragmentDelimiter=" … ", {_MARKS}'


@dataclass(frozen=True)
class Asked:
    """A search: the terms, per kind the SQL of what may be seen, and which page of which kind is shown."""

    terms: tuple[Term, ...]
    visible: Mapping[str, tuple[str, tuple[Any, ...]]]
    most: int
    kind: str
    number: str
    limit: int
    page: int


@dataclass(frozen=True)
class Row:
    """An entry of the page, with marks around its matches."""

    kind: str
    object_id: str
    number: str
    title: str
    text: str


def statement(ask: Asked) -> tuple[str, list[Any]]:
    """The statement with its parameters; it answers with one row: counts by kind, and the page, both as JSON."""
    query, words = query_of(ask.terms)
    seen, seen_parameters = [], []
    for kind, (sql, parameters) in ask.visible.items():
        seen.append(_SEEN.substitute(visible=sql))
        seen_parameters += [kind, *parameters, ask.most + 1]
    # One more than is counted tells that there is more.
    text = _STATEMENT.substitute(query=query, seen=" UNION ALL ".join(seen), chosen="kind = %s" if ask.kind else "true")
    return text, [
        *words,
        *seen_parameters,
        ask.number,
        *words,
        *([ask.kind] if ask.kind else []),
        ask.limit,
        (ask.page - 1) * ask.limit,
        *words,
        TITLE_MARKS,
        *words,
        TEXT_MARKS,
    ]


def query_of(terms: tuple[Term, ...]) -> tuple[str, list[str]]:
    """The terms as one query: all of them, each by stem, other spelling, beginning or end."""
    parts: list[str] = []
    words: list[str] = []
    for term in terms:
        if term.is_phrase:
            parts.append("phraseto_tsquery('dutch', %s)")
            words.append(" ".join(term.words))
            continue
        beginning = ":*" if term.is_beginning else ""
        written = f"'{term.words[0]}'{beginning}"
        if term.backwards:
            written += f" | '{term.backwards}':*"
        parts.append("(to_tsquery('dutch', %s) || to_tsquery('simple', %s))")
        words += [" | ".join(f"'{word}'" for word in (*term.words, *term.variants)), written]
    return " && ".join(parts), words
