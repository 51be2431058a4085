"""Which mandate covers an act on a day, and the words when none does."""

import tomllib
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bootstrap import ROOT
from governance.mandates.rules import (
    Act,
    Answer,
    Held,
    Standing,
    end_before,
    enumerated,
    gap_words,
    holder_verdict,
    mandate_for,
    period_verdict,
    renewal_verdict,
    standing_of,
)

ALMELO, BORNE, HENGELO = uuid4(), uuid4(), uuid4()
NAMES = {ALMELO: "Almelo", BORNE: "Borne", HENGELO: "Hengelo"}
DAY = date(2026, 11, 24)
SIGNER = uuid4()


def mandate(title: str = "Mandaatbesluit", **other: object) -> Held:
    values = {
        "id": uuid4(),
        "title": title,
        "holder": "portefeuillehouder OZJT",
        "acts": frozenset({"award_notice"}),
        "organisations": frozenset(NAMES),
        "valid_from": date(2025, 1, 1),
        "holder_id": SIGNER,
    }
    return Held(**values | other)  # type: ignore[arg-type]


def ask(*mandates: Held, places: dict[UUID, str] = NAMES, day: date = DAY, act: str = "award_notice") -> Answer:
    return mandate_for(act=act, act_name="Gunningsbericht", organisations=places, day=day, mandates=mandates)


def test_a_mandate_that_holds_for_all_is_found() -> None:
    held = mandate()
    assert (ask(held).verdict.allowed, ask(held).mandate) == (True, held)


def test_a_mandate_that_ended_yesterday_is_refused_in_words() -> None:
    answer = ask(mandate(valid_until=date(2026, 11, 23)))
    assert answer.verdict.reason == "Het mandaat 'Mandaatbesluit' liep tot en met 23 november 2026."
    assert not answer.verdict.allowed
    assert ask(mandate(valid_until=DAY)).verdict.allowed


def test_a_mandate_that_has_not_begun_is_refused_in_words() -> None:
    answer = ask(mandate(valid_from=date(2026, 11, 25)))
    assert answer.verdict.reason == "Het mandaat 'Mandaatbesluit' begint pas op 25 november 2026."
    assert ask(mandate(valid_from=DAY)).verdict.allowed


def test_a_withdrawn_mandate_is_refused_in_words_from_its_first_day_without_force() -> None:
    answer = ask(mandate(withdrawn_on=DAY, valid_until=date(2027, 1, 1)))
    assert answer.verdict.reason == "Het mandaat 'Mandaatbesluit' is op 24 november 2026 ingetrokken."
    assert ask(mandate(withdrawn_on=date(2026, 11, 25))).verdict.allowed


def test_between_a_mandate_and_its_successor_both_are_named() -> None:
    old = mandate("Oud besluit", valid_until=date(2026, 11, 23))
    new = mandate("Nieuw besluit", valid_from=date(2026, 12, 1))
    assert ask(new, old).verdict.reason == (
        "Het mandaat 'Oud besluit' liep tot en met 23 november 2026. "
        "Het mandaat 'Nieuw besluit' begint pas op 1 december 2026."
    )


def test_who_is_not_covered_is_named() -> None:
    answer = ask(mandate(organisations=frozenset({ALMELO})))
    assert answer.verdict.reason == "Het mandaat 'Mandaatbesluit' geldt niet voor Borne en Hengelo."
    assert answer.missing == ("Borne", "Hengelo")


def test_two_mandates_together_are_two_acts() -> None:
    answer = ask(
        mandate("Besluit west", organisations=frozenset({ALMELO, BORNE})),
        mandate("Besluit zuid", organisations=frozenset({HENGELO})),
    )
    assert answer.verdict.reason == (
        "Het mandaat 'Besluit west' geldt niet voor Hengelo. "
        "Daarvoor geldt 'Besluit zuid': doe de handeling per mandaat."
    )


