"""Handing over: every kind of work, a result for each, and one notice to the receiver."""

from typing import Any

import pytest

from accounts.notices.models import Notice
from accounts.organisations.models import Membership
from accounts.people.services import end_role
from core.history.services import recorded
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from desk.handover.queries import givers, receivers, work_of
from desk.handover.rules import Thing
from desk.handover.services import hand_over
from procurement.checks.services import hand_over_check
from procurement.trajectory.models import Check, Phase, Trajectory
from tests.conftest import NOW, TODAY, Cast, Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(cast: Cast, walk: Walk) -> Check:
    """An open check of Bram in the running phase."""
    row = Check.objects.filter(phase__trajectory=walk.trajectory, phase__code="0").order_by("order").first()
    assert row is not None
    with recorded(cast.who("sanne")):
        Check.objects.filter(id=row.id).update(owner=cast.bram)
    row.refresh_from_db()
    return row


def give(cast: Cast, giver: str, to: str, by: str = "", chosen: list[str] | None = None, **other: Any) -> Any:
    who = cast.who(by or giver)
    from_id = getattr(cast, giver).id
    keys = [item.key for item in work_of(from_id, who)] if chosen is None else chosen
    arguments: dict[str, Any] = {"reason": "Nieuwe baan", "now": NOW}
    return hand_over(from_id=from_id, to_id=getattr(cast, to).id, chosen=keys, who=who, **arguments | other)


def reason_of(call: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.verdict.reason


def test_everything_of_one_person_goes_to_another_with_one_notice(cast: Cast, walk: Walk, check: Check) -> None:
    count = len(work_of(cast.sanne.id, cast.who("mila")))
    things = {item.thing for item in work_of(cast.sanne.id, cast.who("mila"))}
    assert things == {Thing.TRAJECTORY, Thing.PHASE}
    outcomes = give(cast, "sanne", "bram", by="mila")
    assert len(outcomes) == count
    assert all(outcome.is_done for outcome in outcomes)
    assert work_of(cast.sanne.id, cast.who("mila")) == []
    assert Trajectory.objects.filter(owner=cast.bram).count() == 2
    assert not Phase.objects.filter(owner=cast.sanne).exists()
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.title) == (
        cast.bram, "handover", f"Mila Proef droeg {count} dingen aan je over",
    )  # fmt: skip
    event = events_of(Trajectory).objects.filter(pgh_obj_id=walk.trajectory.id).latest("pgh_id")  # type: ignore[attr-defined]
    assert (event.pgh_context["name"], event.pgh_context["reason"]) == ("Mila Proef", "Nieuwe baan")


def test_what_is_refused_is_said_and_the_rest_is_done(cast: Cast, walk: Walk) -> None:
    outcomes = give(cast, "sanne", "anouk", by="mila")
    refused = {outcome.item.thing: outcome.reason for outcome in outcomes if not outcome.is_done}
    assert refused == {Thing.TRAJECTORY: "Een traject is van een inkoper, projectleider of manager van OZJT."}
    assert Phase.objects.filter(owner=cast.anouk).count() == sum(outcome.is_done for outcome in outcomes)
    assert Trajectory.objects.filter(owner=cast.sanne).count() == 2


def test_an_official_outside_the_trajectory_takes_nothing(cast: Cast, walk: Walk) -> None:
    pilot = Phase.objects.get(trajectory=walk.pilot, code="0")
    (outcome,) = give(cast, "sanne", "emre", by="mila", chosen=[f"phase:{pilot.id}"])
    assert outcome.reason == "Kies iemand van OZJT of van een gemeente die meedoet."
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"reason": " "}, "Schrijf op waarom"),
        ({"to": "bram"}, "Kies iemand anders"),
        ({"chosen": []}, "Kies minstens één ding"),
        ({"chosen": ["check:weg"]}, "intussen al van iemand anders"),
        ({"by": "anouk"}, "draagt een inkoper, projectleider, manager of functioneel beheerder over"),
        ({"by": "iris"}, "draagt een inkoper, projectleider, manager of functioneel beheerder over"),
    ],
)
def test_what_cannot_be_tried_is_said(cast: Cast, check: Check, different: dict[str, Any], said: str) -> None:
    arguments = {"giver": "bram", "to": "mila"} | different
    assert said in reason_of(lambda: give(cast, **arguments))
    check.refresh_from_db()
    assert check.owner == cast.bram


def test_nobody_receives_who_cannot_sign_in(cast: Cast, check: Check) -> None:
    cast.mila.is_active = False
    cast.mila.save()
    assert "kan niet inloggen" in reason_of(lambda: give(cast, "bram", "mila"))


def test_an_administrator_clears_up_after_a_role_that_ended(cast: Cast, check: Check) -> None:
    row = Membership.objects.get(person=cast.bram)
    end_role(membership_id=row.id, last_day=TODAY.replace(day=1), reason="Weg", who=cast.who("teun"))
    assert str(cast.bram.id) in dict(givers(cast.who("teun")))
    assert str(cast.bram.id) not in dict(receivers(TODAY))
    (outcome,) = give(cast, "bram", "sanne", by="teun")
    assert outcome.is_done
    check.refresh_from_db()
    assert check.owner == cast.sanne


def test_what_somebody_else_took_meanwhile_stays_theirs(cast: Cast, check: Check) -> None:
    arguments: dict[str, Any] = {"check_id": check.id, "reason": "Weg", "who": cast.who("mila"), "today": TODAY}
    hand_over_check(from_id=cast.bram.id, to_id=cast.sanne.id, **arguments)
    said = reason_of(lambda: hand_over_check(from_id=cast.bram.id, to_id=cast.mila.id, **arguments))
    assert said == "Dit is intussen van iemand anders. Ververs de pagina."


def test_a_provider_sees_no_work(cast: Cast, check: Check) -> None:
    assert work_of(cast.bram.id, cast.who("daan")) == []
