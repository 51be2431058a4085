"""What decisions put in the agenda of whom."""

from datetime import date, timedelta

import pytest

from governance.decisions import queries, services
from governance.decisions.models import ResultCondition
from governance.decisions.rules import Outcome
from tests.conftest import NOW, TODAY, Cast
from tests.services.governance.deciding import AMBULANT, dated, meeting, moved, on_route, say, started, written

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=120)


def kinds(cast: Cast, name: str) -> list[tuple[date, str, str]]:
    found = queries.agenda_of(cast.who(name), TODAY, LAST)
    return sorted((item.day, item.kind, item.title.split(":")[0]) for item in found)


def test_the_papers_of_a_meeting_are_for_who_writes_until_the_body_spoke(cast: Cast) -> None:
    meeting("ao-jeugd", date(2022, 3, 1))
    row = on_route(cast)
    papers = (date(2022, 2, 19), "aanleverdag", "Stukken naar Ambtelijk overleg Jeugd")
    assert papers in kinds(cast, "sanne")
    assert papers not in kinds(cast, "anouk")
    assert list(queries.agenda_of(cast.who("sanne"), date(2022, 2, 20), date(2022, 2, 28))) == []
    step = row.steps.get(body__slug="ao-jeugd")
    step.meeting.papers_sent_at = NOW
    step.meeting.save()
    assert papers not in kinds(cast, "sanne")


def test_a_meeting_that_does_not_go_on_asks_no_papers(cast: Cast) -> None:
    sat = meeting("ao-jeugd", date(2022, 3, 1))
    started(cast)
    assert [kind for _, kind, _ in kinds(cast, "sanne")] == ["aanleverdag"]
    sat.state = "cancelled"
    sat.cancel_reason = "Te weinig stukken."
    sat.save()
    assert kinds(cast, "sanne") == []


def test_the_day_of_the_colleges_and_of_reactions_are_for_who_may_see_the_decision(cast: Cast) -> None:
    sanne, due = cast.who("sanne"), date(2022, 2, 18)
    draft = dated(written(started(cast, segments=[AMBULANT]), sanne), sanne, date(2022, 3, 1))
    assert kinds(cast, "anouk") == []
    moved(draft, "submit", sanne)
    moved(draft, "approve", cast.who("mila"))
    moved(draft, "send", sanne)
    services.ask_reactions(decision_id=draft.id, question="Kan dit?", due=due, who=sanne, now=NOW)
    college = (date(2022, 3, 1), "besluit", "Uiterste dag voor de colleges")
    assert kinds(cast, "anouk") == [(due, "reactie", "Laatste dag voor jullie reactie"), college]
    assert kinds(cast, "iris") == [(due, "reactie", "Laatste dag voor reacties van gemeenten"), college]
    assert kinds(cast, "emre") == []
    assert kinds(cast, "daan") == []
    moved(draft, "withdraw", sanne)
    assert kinds(cast, "anouk") == []


def test_a_condition_is_in_the_agenda_of_who_sees_to_it_until_it_is_fulfilled(cast: Cast) -> None:
    row, due = on_route(cast, segments=[AMBULANT]), date(2022, 4, 1)
    say(
        row, cast.who("sanne"), Outcome.AGREED_WITH_CONDITIONS, place="borne", conditions="Eerst het geld",
        condition_owner_id=cast.anouk.id, condition_due=due,
    )  # fmt: skip
    line = (due, "voorwaarde", "Voorwaarde van Borne vervullen")
    assert line in kinds(cast, "anouk")
    assert line not in kinds(cast, "sanne")
    ResultCondition.objects.update(fulfilled_on=TODAY, fulfilled_note="Gedaan.", fulfilled_by_name="A")
    assert line not in kinds(cast, "anouk")


def test_providers_have_nothing(cast: Cast) -> None:
    on_route(cast)
    assert list(queries.agenda_of(cast.who("daan"), TODAY, LAST)) == []