def test_another_act_or_another_place_is_nobodys() -> None:
    assert ask(mandate(), act="warning_letter").verdict.reason.startswith("Niemand heeft mandaat voor deze handeling")
    answer = ask(mandate(organisations=frozenset({ALMELO})), places={BORNE: "Borne"})
    assert answer.verdict.reason == "Niemand heeft mandaat voor deze handeling (gunningsbericht) voor Borne."
    assert ask(mandate(), places={}).verdict.reason.startswith("Kies voor welke gemeente")


def test_the_newest_of_several_is_taken() -> None:
    old, new = mandate("Oud"), mandate("Nieuw", valid_from=date(2026, 1, 1))
    assert ask(old, new).mandate == ask(new, old).mandate == new


def test_only_the_holder_may_use_it() -> None:
    assert holder_verdict(mandate(), SIGNER)
    assert "niet van jou" in holder_verdict(mandate(), uuid4()).reason
    assert "nog niet bij wie die functie heeft" in holder_verdict(mandate(holder_id=None), SIGNER).reason


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.none() | st.integers(0, 2000),
    withdrawn=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_a_refusal_always_has_words_and_a_yes_always_a_valid_mandate(
    start: date, length: int | None, withdrawn: date | None, day: date
) -> None:
    until = None if length is None else date.fromordinal(start.toordinal() + length)
    held = mandate(valid_from=start, valid_until=until, withdrawn_on=withdrawn)
    standing = standing_of(valid_from=start, valid_until=until, withdrawn_on=withdrawn, day=day)
    answer = ask(held, day=day)
    assert answer.verdict.allowed is (standing == Standing.VALID)
    assert bool(answer.verdict.reason) is not answer.verdict.allowed
    if answer.verdict.allowed:
        assert start <= day
        assert until is None or day <= until
        assert withdrawn is None or day < withdrawn


def test_periods_and_renewals() -> None:
    assert "ligt voor de eerste dag" in period_verdict(valid_from=DAY, valid_until=date(2026, 11, 23)).reason
    assert period_verdict(valid_from=DAY, valid_until=DAY)
    assert not renewal_verdict(old_from=DAY, old_until=None, new_from=DAY)
    assert end_before(old_until=None, new_from=date(2027, 1, 1)) == date(2026, 12, 31)
    assert end_before(old_until=date(2026, 6, 30), new_from=date(2027, 1, 1)) == date(2026, 6, 30)
    assert gap_words(old_until=date(2026, 12, 31), new_from=date(2027, 1, 1)) == ""
    assert gap_words(old_until=date(2026, 12, 30), new_from=date(2027, 1, 1)).startswith("Op 31 december 2026")
    assert gap_words(old_until=date(2026, 6, 30), new_from=date(2027, 1, 1)) == (
        "Van 1 juli 2026 tot en met 31 december 2026 heeft niemand dit mandaat."
    )


def test_names_in_a_sentence() -> None:
    assert [enumerated(names) for names in ([], ["Almelo"], ["Almelo", "Borne", "Hengelo"])] == [
        "",
        "Almelo",
        "Almelo, Borne en Hengelo",
    ]


def test_the_catalogue_and_the_rules_know_the_same_acts() -> None:
    content = tomllib.loads((ROOT / "governance/mandates/content/acts.toml").read_text(encoding="utf-8"))
    assert [row["code"] for row in content["act"]] == [act.value for act in Act]


@pytest.mark.parametrize(
    "code",
    [
        "tender_messages",
        "award_notice",
        "framework_contract",
        "contract_steering",
        "warning_letter",
        "notice_of_default",
        "client_stop",
        "contract_takeover",
        "dissolution",
    ],
)
def test_what_the_strategic_document_names_carries_its_paragraph(code: str) -> None:
    content = tomllib.loads((ROOT / "governance/mandates/content/acts.toml").read_text(encoding="utf-8"))
    sources = {row["code"]: row["source"] for row in content["act"]}
    assert sources.pop(code) == "SID 2.2"
    assert set(sources.values()) == {"SID 2.2", "eigen aanvulling"}
    assert list(sources.values()).count("SID 2.2") == 8
