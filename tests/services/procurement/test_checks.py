"""Checks and their evidence."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from core.edit.rules import Conflict
from core.files.models import StoredFile
from core.history.tracking import events_of
from procurement.checks import queries
from procurement.checks import services as checking
from procurement.checks.services import Upload, add_evidence, edit_remark, withdraw_evidence
from procurement.trajectory.models import Check, Evidence
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.procurement.doing import (
    check_of,
    give,
    link,
    make_green,
    phase_of,
    refused,
    settle,
    step,
    verdict_of,
)
from tests.services.together import at_once

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)
PAGE = "https://stukken.voorbeeld.example/1"
NEEDS_EVIDENCE = "Dit controlepunt vraagt om bewijs. Voeg eerst een bestand, link of rapport toe."


def pdf() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


# --- Settling ---------------------------------------------------------------------------------------------------------
def test_a_check_that_asks_for_evidence_is_not_done_without(cast: Cast, walk: Walk) -> None:
    check, sanne = check_of(walk.trajectory, "0.1-b"), cast.who("sanne")
    assert refused(settle, check, "finish", sanne) == NEEDS_EVIDENCE
    assert check_of(walk.trajectory, "0.1-b").version == check.version
    link(check.phase, sanne, check)
    done = settle(check, "finish", sanne)
    assert (done.state, done.settled_at, done.version) == ("done", NOW, check.version + 1)


def test_a_check_that_asks_for_none_is_done_without(cast: Cast, walk: Walk) -> None:
    assert settle(check_of(walk.trajectory, "0.1-d"), "finish", cast.who("sanne")).state == "done"


@pytest.mark.parametrize("reason", ["", "  "])
def test_skipping_and_reopening_need_a_reason(cast: Cast, walk: Walk, reason: str) -> None:
    check, sanne = check_of(walk.trajectory, "0.1-b"), cast.who("sanne")
    assert refused(settle, check, "skip", sanne, reason) == "Schrijf op waarom."
    skipped = settle(check, "skip", sanne, " Speelt hier niet. ")
    assert (skipped.state, skipped.skip_reason, skipped.settled_at) == ("not_applicable", "Speelt hier niet.", NOW)
    assert refused(settle, check, "reopen", sanne, reason) == "Schrijf op waarom."
    opened = settle(check, "reopen", sanne, "Toch wel.")
    assert (opened.state, opened.skip_reason, opened.settled_at) == ("open", "", None)


def test_a_check_is_settled_by_its_owner_and_by_those_who_steer(cast: Cast, walk: Walk) -> None:
    check = check_of(walk.trajectory, "0.1-d")
    for name in ("teun", "iris", "anouk", "emre", "daan"):
        assert refused(settle, check, "finish", cast.who(name)) == (
            "Alleen een inkoper, projectleider, manager of de eigenaar van dit controlepunt kan dit."
        )
    give(check, cast.anouk, cast.who("sanne"))
    assert settle(check, "finish", cast.who("anouk")).state == "done"


def test_a_closed_phase_keeps_its_checks_as_they_were(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    make_green(walk.trajectory, "0", sanne)
    step(walk.trajectory, "0", "close", sanne)
    check = check_of(walk.trajectory, "0.1-b")
    assert refused(settle, check, "reopen", sanne, "Toch.") == "De fase is afgesloten; het controlepunt ligt vast."


# --- Owners -----------------------------------------------------------------------------------------------------------
def test_work_is_given_to_colleagues_and_officials_who_take_part(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    assert give(check_of(walk.trajectory, "0.1-a"), cast.emre, sanne).owner_id == cast.emre.id
    assert give(check_of(walk.pilot, "0.1-b"), cast.anouk, sanne).owner_id == cast.anouk.id
    assert give(check_of(walk.pilot, "0.1-b"), None, sanne).owner_id is None
    for person in (cast.emre, cast.daan, cast.iris):
        assert refused(give, check_of(walk.pilot, "0.1-b"), person, sanne) == (
            "Kies iemand van OZJT of van een gemeente die meedoet."
        )
    assert refused(give, check_of(walk.pilot, "0.1-b"), cast.anouk, cast.who("anouk")) == (
        "Alleen een inkoper, projectleider of manager van OZJT kan dit."
    )


def test_all_work_of_a_phase_that_nobody_has_is_given_at_once(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "0")
    give(check_of(walk.trajectory, "0.1-a"), cast.bram, cast.who("sanne"))
    settle(check_of(walk.trajectory, "0.1-d"), "finish", cast.who("sanne"))
    count = checking.assign_open_checks(phase_id=phase.id, owner_id=cast.mila.id, who=cast.who("sanne"), today=TODAY)
    assert count == 14
    assert phase.checks.filter(owner=cast.mila).count() == 14
    assert check_of(walk.trajectory, "0.1-a").owner_id == cast.bram.id
    assert check_of(walk.trajectory, "0.1-d").owner_id is None


# --- Remarks ----------------------------------------------------------------------------------------------------------
def test_who_comes_second_is_told_and_sees_both_texts(cast: Cast, walk: Walk) -> None:
    check = check_of(walk.trajectory, "0.1-a")
    edit_remark(check_id=check.id, version=check.version, remark="Van Sanne.", who=cast.who("sanne"))
    with pytest.raises(Conflict) as conflict:
        edit_remark(check_id=check.id, version=check.version, remark="Van Bram.", who=cast.who("bram"))
    assert conflict.value.current.remark == "Van Sanne."
    newest = conflict.value.current.version
    edit_remark(check_id=check.id, version=newest, remark="Van Sanne. Van Bram.", who=cast.who("bram"))
    assert check_of(walk.trajectory, "0.1-a").remark == "Van Sanne. Van Bram."


@real
def test_of_two_people_who_edit_one_remark_one_gets_a_conflict_and_nothing_is_lost(cast: Cast, walk: Walk) -> None:
    check = check_of(walk.trajectory, "0.1-a")
    texts = {"sanne": "Van Sanne.", "bram": "Van Bram."}
    outcomes = at_once(
        *(
            lambda name=name, text=text: edit_remark(  # type: ignore[misc]
                check_id=check.id, version=check.version, remark=text, who=cast.who(name)
            )
            for name, text in texts.items()
        )
    )
    saved = [outcome for outcome in outcomes if isinstance(outcome, Check)]
    conflicts = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(saved), len(conflicts)) == (1, 1)
    now = check_of(walk.trajectory, "0.1-a")
    assert (now.remark, now.version) == (saved[0].remark, check.version + 1)
    assert conflicts[0].current.remark == saved[0].remark
    kept = events_of(Check).objects.filter(pgh_obj_id=check.id).exclude(remark="")
    assert [row.remark for row in kept] == [saved[0].remark]


# --- Evidence ---------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_as_evidence(cast: Cast, walk: Walk, settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    check = check_of(walk.trajectory, "0.1-a")
    row = add_evidence(
        phase_id=check.phase_id,
        check_id=check.id,
        title="Verslag",
        upload=Upload("verslag.pdf", [pdf()]),
        who=cast.who("sanne"),
        now=NOW,
    )
    assert (row.kind, row.organisation.slug, row.added_by_name) == ("file", "ozjt", "Sanne Proef")
    assert row.file is not None
    assert (row.file.name, row.file.received_from, row.file.received_at) == ("verslag.pdf", "Sanne Proef", NOW)


def test_a_refused_file_leaves_no_evidence(cast: Cast, walk: Walk, settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    phase = phase_of(walk.trajectory, "0")
    arguments: dict[str, Any] = {
        "phase_id": phase.id,
        "check_id": None,
        "title": "x",
        "who": cast.who("sanne"),
        "now": NOW,
    }
    assert refused(add_evidence, upload=Upload("leeg.pdf", []), **arguments) == (
        "'leeg.pdf' is leeg. Kies het goede bestand."
    )
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "given", [{}, {"url": PAGE, "upload": Upload("a.pdf", [b""])}, {"url": PAGE, "report_id": uuid4()}]
)
def test_evidence_is_exactly_one_thing(cast: Cast, walk: Walk, given: dict[str, Any]) -> None:
    phase = phase_of(walk.trajectory, "0")
    assert (
        refused(add_evidence, phase_id=phase.id, check_id=None, title="x", who=cast.who("sanne"), now=NOW, **given)
        == "Voeg één ding toe: een bestand, een link of een vastgelegd rapport."
    )
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "link", "url": ""},
        {"kind": "file", "url": ""},
        {"kind": "file", "url": PAGE},
        {"kind": "record", "url": PAGE},
        {"kind": "other", "url": PAGE},
    ],
)
def test_the_database_refuses_evidence_that_is_not_exactly_one_thing(
    cast: Cast, walk: Walk, values: dict[str, str]
) -> None:
    row = link(phase_of(walk.trajectory, "0"), cast.who("sanne"))
    with pytest.raises(IntegrityError, match="evidence_one_thing"), transaction.atomic():
        Evidence.objects.filter(id=row.id).update(**values)


def test_an_unknown_or_somebody_elses_check_does_not_exist(cast: Cast, walk: Walk) -> None:
    sanne, here = cast.who("sanne"), phase_of(walk.trajectory, "0")
    arguments: dict[str, Any] = {"phase_id": here.id, "title": "x", "url": PAGE, "who": sanne, "now": NOW}
    for check_id in (uuid4(), check_of(walk.pilot, "0.1-a").id, check_of(walk.trajectory, "1.1-a").id):
        verdict = verdict_of(add_evidence, check_id=check_id, **arguments)
        assert (verdict.secret, verdict.reason) == (True, "Dit bestaat niet of is niet voor jou.")
    assert Evidence.objects.count() == 0


def test_a_report_of_another_trajectory_is_no_evidence(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "0")
    assert (
        refused(
            add_evidence,
            phase_id=phase.id,
            check_id=None,
            title="x",
            report_id=uuid4(),
            who=cast.who("sanne"),
            now=NOW,
        )
        == "Kies een rapport van dit traject."
    )


def test_an_official_adds_evidence_to_their_own_check_for_their_municipality(cast: Cast, walk: Walk) -> None:
    check, anouk = check_of(walk.trajectory, "0.1-a"), cast.who("anouk")
    assert refused(link, check.phase, anouk, check) == (
        "Alleen een inkoper, projectleider, manager of de eigenaar van dit controlepunt kan dit."
    )
    assert refused(link, check.phase, anouk) == "Alleen een inkoper, projectleider of manager van OZJT kan dit."
    give(check, cast.anouk, cast.who("sanne"))
    assert link(check.phase, anouk, check).organisation.slug == "almelo"


def test_an_official_whose_municipality_does_not_take_part_adds_nothing(cast: Cast, walk: Walk) -> None:
    check = check_of(walk.pilot, "0.1-b")
    Check.objects.filter(id=check.id).update(owner=cast.emre)
    assert verdict_of(link, check.phase, cast.who("emre"), check).secret is True


def test_a_closed_phase_takes_no_evidence_and_gives_none_back(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    make_green(walk.trajectory, "0", sanne)
    step(walk.trajectory, "0", "close", sanne)
    phase, check = phase_of(walk.trajectory, "0"), check_of(walk.trajectory, "0.1-b")
    sentence = "De fase is afgesloten; er kan geen bewijs meer bij."
    assert [refused(link, phase, sanne), refused(link, phase, sanne, check)] == [sentence, sentence]
    piece = Evidence.objects.get(phase=phase)
    assert refused(withdraw_evidence, evidence_id=piece.id, reason="Fout.", who=sanne, now=NOW) == (
        "De fase is afgesloten; het bewijs ligt vast."
    )


# --- Withdrawing ------------------------------------------------------------------------------------------------------
def withdraw(piece: Evidence, who: Any, reason: str = "Verkeerd stuk.") -> Evidence:
    return withdraw_evidence(evidence_id=piece.id, reason=reason, who=who, now=NOW + timedelta(hours=1))


def test_a_check_that_loses_its_last_evidence_is_open_again(cast: Cast, walk: Walk) -> None:
    check, sanne = check_of(walk.trajectory, "0.1-b"), cast.who("sanne")
    first, second = link(check.phase, sanne, check), link(check.phase, sanne, check)
    settle(check, "finish", sanne)
    withdraw(first, sanne)
    assert check_of(walk.trajectory, "0.1-b").state == "done"
    withdraw(second, sanne)
    row = check_of(walk.trajectory, "0.1-b")
    assert (row.state, row.settled_at) == ("open", None)
    assert refused(settle, row, "finish", sanne) == NEEDS_EVIDENCE
    assert queries.evidence_of_check(row, sanne) == []
    assert Evidence.objects.filter(check_point=check).count() == 2


@pytest.mark.parametrize(("code", "name", "state"), [("0.1-d", "finish", "done"), ("0.1-b", "skip", "not_applicable")])
def test_a_check_that_does_not_rest_on_evidence_stays_settled(
    cast: Cast, walk: Walk, code: str, name: str, state: str
) -> None:
    check, sanne = check_of(walk.trajectory, code), cast.who("sanne")
    piece = link(check.phase, sanne, check)
    settle(check, name, sanne, "Proef.")
    withdraw(piece, sanne)
    assert check_of(walk.trajectory, code).state == state


def test_withdrawing_needs_a_reason_happens_once_and_is_for_who_may_see_it(cast: Cast, walk: Walk) -> None:
    check, sanne = check_of(walk.trajectory, "0.1-b"), cast.who("sanne")
    piece = link(check.phase, sanne, check, is_confidential=True)
    assert refused(withdraw, piece, sanne, " ") == "Schrijf op waarom je dit bewijs intrekt."
    assert verdict_of(withdraw, piece, cast.who("anouk")).secret is True
    assert refused(withdraw, piece, cast.who("iris")) == (
        "Alleen een inkoper, projectleider, manager of de eigenaar van dit controlepunt kan dit."
    )
    withdraw(piece, sanne)
    assert verdict_of(withdraw, piece, sanne).secret is True
    assert Evidence.objects.get().withdrawn_at == NOW + timedelta(hours=1)


@real
def test_evidence_is_withdrawn_once_by_two_at_once(cast: Cast, walk: Walk) -> None:
    piece = link(phase_of(walk.trajectory, "0"), cast.who("sanne"))
    outcomes = at_once(lambda: withdraw(piece, cast.who("sanne")), lambda: withdraw(piece, cast.who("mila")))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Evidence", "Refused"]
    assert events_of(Evidence).objects.filter(pgh_obj_id=piece.id).count() == 2


# --- Who sees which piece ---------------------------------------------------------------------------------------------
def test_evidence_is_found_by_those_who_may_see_it(cast: Cast, walk: Walk) -> None:
    sanne, anouk = cast.who("sanne"), cast.who("anouk")
    check = give(check_of(walk.trajectory, "0.1-a"), cast.anouk, sanne)
    for who, title in ((sanne, "OZJT"), (anouk, "Almelo")):
        link(check.phase, who, check, title)
        link(check.phase, who, check, f"{title}!", is_confidential=True)
    everything = {"OZJT", "OZJT!", "Almelo", "Almelo!"}
    expected = {
        "sanne": everything,
        "mila": everything,
        "iris": everything,
        "teun": {"OZJT", "Almelo"},
        "anouk": {"OZJT", "Almelo", "Almelo!"},
        "emre": {"OZJT"},
    }
    for name, titles in expected.items():
        who = cast.who(name)
        assert {row.title for row in queries.evidence_of_check(check, who)} == titles
        assert {row.title for row in Evidence.objects.all() if queries.evidence(who, row.id)} == titles
    assert [queries.evidence(cast.who("daan"), row.id) for row in Evidence.objects.all()] == [None] * 4
    assert [row.title for row in queries.checks_of(check.phase, cast.who("emre"))[0].shown_evidence] == ["OZJT"]


def test_a_check_is_complete_in_each_state(walk: Walk) -> None:
    for values in (
        {"state": "done"},
        {"state": "not_applicable", "settled_at": NOW},
        {"skip_reason": "x"},
        {"settled_at": NOW},
    ):
        with pytest.raises(IntegrityError, match="check_state_complete"), transaction.atomic():
            Check.objects.filter(phase__trajectory=walk.trajectory, code="0.1-a").update(**values)
