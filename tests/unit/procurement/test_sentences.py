"""What each change of a trajectory says on the timeline."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from procurement.gates.history import confirmation_sentence
from procurement.trajectory.history import (
    check_sentence,
    evidence_sentence,
    milestone_sentence,
    phase_sentence,
    trajectory_sentence,
)

MOMENT = datetime(2022, 2, 7, 8, tzinfo=UTC)


def row(values: dict[str, Any], **changes: Any) -> Any:
    return SimpleNamespace(**values | changes)


TRAJECTORY = {
    "name": "Jeugdhulp 2025",
    "summary": "",
    "contract_start": date(2025, 1, 1),
    "max_term_years": 6,
    "value_full_term": None,
    "owner_id": uuid4(),
    "profile": "full",
    "announced_at": None,
}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Jeugdhulp"}, "Wijzigde de naam van 'Jeugdhulp 2025' naar 'Jeugdhulp'."),
        ({"owner_id": uuid4()}, "Wijzigde de eigenaar."),
        (
            {"contract_start": date(2026, 1, 1), "value_full_term": 5, "owner_id": uuid4()},
            "Wijzigde de start van de contracten van 1 januari 2025 naar 1 januari 2026, "
            "de geraamde waarde van leeg naar '5' en de eigenaar.",
        ),
        ({"announced_at": MOMENT}, "Maakte het traject bekend aan aanbieders."),
        ({}, None),
    ],
)
def test_changes_of_a_trajectory(changes: dict[str, Any], sentence: str | None) -> None:
    assert trajectory_sentence(row(TRAJECTORY), row(TRAJECTORY, **changes), "update") == sentence


def test_the_start_of_a_trajectory() -> None:
    assert trajectory_sentence(None, row(TRAJECTORY), "insert") == "Startte het traject Jeugdhulp 2025."


PHASE = {
    "code": "0",
    "name": "Nulmeting",
    "kind": "phase",
    "state": "planned",
    "has_exception": False,
    "exceptions": 0,
    "planned_start": date(2022, 1, 1),
    "planned_end": None,
    "owner_id": None,
    "remark": "",
}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({}, {"state": "open"}, "Opende fase 0 (Nulmeting)."),
        (
            {},
            {"state": "open", "has_exception": True, "exceptions": 1},
            "Opende fase 0 (Nulmeting) en week daarbij met motivering af.",
        ),
        ({"state": "open"}, {"state": "closed"}, "Sloot fase 0 (Nulmeting) af."),
        (
            {"state": "open"},
            {"state": "closed", "has_exception": True, "exceptions": 1},
            "Sloot fase 0 (Nulmeting) af en week daarbij met motivering af.",
        ),
        (
            {"state": "open", "has_exception": True, "exceptions": 1},
            {"state": "closed", "has_exception": True, "exceptions": 1},
            "Sloot fase 0 (Nulmeting) af.",
        ),
        ({"state": "closed"}, {"state": "open"}, "Draaide de afsluiting van fase 0 (Nulmeting) terug."),
        ({"code": "8", "kind": "track"}, {"state": "open"}, "Opende spoor 8 (Nulmeting)."),
        ({"code": "I"}, {"state": "open"}, "Opende de implementatie."),
        (
            {},
            {"planned_start": date(2022, 2, 1), "owner_id": uuid4(), "remark": "Later."},
            "Wijzigde van fase 0 (Nulmeting) de begindatum van 1 januari 2022 naar 1 februari 2022, "
            "de eigenaar en de toelichting.",
        ),
        ({}, {}, None),
    ],
)
def test_changes_of_a_phase(before: dict[str, Any], after: dict[str, Any], sentence: str | None) -> None:
    assert phase_sentence(row(PHASE, **before), row(PHASE, **before | after), "update") == sentence


CHECK = {
    "code": "0.1-a",
    "text": "De cijfers kloppen.",
    "state": "open",
    "owner_id": None,
    "remark": "",
    "is_own": False,
}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({}, {"state": "done"}, "Meldde controlepunt 0.1-a gereed: De cijfers kloppen."),
        (
            {},
            {"state": "not_applicable"},
            "Meldde controlepunt 0.1-a niet van toepassing: De cijfers kloppen.",
        ),
        ({"state": "done"}, {"state": "open"}, "Zette controlepunt 0.1-a weer open: De cijfers kloppen."),
        ({}, {"owner_id": uuid4()}, "Gaf controlepunt 0.1-a een eigenaar."),
        ({"owner_id": uuid4()}, {"owner_id": uuid4()}, "Gaf controlepunt 0.1-a een andere eigenaar."),
        ({"owner_id": uuid4()}, {"owner_id": None}, "Haalde de eigenaar van controlepunt 0.1-a weg."),
        ({}, {"remark": "Zie bijlage."}, "Werkte de toelichting bij controlepunt 0.1-a bij."),
        ({}, {}, None),
    ],
)
def test_changes_of_a_check(before: dict[str, Any], after: dict[str, Any], sentence: str | None) -> None:
    old, new = row(CHECK, **before), row(CHECK, **before | after)
    assert check_sentence(old, new, "update") == sentence


def test_the_copy_of_the_model_at_the_start_says_nothing() -> None:
    assert phase_sentence(None, row(PHASE), "insert") is None
    assert check_sentence(None, row(CHECK), "insert") is None


def evidence(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "title": "Verslag",
        "withdrawn_at": None,
        "check_point_id": uuid4(),
        "check_point": row(CHECK),
        "phase": row(PHASE),
    }
    return row(values, **changes)


def test_evidence_comes_and_goes() -> None:
    of_check, of_phase = evidence(), evidence(check_point_id=None, check_point=None)
    assert evidence_sentence(None, of_check, "insert") == (
        "Voegde bewijs toe bij controlepunt 0.1-a van fase 0 (Nulmeting): 'Verslag'."
    )
    assert evidence_sentence(None, of_phase, "insert") == (
        "Voegde bewijs toe bij het eindproduct van fase 0 (Nulmeting): 'Verslag'."
    )
    assert evidence_sentence(of_check, evidence(withdrawn_at=MOMENT), "update") == (
        "Trok bewijs in bij controlepunt 0.1-a van fase 0 (Nulmeting): 'Verslag'."
    )
    assert evidence_sentence(of_check, evidence(title="Ander"), "update") is None


def test_milestones_come_change_and_go() -> None:
    milestone = row({"what": "Besluit", "date": date(2022, 3, 1)})
    assert milestone_sentence(None, milestone, "insert") == "Voegde de mijlpaal 'Besluit' op 1 maart 2022 toe."
    assert milestone_sentence(milestone, milestone, "update") == "Wijzigde de mijlpaal 'Besluit' op 1 maart 2022."
    assert milestone_sentence(milestone, milestone, "delete") == "Haalde de mijlpaal 'Besluit' op 1 maart 2022 weg."


@pytest.mark.parametrize(
    ("code", "label", "sentence"),
    [
        (
            "5-open-systems-frozen",
            "delete",
            "Trok de bevestiging in van de voorwaarde: ",
        ),
        ("5-open-systems-frozen", "insert", "Bevestigde de voorwaarde: "),
    ],
)
def test_confirmations_name_their_condition(code: str, label: str, sentence: str) -> None:
    said = confirmation_sentence(None, confirmation(code), label)
    assert said is not None
    assert said.startswith(sentence)
    assert code not in said


def confirmation(code: str) -> Any:
    return SimpleNamespace(condition=code, phase=SimpleNamespace(trajectory=SimpleNamespace(phase_model="eva")))


def test_a_condition_that_left_the_model_keeps_its_code() -> None:
    said = confirmation_sentence(None, confirmation("oud"), "insert")
    assert said == "Bevestigde de voorwaarde: oud"
