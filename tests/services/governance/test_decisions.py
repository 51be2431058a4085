"""Writing a proposal: numbers, versions, four eyes, the route, what it rests on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from core.edit.rules import Conflict
from core.history.services import recorded
from core.lifecycles.rules import Refused
from governance.decisions import queries, route, route_services, services
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import Decision, DecisionEvidence, TextApproval
from governance.decisions.rules import Artefact, Outcome, StepKind
from governance.decisions.services import Proposal
from tests.access.table import kept_report
from tests.conftest import NOW, TODAY, Cast
from tests.services.governance.deciding import (
    AMBULANT,
    WONEN,
    WORDS,
    dated,
    meeting,
    moved,
    on_route,
    places,
    say,
    started,
    step_of,
    written,
)
from tests.services.procurement.doing import refused, verdict_of
from tests.services.together import at_once

pytestmark = pytest.mark.django_db


def test_a_start_gives_a_number_and_the_usual_route_with_its_seats(cast: Cast) -> None:
    row = started(cast)
    assert (row.number, row.state, row.each_for_itself) == ("B-2022-001", DecisionState.DRAFT, True)
    assert started(cast, segments=[WONEN]).each_for_itself is False
    labels = [(route.step_label(step), step.role, step.seats.count()) for step in row.steps.order_by("order")]
    assert labels[-3:] == [
        ("Algemeen bestuur SamenTwente", "decides", 1),
        ("Colleges van de gemeenten", "decides", 3),
        ("Gemeenteraden", "informed", 3),
    ]


def test_the_route_takes_meetings_in_order_and_colleges_the_day_of_the_board(cast: Cast) -> None:
    meeting("ao-jeugd", date(2022, 3, 1))
    meeting("bo-samen14", date(2022, 2, 20))
    meeting("bo-samen14", date(2022, 3, 20))
    meeting("ab-samentwente", date(2022, 4, 7))
    row = started(cast)
    found = [(line.label, line.on) for line in route.route_of(row, TODAY)]
    assert found[0] == ("Ambtelijk overleg Jeugd", date(2022, 3, 1))
    assert found[1] == ("Bestuurlijk overleg Samen14", date(2022, 3, 20))
    assert found[4] == ("Colleges van de gemeenten", date(2022, 4, 7))


def test_a_start_without_title_or_segment_or_right_is_refused(cast: Cast) -> None:
    sanne = cast.who("sanne")

    def start(who: Any = sanne, **other: Any) -> str:
        values: dict[str, Any] = {
            "title": "T", "artefact": "frames", "owner_id": cast.sanne.id, "municipality_ids": [], "segments": [WONEN],
        }  # fmt: skip
        return refused(services.start_decision, proposal=Proposal(**values | other), who=who, now=NOW)

    assert "titel" in start(title=" ")
    assert "segment" in start(segments=[])
    assert "waarover" in start(artefact="tariffs")
    assert "inkoper, projectleider" in start(who=cast.who("iris"))
    assert verdict_of(
        services.start_decision,
        proposal=Proposal("T", "frames", cast.sanne.id, [], [WONEN]),
        who=cast.who("daan"),
        now=NOW,
    ).secret


def test_each_save_is_a_version_and_the_same_text_is_not(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = written(started(cast), sanne)
    row = written(row, sanne)
    assert row.texts.count() == 1
    row = written(row, sanne, proposal="1. Iets anders.")
    newest, first = queries.texts_of(row, sanne)
    assert (newest.number, newest.proposal, first.proposal) == (2, "1. Iets anders.", WORDS["proposal"])


def test_a_save_on_an_older_version_conflicts(cast: Cast) -> None:
    row = written(started(cast), cast.who("sanne"))
    with pytest.raises(Conflict):
        services.save_text(decision_id=row.id, version=1, words=WORDS, change="", who=cast.who("bram"), now=NOW)


def test_four_eyes_are_two_people(cast: Cast) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    row = dated(written(started(cast), sanne), sanne)
    moved(row, "submit", sanne)
    assert "vier ogen" in refused(
        services.move, decision_id=row.id, transition="approve", reason="", who=sanne, now=NOW
    )
    assert "nieuwere versie" in refused(
        services.move, decision_id=row.id, transition="approve", reason="", who=mila, now=NOW, seen=7
    )
    assert "tweede paar ogen" in refused(
        services.move, decision_id=row.id, transition="send", reason="", who=sanne, now=NOW
    )
    moved(row, "approve", mila, seen=1)
    assert moved(row, "send", sanne).state == DecisionState.ON_ROUTE
    text = row.texts.get()
    assert (row.sent_text, text.approval.approved_by_name) == (text, "Mila Proef")


def test_the_database_knows_four_eyes(cast: Cast) -> None:
    text = written(started(cast), cast.who("sanne")).texts.get()
    with pytest.raises(IntegrityError, match="approval_four_eyes"), transaction.atomic():
        TextApproval.objects.create(
            text=text, author=cast.sanne, approved_by=cast.sanne, approved_by_name="S", approved_at=NOW
        )


def test_an_approval_does_not_hold_for_the_next_version(cast: Cast) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    row = dated(written(started(cast), sanne), sanne)
    moved(row, "submit", sanne)
    moved(row, "approve", mila)
    moved(row, "return", mila)
    written(row, mila, proposal="1. Beter.")
    moved(row, "submit", sanne)
    assert not route.facts_of(row, sanne).approved
    assert "vier ogen" in refused(services.move, decision_id=row.id, transition="approve", reason="", who=mila, now=NOW)


def test_text_route_and_evidence_are_frozen_once_it_left(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast)
    save = {"decision_id": row.id, "version": row.version, "words": WORDS, "change": "", "who": sanne, "now": NOW}
    assert "liggen vast" in refused(services.save_text, **save)
    assert "liggen vast" in refused(
        route_services.add_step, decision_id=row.id, target="projectgroep", role="advises", who=sanne
    )
    with pytest.raises(InternalError), transaction.atomic():
        row.texts.update(proposal="Stiekem")


def test_a_new_version_goes_back_to_draft_with_a_reason_and_keeps_results(cast: Cast) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    row = on_route(cast)
    say(row, sanne, Outcome.AGREED, place="almelo")
    assert "Schrijf op waarom" in refused(
        services.move, decision_id=row.id, transition="revise", reason=" ", who=sanne, now=NOW
    )
    moved(row, "revise", sanne, "Het AB vroeg om een extra punt.")
    written(row, sanne, proposal="1. Met het extra punt.")
    step = step_of(row, StepKind.COLLEGES)
    assert "blijft op de route" in refused(route_services.remove_step, step_id=step.id, who=sanne)
    moved(row, "submit", sanne)
    moved(row, "approve", mila)
    moved(row, "send", sanne)
    line = next(one for one in route.route_of(row, TODAY) if one.step.kind == StepKind.COLLEGES)
    almelo = next(seat for seat in line.seats if seat.name == "Almelo")
    assert almelo.result is None
    assert [one.text.number for one in almelo.earlier] == [1]
    say(row, sanne, Outcome.AGREED, place="almelo")  # about the new version


def test_withdrawing_asks_for_a_reason_and_keeps_it(cast: Cast) -> None:
    row = moved(started(cast), "withdraw", cast.who("sanne"), "De inkoop gaat niet door.")
    assert (row.state, row.withdrawn_reason) == ("withdrawn", "De inkoop gaat niet door.")
    with pytest.raises(IntegrityError, match="decision_withdrawn_has_reason"), transaction.atomic():
        Decision.objects.filter(id=row.id).update(withdrawn_reason="")


def test_a_route_that_deviates_leaves_only_with_a_motivation(cast: Cast) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    row = written(started(cast), sanne)
    bo = step_of(row, StepKind.BODY, "bo-samen14")
    row.refresh_from_db()
    route_services.plan_step(
        step_id=bo.id, version=row.version, meeting_id=None, planned_date=TODAY, role="decides", who=sanne
    )
    dated(row, sanne)
    _, warnings = route.warnings_of(row)
    assert any("bestuurlijk overleg" in warning.text for warning in warnings)
    moved(row, "submit", sanne)
    moved(row, "approve", mila)
    assert "wijkt af" in refused(services.move, decision_id=row.id, transition="send", reason="", who=sanne, now=NOW)
    assert "hele zin" in refused(route_services.motivate_route, decision_id=row.id, motivation="Zo.", who=sanne)
    route_services.motivate_route(decision_id=row.id, motivation="Het BO wil dit zelf ook vaststellen.", who=sanne)
    assert moved(row, "send", sanne).state == DecisionState.ON_ROUTE


def test_steps_change_places_and_go(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = started(cast)
    step = route_services.add_step(decision_id=row.id, target="projectgroep", role="advises", who=sanne)
    assert step.order == row.steps.count()
    route_services.shift_step(step_id=step.id, up=True, who=sanne)
    step.refresh_from_db()
    assert step.order == row.steps.count() - 1
    route_services.remove_step(step_id=step.id, who=sanne)
    assert not row.steps.filter(body__slug="projectgroep").exists()
    assert "uit de lijst" in refused(
        route_services.add_step, decision_id=row.id, target="college-almelo", role="advises", who=sanne
    )


def test_a_meeting_of_another_body_or_a_cancelled_one_is_refused(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = started(cast)
    step = step_of(row, StepKind.BODY, "ab-samentwente")
    other, gone = meeting("bo-samen14", date(2022, 5, 1)), meeting("ab-samentwente", date(2022, 5, 1))
    with recorded(sanne):
        gone.state, gone.cancel_reason = "cancelled", "Te weinig punten."
        gone.save()
    for chosen, words in ((other, "niet van het orgaan"), (gone, "vervalt")):
        assert words in refused(
            route_services.plan_step,
            step_id=step.id, version=row.version, meeting_id=chosen.id, planned_date=None, role=None, who=sanne,
        )  # fmt: skip


def test_a_meeting_moved_after_the_papers_left_shows_on_the_step(cast: Cast) -> None:
    ab = meeting("ab-samentwente", TODAY + timedelta(days=20))
    row = on_route(cast)
    with recorded(cast.who("sanne")):
        ab.date = TODAY + timedelta(days=27)
        ab.save()
    line = next(one for one in route.route_of(row, TODAY) if "Algemeen bestuur" in one.label)
    assert line.moved == "Verzet van 27-02-2022 naar 06-03-2022, nadat de stukken waren verstuurd."


def test_who_takes_part_can_change_in_draft_and_seats_follow(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = started(cast)
    services.edit_decision(
        decision_id=row.id, version=row.version, values={"municipality_ids": places("almelo", "losser")}, who=sanne
    )
    seats = step_of(row, StepKind.COLLEGES).seats.values_list("organisation__slug", flat=True)
    assert set(seats) == {"almelo", "losser"}


def test_a_municipality_that_answered_cannot_leave(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast)
    say(row, sanne, Outcome.AGREED, place="almelo")
    moved(row, "revise", sanne)
    assert "Almelo heeft al een uitkomst" in refused(
        services.edit_decision,
        decision_id=row.id,
        version=row.version,
        values={"municipality_ids": places("borne")},
        who=sanne,
    )


def test_evidence_is_frozen_when_it_leaves_and_newer_figures_are_told(cast: Cast, walk: Any) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    report = kept_report(cast, walk.pilot, number=2)
    row = dated(written(started(cast), sanne), sanne)
    services.add_evidence(decision_id=row.id, report_id=report.id, who=sanne, now=NOW)
    assert "al bij" in refused(services.add_evidence, decision_id=row.id, report_id=report.id, who=sanne, now=NOW)
    moved(row, "submit", sanne)
    moved(row, "approve", mila)
    moved(row, "send", sanne)
    (piece,) = queries.evidence_of(row)
    assert (piece.fingerprint, piece.newer_as_of) == (report.fingerprint, None)
    with pytest.raises(InternalError), transaction.atomic():
        DecisionEvidence.objects.filter(id=piece.id).update(added_by_name="X")
    newer = kept_report(cast, walk.pilot, number=1)
    (piece,) = queries.evidence_of(row)
    assert piece.newer_id == newer.id
    moved(row, "revise", sanne)
    (copy,) = queries.evidence_of(row)
    services.remove_evidence(decision_id=row.id, evidence_id=copy.id, who=sanne)
    assert queries.evidence_of(row) == []
    assert row.evidence.count() == 1


def test_comments_are_answered_once_and_municipalities_comment_when_asked(cast: Cast) -> None:
    sanne, anouk = cast.who("sanne"), cast.who("anouk")
    row = on_route(cast)
    ask = {"decision_id": row.id, "heading": "", "body": "Waarom zo snel?", "who": anouk, "now": NOW}
    assert "niet om een reactie gevraagd" in refused(services.add_comment, **ask)
    services.ask_reactions(decision_id=row.id, question="Klopt het?", due=TODAY, who=sanne, now=NOW)
    comment = services.add_comment(**ask)
    services.add_comment(**ask | {"who": cast.who("bram"), "body": "Intern"})
    assert [one.body for one in queries.comments_of(row, anouk)] == ["Waarom zo snel?"]
    assert len(queries.comments_of(row, sanne)) == 2
    services.answer_comment(comment_id=comment.id, answer="Omdat het moet.", who=sanne, now=NOW)
    assert "al beantwoord" in refused(
        services.answer_comment, comment_id=comment.id, answer="Nog eens", who=sanne, now=NOW
    )
    assert verdict_of(services.add_comment, **ask | {"who": cast.who("emre")}).secret


def test_drafts_are_for_ozjt_and_municipalities_see_what_left(cast: Cast) -> None:
    row = started(cast)
    seen = {name: queries.decision(cast.who(name), row.id) is not None for name in ("bram", "iris", "anouk", "daan")}
    assert seen == {"bram": True, "iris": True, "anouk": False, "daan": False}
    row = on_route(cast)
    seen = {name: queries.decision(cast.who(name), row.id) is not None for name in ("anouk", "emre", "daan")}
    assert seen == {"anouk": True, "emre": False, "daan": False}


def test_the_example_of_artefacts_in_the_database(cast: Cast) -> None:
    row = started(cast, artefact=Artefact.IMPACT, segments=[AMBULANT])
    with pytest.raises(IntegrityError, match="decision_artefact_known"), transaction.atomic():
        Decision.objects.filter(id=row.id).update(artefact="tariffs")


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_get_two_numbers(cast: Cast) -> None:
    first, second = at_once(lambda: started(cast).number, lambda: started(cast).number)
    assert {first, second} == {"B-2022-001", "B-2022-002"}


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_are_one(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = written(started(cast), sanne)
    moved(row, "submit", sanne)

    def approve(name: str) -> Any:
        return services.move(decision_id=row.id, transition="approve", reason="", who=cast.who(name), now=NOW)

    outcomes = at_once(lambda: approve("mila"), lambda: approve("bram"))
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert TextApproval.objects.filter(text__decision=row).count() == 1
