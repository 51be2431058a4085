"""Two people at one text."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.edit.rules import Conflict, Difference, differences, ensure_version

TEXTS = st.dictionaries(st.sampled_from(["name", "goal", "remark"]), st.text(max_size=5) | st.none())
LABELS = {"remark": "Toelichting", "name": "Naam", "goal": "Doel"}


def test_the_version_that_was_read_may_be_saved() -> None:
    ensure_version(SimpleNamespace(version=3), 3)


@pytest.mark.parametrize("version", [0, 2, 4])
def test_any_other_version_is_a_conflict_that_brings_the_row_as_it_is_now(version: int) -> None:
    row = SimpleNamespace(version=3)
    with pytest.raises(Conflict) as conflict:
        ensure_version(row, version)
    assert conflict.value.current is row


def test_only_differing_fields_are_shown_in_the_order_of_the_labels() -> None:
    assert differences(
        labels=LABELS,
        theirs={"name": "A", "goal": "zelfde", "remark": "van Bram"},
        mine={"name": "B", "goal": "zelfde", "remark": "van Sanne"},
    ) == [Difference("remark", "Toelichting", "van Bram", "van Sanne"), Difference("name", "Naam", "A", "B")]


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert differences(labels={"remark": "Toelichting"}, theirs={"remark": None}, mine={"remark": ""}) == []


@given(theirs=TEXTS, mine=TEXTS)
def test_every_field_is_either_equal_or_shown_with_both_texts(
    theirs: dict[str, str | None], mine: dict[str, str | None]
) -> None:
    shown = {row.field: (row.theirs, row.mine) for row in differences(labels=LABELS, theirs=theirs, mine=mine)}
    pairs = {field: (theirs.get(field), mine.get(field)) for field in LABELS}
    assert shown == {field: pair for field, pair in pairs.items() if (pair[0] or "") != (pair[1] or "")}
