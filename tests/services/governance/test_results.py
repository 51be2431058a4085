"""What bodies said: who may record it, what is refused, and how the decision is settled."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.history.queries import last_change
from core.lifecycles.rules import Refused
from governance.decisions import queries, route, route_services
from governance.decisions.lifecycle import DecisionState
from governance.decisions.models import DecisionResult, ResultCondition
from governance.decisions.route_services import Said
from governance.decisions.rules import Outcome, StepKind
from tests.conftest import NOW, TODAY, Cast
from tests.services.governance.deciding import (
    AMBULANT,
    all_agree,
    meeting,
    moved,
    on_route,
    places,
    say,
    started,
    step_of,
)
from tests.services.procurement.doing import refused
from tests.services.together import at_once

pytestmark = pytest.mark.django_db


def test_when_everybody_agreed_it_is_decided(cast: Cast) -> None:
    row = all_agree(on_route(cast), cast.who("sanne"))
    assert (row.state, row.settled_text, row.settled_on) == (DecisionState.DECIDED, "Besloten.", TODAY)


def test_a_college_that_refuses_drops_out_where_each_decides_for_itself(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast, segments=[AMBULANT])
    say(row, sanne, Outcome.REJECTED, place="borne", note="Geen geld.")
    assert row.state == DecisionState.ON_ROUTE
    say(row, sanne, Outcome.AGREED, place="almelo")
    say(row, sanne, Outcome.AGREED, place="hengelo")
    assert (row.state, row.settled_text) == (DecisionState.DECIDED, "Besloten, zonder gemeente Borne.")
    assert route.standing(row, route.route_of(row, TODAY)).dropped == ("Borne",)


def test_a_refusal_refuses_the_whole_where_it_does_not(cast: Cast) -> None:
    row = on_route(cast, each_for_itself=False)
    say(row, cast.who("sanne"), Outcome.REJECTED, place="borne")
    assert (row.state, row.settled_text) == (DecisionState.REJECTED, "Afgewezen door Borne.")


def test_held_over_waits_and_is_followed_by_another_result(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast, segments=[AMBULANT])
    say(row, sanne, Outcome.POSTPONED, place="borne", on=TODAY - timedelta(days=1))
    say(row, sanne, Outcome.AGREED, place="almelo")
    say(row, sanne, Outcome.AGREED, place="hengelo")
    assert [seat.organisation.name for seat in queries.waiting_seats(sanne, TODAY) if seat.organisation] == ["Borne"]
    say(row, sanne, Outcome.AGREED, place="borne")
    assert row.state == DecisionState.DECIDED
    assert DecisionResult.objects.filter(seat__organisation__slug="borne").count() == 2


def test_an_official_records_the_result_of_their_own_college_only(cast: Cast) -> None:
    anouk = cast.who("anouk")
    row = on_route(cast)
    result = say(row, anouk, Outcome.AGREED, place="almelo")
    assert result.recorded_by_name == "Anouk Proef"
    for target in ({"place": "borne"}, {"body": "ab-samentwente"}):
        assert "eigen gemeente" in refused(say, row, anouk, Outcome.AGREED, **target)
    assert "niet voor jou" in refused(say, row, cast.who("emre"), Outcome.AGREED, place="almelo")
    assert "eigen gemeente" in refused(say, row, cast.who("iris"), Outcome.AGREED, place="almelo")


def test_a_municipality_that_does_not_take_part_is_refused_in_words(cast: Cast) -> None:
    row = on_route(cast)
    words = refused(say, row, cast.who("sanne"), Outcome.AGREED, place="enschede")
    assert words.startswith("Enschede doet niet mee aan dit besluit")


def test_a_body_step_asks_for_no_municipality_and_the_other_way_round(cast: Cast) -> None:
    row = on_route(cast)
    for kind, slug, place in ((StepKind.BODY, "ab-samentwente", places("almelo")[0]), (StepKind.COLLEGES, "", None)):
        step = step_of(row, kind, slug)
        words = refused(
            route_services.record_result,
            step_id=step.id, organisation_id=place, said=Said(Outcome.AGREED, TODAY), who=cast.who("sanne"), now=NOW,
        )  # fmt: skip
        assert "Kies bij deze stap" in words


def test_a_result_before_the_meeting_or_in_the_future_is_refused(cast: Cast) -> None:
    sanne = cast.who("sanne")
    meeting("ab-samentwente", TODAY + timedelta(days=20))
    row = on_route(cast)
    assert "een uitkomst van 07-02-2022 kan niet" in refused(say, row, sanne, Outcome.AGREED, body="ab-samentwente")
    tomorrow = TODAY + timedelta(days=1)
    assert "nog niet geweest" in refused(say, row, sanne, Outcome.AGREED, place="almelo", on=tomorrow)


def test_a_draft_has_nothing_to_decide_on(cast: Cast) -> None:
    row = started(cast)
    assert "niet op route" in refused(say, row, cast.who("sanne"), Outcome.AGREED, place="almelo")


def test_conditions_become_rows_with_an_owner_and_are_fulfilled_once(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast)
    say(
        row,
        sanne,
        Outcome.AGREED_WITH_CONDITIONS,
        place="almelo",
        conditions="- Eerst inzicht in het geld\n- Evaluatie na een jaar\n",
        condition_owner_id=cast.bram.id,
        condition_due=TODAY,
    )
    first, second = ResultCondition.objects.order_by("text")
    assert [first.text, second.text] == ["Eerst inzicht in het geld", "Evaluatie na een jaar"]
    assert (first.owner, first.due) == (cast.bram, TODAY)
    assert "Alleen de eigenaar" in refused(
        route_services.fulfil_condition, condition_id=first.id, note="Klaar", who=cast.who("anouk"), now=NOW
    )
    route_services.fulfil_condition(condition_id=first.id, note="Zie het rapport.", who=cast.who("bram"), now=NOW)
    first.refresh_from_db()
    assert (first.fulfilled_on, first.fulfilled_by_name) == (TODAY, "Bram Proef")
    assert "meldde dit al" in refused(
        route_services.fulfil_condition, condition_id=first.id, note="Weer", who=sanne, now=NOW
    )


def test_correcting_keeps_the_wrong_row_and_settles_anew(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = all_agree(on_route(cast), sanne)
    wrong = DecisionResult.objects.get(seat__body__slug="ab-samentwente")
    correct = {"result_id": wrong.id, "said": Said(Outcome.REJECTED, TODAY), "who": sanne, "now": NOW}
    assert "wat er niet klopte" in refused(route_services.correct_result, reason="", **correct)
    route_services.correct_result(reason="Verkeerd gelezen.", **correct)
    row.refresh_from_db()
    assert (row.state, row.settled_text) == (DecisionState.REJECTED, "Afgewezen door Algemeen bestuur SamenTwente.")
    assert "telt niet meer" in refused(route_services.correct_result, reason="Nog eens.", **correct)
    held = DecisionResult.objects.get(seat__body__slug="ab-samentwente", superseded_at=None)
    route_services.correct_result(
        result_id=held.id, said=Said(Outcome.POSTPONED, TODAY), reason="Toch aangehouden.", who=sanne, now=NOW
    )
    row.refresh_from_db()
    assert (row.state, row.settled_on) == (DecisionState.ON_ROUTE, None)


def test_a_second_result_is_refused_and_the_database_holds_one(cast: Cast) -> None:
    sanne = cast.who("sanne")
    row = on_route(cast)
    kept = say(row, sanne, Outcome.AGREED, place="almelo")
    assert "al een uitkomst vastgelegd: akkoord" in refused(say, row, sanne, Outcome.REJECTED, place="almelo")
    with pytest.raises(IntegrityError, match="result_counts_once"), transaction.atomic():
        DecisionResult.objects.create(
            seat=kept.seat, text=kept.text, outcome="agreed", date=TODAY, recorded_at=NOW, recorded_by=cast.sanne,
            recorded_by_name="S",
        )  # fmt: skip


def test_conditions_without_text_are_refused_by_the_database(cast: Cast) -> None:
    kept = say(on_route(cast), cast.who("sanne"), Outcome.AGREED, place="almelo")
    with pytest.raises(IntegrityError, match="result_conditions_written"), transaction.atomic():
        DecisionResult.objects.filter(id=kept.id).update(outcome="agreed_with_conditions")


def test_after_withdrawal_nothing_is_recorded(cast: Cast) -> None:
    row = moved(on_route(cast), "withdraw", cast.who("sanne"))
    assert "niet op route" in refused(say, row, cast.who("sanne"), Outcome.AGREED, place="almelo")


def test_a_result_is_kept_in_the_history_under_its_name(cast: Cast) -> None:
    kept = say(on_route(cast), cast.who("anouk"), Outcome.AGREED, place="almelo")
    last = last_change(kept)
    assert last is not None
    assert last.who == "Anouk Proef"


@pytest.mark.django_db(transaction=True)
def test_two_results_for_one_municipality_at_once_are_one(cast: Cast) -> None:
    row = on_route(cast)
    step = step_of(row, StepKind.COLLEGES)
    almelo = places("almelo")[0]

    def tell(name: str, outcome: str) -> Any:
        return route_services.record_result(
            step_id=step.id, organisation_id=almelo, said=Said(outcome, TODAY), who=cast.who(name), now=NOW
        )

    outcomes = at_once(lambda: tell("anouk", Outcome.AGREED), lambda: tell("sanne", Outcome.REJECTED))
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert DecisionResult.objects.filter(superseded_at__isnull=True).count() == 1
