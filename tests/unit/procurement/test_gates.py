"""How each condition of a gate follows from the data."""

from dataclasses import replace
from datetime import date

import pytest

from procurement.gates.rules import RULES, GateData, judge
from procurement.trajectory.content_model import Condition, eva

READY = GateData(
    owner_set=True,
    planned_start=date(2022, 1, 1),
    planned_end=date(2022, 3, 1),
    previous_label="Fase 0: Nulmeting",
    previous_closed=True,
    obligatory_open=0,
    end_products=1,
    checks={"0.2-b": "done", "0.2-c": "open", "0.3-a": "not_applicable"},
    confirmed=frozenset({"5-open-systems-frozen"}),
)


@pytest.mark.parametrize(
    ("rule", "data", "outcome"),
    [
        ("previous_part_closed", READY, (True, "Fase 0: Nulmeting is afgesloten.", "previous")),
        (
            "previous_part_closed",
            replace(READY, previous_closed=False),
            (False, "Fase 0: Nulmeting is nog niet afgesloten.", "previous"),
        ),
        ("obligatory_checks_done", READY, (True, "Alle verplichte controlepunten zijn afgerond.", "checks")),
        (
            "obligatory_checks_done",
            replace(READY, obligatory_open=1),
            (False, "Er staat nog 1 verplicht controlepunt open.", "checks"),
        ),
        (
            "obligatory_checks_done",
            replace(READY, obligatory_open=7),
            (False, "Er staan nog 7 verplichte controlepunten open.", "checks"),
        ),
        ("end_product_recorded", READY, (True, "Het eindproduct is vastgelegd.", "end_product")),
        (
            "end_product_recorded",
            replace(READY, end_products=0),
            (False, "Er is nog geen eindproduct vastgelegd.", "end_product"),
        ),
        ("owner_and_dates_set", READY, (True, "Eigenaar en data zijn bekend.", "plan")),
        ("owner_and_dates_set", replace(READY, owner_set=False), (False, "Nog nodig: een eigenaar.", "plan")),
        (
            "owner_and_dates_set",
            replace(READY, owner_set=False, planned_start=None, planned_end=None),
            (False, "Nog nodig: een eigenaar en een begindatum en een einddatum.", "plan"),
        ),
        ("owner_and_dates_set", replace(READY, planned_end=None), (False, "Nog nodig: een einddatum.", "plan")),
    ],
)
def test_a_computed_condition(rule: str, data: GateData, outcome: tuple[bool, str, str]) -> None:
    assert RULES[rule](data) == outcome


def condition(*, rule: str = "", check: str = "", code: str = "x") -> Condition:
    return Condition(
        code=code,
        part="1",
        moment="open",
        text="Tekst.",
        source="EVA 1",
        rule=rule,
        check=check,
        provider="",
        profiles=("full",),
    )


@pytest.mark.parametrize(
    ("code", "met", "why"),
    [
        ("0.2-b", True, "Controlepunt 0.2-b is afgerond."),
        ("0.3-a", True, "Controlepunt 0.3-a is afgerond."),
        ("0.2-c", False, "Controlepunt 0.2-c is nog open."),
        ("9.9-z", False, "Controlepunt 9.9-z is nog open."),
    ],
)
def test_a_condition_with_a_check_is_met_when_that_check_is_settled(code: str, met: bool, why: str) -> None:
    result = judge(condition(check=code), READY)
    assert (result.met, result.why, result.mend, result.is_computed) == (met, why, f"check:{code}", True)


@pytest.mark.parametrize(("code", "met"), [("5-open-systems-frozen", True), ("5-open-documents-decided", False)])
def test_any_other_condition_is_met_when_somebody_confirmed_it(code: str, met: bool) -> None:
    result = judge(condition(code=code), READY)
    assert (result.met, result.mend, result.is_computed) == (met, "confirm", False)


def test_a_computed_condition_says_so_and_keeps_text_and_source() -> None:
    result = judge(condition(rule="end_product_recorded"), READY)
    assert (result.text, result.source, result.met, result.is_computed) == ("Tekst.", "EVA 1", True, True)


def test_every_rule_of_the_model_is_known_and_every_known_rule_is_used() -> None:
    assert {row.rule for row in eva().conditions if row.rule} == set(RULES)


def test_conditions_belong_to_part_moment_and_profile() -> None:
    assert [row.code for row in eva().conditions_of("5", "open", "pilot")] == [
        row.code for row in eva().conditions if (row.part, row.moment) == ("5", "open") and "pilot" in row.profiles
    ]
    full = {row.code for row in eva().conditions_of("5", "open", "full")}
    pilot = {row.code for row in eva().conditions_of("5", "open", "pilot")}
    assert "5-open-systems-frozen" in full - pilot


@pytest.mark.parametrize(("profile", "count"), [("full", 116), ("lot", 89), ("pilot", 40)])
def test_a_smaller_profile_has_fewer_obligatory_checks(profile: str, count: int) -> None:
    assert sum(profile in check.profiles for part in eva().parts for check in part.checks) == count
