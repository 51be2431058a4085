"""The three sentences of a progress report, and how the planning shows a phase."""

from datetime import date
from typing import Any

import pytest

from procurement.progress.rules import (
    PhaseFigures,
    bar_state,
    figures_from,
    number_of,
    planning,
    what_changed,
    what_is_missing,
    where_it_stands,
)

TODAY = date(2022, 2, 7)


def phase(code: str = "3", **other: Any) -> PhaseFigures:
    values: dict[str, Any] = {
        "label": f"Fase {code}",
        "name": "Tarievenonderzoek",
        "title": f"Fase {code}: Tarievenonderzoek",
        "is_track": False,
        "state": "open",
        "has_exception": False,
        "start": date(2022, 1, 1),
        "end": date(2022, 3, 1),
        "settled": 4,
        "total": 18,
        "conditions_met": 1,
        "conditions_total": 3,
        "missing": ("De tarieven zijn besproken.", "Er is een eindproduct."),
    }
    return PhaseFigures(**values | other)


IMPLEMENTATION = phase(label="Implementatie", name="Implementatie", title="Implementatie")
TRACK = phase("8", is_track=True)
PLANNED, CLOSED = phase("1", state="planned"), phase("0", state="closed")


@pytest.mark.parametrize(
    ("phases", "sentence"),
    [
        ([], "Nog geen enkele fase is geopend."),
        ([PLANNED, TRACK], "Nog geen enkele fase is geopend."),
        ([CLOSED, TRACK], "Alle fasen zijn afgesloten."),
        ([CLOSED, PLANNED], "Fase 0 (Tarievenonderzoek) is afgesloten; de volgende fase is nog niet geopend."),
        (
            [CLOSED, phase()],
            "Fase 3 (Tarievenonderzoek) loopt volgens planning tot en met 1 maart 2022; "
            "4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase(end=date(2022, 2, 6))],
            "Fase 3 (Tarievenonderzoek) had volgens planning op 6 februari 2022 klaar moeten zijn; "
            "4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase(end=TODAY)],
            "Fase 3 (Tarievenonderzoek) loopt volgens planning tot en met 7 februari 2022; "
            "4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase(end=None)],
            "Fase 3 (Tarievenonderzoek) loopt, zonder geplande einddatum; 4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase(start=date(2022, 3, 1), end=date(2022, 9, 1))],
            "Fase 3 (Tarievenonderzoek) loopt, eerder dan het geplande begin op 1 maart 2022; "
            "4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase(has_exception=True)],
            "Fase 3 (Tarievenonderzoek) loopt, met een afwijking; 4 van de 18 controlepunten zijn afgerond.",
        ),
        (
            [phase("0"), IMPLEMENTATION],
            "Fase 0 (Tarievenonderzoek) loopt volgens planning tot en met 1 maart 2022; "
            "4 van de 18 controlepunten zijn afgerond. "
            "De implementatie loopt volgens planning tot en met 1 maart 2022; "
            "4 van de 18 controlepunten zijn afgerond.",
        ),
    ],
)
def test_where_it_stands(phases: list[PhaseFigures], sentence: str) -> None:
    assert where_it_stands(phases, TODAY) == sentence


@pytest.mark.parametrize(
    ("phases", "sentence"),
    [
        ([], "Er zijn geen volgende stappen meer."),
        ([CLOSED, TRACK], "Er zijn geen volgende stappen meer."),
        ([phase()], "Om fase 3 te sluiten is aan 2 van de 3 voorwaarden nog niet voldaan."),
        ([phase(conditions_met=2)], "Om fase 3 te sluiten is aan 1 van de 3 voorwaarden nog niet voldaan."),
        ([phase(conditions_met=0)], "Om fase 3 te sluiten is nog aan geen van de 3 voorwaarden voldaan."),
        (
            [phase(conditions_met=0, conditions_total=1)],
            "Om fase 3 te sluiten is aan de enige voorwaarde nog niet voldaan.",
        ),
        ([phase(missing=(), conditions_met=3)], "Aan alle voorwaarden om fase 3 te sluiten is voldaan."),
        ([CLOSED, PLANNED], "Om fase 1 te openen is aan 2 van de 3 voorwaarden nog niet voldaan."),
        ([IMPLEMENTATION], "Om de implementatie te sluiten is aan 2 van de 3 voorwaarden nog niet voldaan."),
    ],
)
def test_what_is_missing(phases: list[PhaseFigures], sentence: str) -> None:
    assert what_is_missing(phases) == sentence


@pytest.mark.parametrize(
    ("changes", "previous", "milestone", "exceptions", "sentence"),
    [
        (
            9,
            None,
            (date(2022, 3, 1), "Besluit"),
            0,
            "Dit is het eerste voortgangsrapport; de eerstvolgende mijlpaal is op 1 maart 2022.",
        ),
        (
            1,
            date(2022, 1, 21),
            None,
            0,
            "Sinds het rapport van 21 januari 2022 is er 1 wijziging; er staan geen mijlpalen meer voor de boeg.",
        ),
        (
            3,
            date(2022, 1, 21),
            None,
            1,
            "Sinds het rapport van 21 januari 2022 zijn er 3 wijzigingen, en er is 1 keer met motivering "
            "afgeweken; er staan geen mijlpalen meer voor de boeg.",
        ),
        (
            0,
            date(2022, 1, 21),
            None,
            2,
            "Sinds het rapport van 21 januari 2022 zijn er geen wijzigingen, en er is 2 keer met "
            "motivering afgeweken; er staan geen mijlpalen meer voor de boeg.",
        ),
    ],
)
def test_what_changed(
    changes: int, previous: date | None, milestone: tuple[date, str] | None, exceptions: int, sentence: str
) -> None:
    assert what_changed(changes, previous, milestone, exceptions) == sentence


@pytest.mark.parametrize(("count", "words"), [(0, "geen fasen"), (1, "1 fase"), (2, "2 fasen")])
def test_a_count_with_its_noun(count: int, words: str) -> None:
    assert number_of(count, "fase", "fasen") == words


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (PLANNED, "planned"),
        (phase(), "current"),
        (phase(end=date(2022, 2, 6)), "late"),
        (phase(end=TODAY), "current"),
        (phase(end=None), "current"),
        (phase(state="planned", end=date(2022, 1, 1)), "planned"),
        (CLOSED, "done"),
        (phase(state="closed", has_exception=True), "exception"),
    ],
)
def test_how_the_planning_shows_a_phase(row: PhaseFigures, state: str) -> None:
    assert bar_state(row, TODAY) == state


def test_nothing_planned_draws_nothing() -> None:
    assert planning([phase(start=None), phase(end=None)], [], TODAY) is None


def test_the_planning_holds_phases_with_dates_and_milestones() -> None:
    chart = planning([phase(), phase(start=None)], [(date(2022, 3, 1), "Besluit")], TODAY)
    assert chart is not None
    assert [row[0] for row in chart.rows] == ["Tarievenonderzoek", "Besluit"]


def test_figures_survive_being_kept_as_content() -> None:
    row = phase()
    kept = {name: getattr(row, name) for name in PhaseFigures.__dataclass_fields__} | {
        "missing": list(row.missing),
        "goal": "iets anders dat in de inhoud staat",
    }
    assert figures_from({"phases": [kept]}) == [row]
