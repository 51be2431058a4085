"""The mandate register: registering, renewing, withdrawing, and asking it before a legal act."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Role
from core.edit.rules import Conflict
from core.history.queries import sources_for, timeline
from core.lifecycles.rules import Refused
from governance.bodies.models import Body
from governance.mandates import queries, reference, services
from governance.mandates.models import LegalAct, Mandate
from governance.mandates.rules import Act
from governance.mandates.services import MandatePlan
from tests.conftest import NOW, TODAY, Cast
from tests.services.governance.cast import colleague

pytestmark = pytest.mark.django_db


def places(*slugs: str) -> list[UUID]:
    rows = (
        Organisation.objects.filter(kind="municipality") if not slugs else Organisation.objects.filter(slug__in=slugs)
    )
    return list(rows.values_list("id", flat=True))


def plan(**other: Any) -> MandatePlan:
    values: dict[str, Any] = {
        "title": "Mandaatbesluit proef",
        "holder_function": "portefeuillehouder OZJT",
        "act_codes": [Act.AWARD_NOTICE.value, Act.WARNING_LETTER.value],
        "organisation_ids": places(),
        "valid_from": date(2021, 7, 8),
        "valid_until": date(2022, 12, 31),
        "source": "Besluit voor de proef",
    }
    return MandatePlan(**values | other)


def registered(cast: Cast, **other: Any) -> Mandate:
    return services.register(plan=plan(**other), who=cast.who("sanne"), now=NOW)


def test_a_mandate_of_the_colleges_holds_for_all_fourteen(cast: Cast) -> None:
    row = registered(cast)
    coverage = queries.coverage_of(row)
    assert len(coverage) == 14
    assert all(line.granted_by.organisation_id == line.organisation_id for line in coverage)
    assert [act.code for act in queries.acts_of(row)] == ["award_notice", "warning_letter"]
    assert services.ensure_mandate(act=Act.AWARD_NOTICE, organisation_ids=places("almelo", "borne"), on=TODAY) == row


def test_a_board_gives_a_mandate_for_what_was_transferred(cast: Cast) -> None:
    board = Body.objects.get(slug="ab-samentwente")
    row = registered(cast, organisation_ids=places("ozjt"), giver=str(board.id))
    assert [line.granted_by for line in queries.coverage_of(row)] == [board]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"valid_until": date(2021, 7, 7)}, "ligt voor de eerste dag"),
        ({"act_codes": []}, "Kies minstens één handeling"),
        ({"act_codes": ["made_up"]}, "Kies minstens één handeling"),
        ({"organisation_ids": []}, "Kies minstens één gemeente"),
        ({"title": " "}, "Vul in hoe het mandaat heet"),
        ({"source": ""}, "in welk besluit"),
        ({"url": "https://voorbeeld.example/", "paper": services.Paper("a.pdf", [b"x"])}, "niet allebei"),
        ({"paper": services.Paper("besluit.exe", [b"MZ"])}, "besluit.exe"),
    ],
)
def test_what_is_not_a_mandate_is_refused(cast: Cast, other: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        registered(cast, **other)
    assert Mandate.objects.count() == 0


def test_a_college_does_not_give_for_ozjt_and_a_council_gives_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="alleen mandaat voor de eigen gemeente"):
        registered(cast, organisation_ids=places("ozjt", "almelo"))
    with pytest.raises(Refused, match="Kies wie het mandaat geeft"):
        registered(cast, giver=str(Body.objects.get(slug="raad-almelo").id))


def test_a_provider_or_a_stranger_does_not_hold_a_mandate(cast: Cast) -> None:
    with pytest.raises(Refused, match="nu bij OZJT of een gemeente werkt"):
        registered(cast, holder_id=cast.daan.id)


@pytest.mark.parametrize(("name", "secret"), [("iris", False), ("teun", False), ("anouk", False), ("daan", True)])
def test_who_does_not_keep_the_register(cast: Cast, name: str, secret: bool) -> None:
    row = registered(cast)
    for call in (
        lambda: services.register(plan=plan(), who=cast.who(name), now=NOW),
        lambda: services.renew(mandate_id=row.id, version=1, plan=plan(), who=cast.who(name), now=NOW),
        lambda: services.withdraw(mandate_id=row.id, on=TODAY, reason="Weg", who=cast.who(name)),
        lambda: services.name_holder(
            mandate_id=row.id, version=1, holder_id=None, reason="", who=cast.who(name), now=NOW
        ),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.verdict.secret is secret
    assert Mandate.objects.count() == 1


def test_a_jurist_keeps_the_register(cast: Cast) -> None:
    assert services.register(plan=plan(), who=colleague(Role.JURIST), now=NOW)


def test_a_mandate_that_ended_yesterday_is_refused_in_words(cast: Cast) -> None:
    registered(cast, valid_until=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="liep tot en met 6 februari 2022"):
        services.ensure_mandate(act=Act.AWARD_NOTICE, organisation_ids=places("almelo"), on=TODAY)


def test_what_a_mandate_does_not_cover_is_named(cast: Cast) -> None:
    registered(cast, organisation_ids=places("almelo", "borne"))
    with pytest.raises(Refused, match="geldt niet voor Hengelo"):
        services.ensure_mandate(act="award_notice", organisation_ids=places("almelo", "hengelo"), on=TODAY)
    with pytest.raises(Refused, match="Niemand heeft mandaat voor deze handeling"):
        services.ensure_mandate(act="dissolution", organisation_ids=places("almelo"), on=TODAY)
    with pytest.raises(LegalAct.DoesNotExist):
        services.ensure_mandate(act="made_up", organisation_ids=places("almelo"), on=TODAY)


def test_only_the_person_in_the_function_may_sign(cast: Cast) -> None:
    holder = colleague(Role.PORTFOLIO_HOLDER)
    row = registered(cast)
    asked: dict[str, Any] = {"act": Act.AWARD_NOTICE, "organisation_ids": places("almelo"), "on": TODAY}
    with pytest.raises(Refused, match="nog niet bij wie die functie heeft"):
        services.ensure_mandate(**asked, person_id=holder.person_id)
    services.name_holder(
        mandate_id=row.id, version=1, holder_id=holder.person_id, reason="", who=cast.who("sanne"), now=NOW
    )
    assert services.ensure_mandate(**asked, person_id=holder.person_id) == row
    with pytest.raises(Refused, match="niet van jou"):
        services.ensure_mandate(**asked, person_id=cast.sanne.id)
    with pytest.raises(Conflict):
        services.name_holder(mandate_id=row.id, version=1, holder_id=None, reason="", who=cast.who("bram"), now=NOW)


def test_a_renewal_follows_and_ends_the_old_one_the_day_before(cast: Cast) -> None:
    old = registered(cast, valid_until=None)
    new = services.renew(
        mandate_id=old.id,
        version=1,
        plan=plan(title="Mandaatbesluit 2022", valid_from=date(2022, 3, 1), valid_until=None),
        who=cast.who("sanne"),
        now=NOW,
    )
    old.refresh_from_db()
    assert (old.valid_until, new.follows) == (date(2022, 2, 28), old)
    assert [row.title for row in queries.line_of(old)] == ["Mandaatbesluit proef", "Mandaatbesluit 2022"]
    for day, expected in ((date(2022, 2, 28), old), (date(2022, 3, 1), new)):
        assert services.ensure_mandate(act="award_notice", organisation_ids=places(), on=day) == expected
    with pytest.raises(Refused, match="heeft al een opvolger"):
        services.renew(
            mandate_id=old.id, version=2, plan=plan(valid_from=date(2022, 5, 1)), who=cast.who("sanne"), now=NOW
        )
    told = [entry.sentence for entry in timeline(sources_for("mandate"), [old.id])]
    assert told[0] == "Vernieuwde het mandaat; dit loopt tot en met 28 februari 2022."


def test_a_renewal_does_not_begin_before_the_old_one(cast: Cast) -> None:
    old = registered(cast)
    with pytest.raises(Refused, match="na het begin van dit mandaat"):
        services.renew(
            mandate_id=old.id, version=1, plan=plan(valid_from=old.valid_from), who=cast.who("sanne"), now=NOW
        )
    with pytest.raises(Conflict):
        services.renew(
            mandate_id=old.id, version=0, plan=plan(valid_from=date(2022, 3, 1)), who=cast.who("sanne"), now=NOW
        )


def test_a_withdrawn_mandate_stays_with_its_reason_and_holds_no_longer(cast: Cast) -> None:
    row = registered(cast)
    who = cast.who("mila")
    with pytest.raises(Refused, match="Schrijf op waarom"):
        services.withdraw(mandate_id=row.id, on=TODAY, reason=" ", who=who)
    services.withdraw(mandate_id=row.id, on=TODAY, reason="Het college trok het besluit in.", who=who)
    with pytest.raises(Refused, match="op 7 februari 2022 ingetrokken"):
        services.ensure_mandate(act="award_notice", organisation_ids=places("almelo"), on=TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert services.ensure_mandate(act="award_notice", organisation_ids=places("almelo"), on=yesterday) == row
    with pytest.raises(Refused, match="al ingetrokken"):
        services.withdraw(mandate_id=row.id, on=TODAY, reason="Nog eens", who=who)
    with pytest.raises(Refused, match="Schrijf een nieuw mandaat in"):
        services.renew(mandate_id=row.id, version=2, plan=plan(valid_from=date(2022, 3, 1)), who=who, now=NOW)


def test_withdrawing_what_has_ended_makes_no_sense(cast: Cast) -> None:
    row = registered(cast, valid_until=date(2022, 1, 31))
    with pytest.raises(Refused, match="liep tot en met 31 januari 2022"):
        services.withdraw(mandate_id=row.id, on=TODAY, reason="Te laat", who=cast.who("mila"))


def test_the_register_knows_what_nobody_may_do(cast: Cast) -> None:
    assert len(queries.acts_without_anybody(TODAY)) == len(Act)
    registered(cast)
    nobody = {row.code for row in queries.acts_without_anybody(TODAY)}
    assert nobody == {act.value for act in Act} - {"award_notice", "warning_letter"}
    assert len(queries.acts_without_anybody(date(2023, 1, 1))) == len(Act)


def test_a_mandate_that_ends_soon_is_asked_of_jurist_and_project_leader(cast: Cast) -> None:
    soon = registered(cast, valid_until=TODAY + timedelta(days=60))
    registered(cast, title="Later", valid_until=TODAY + timedelta(days=61))
    registered(cast, title="Geweest", valid_until=TODAY - timedelta(days=1))
    for role in (Role.JURIST, Role.PROJECT_LEADER):
        asks = list(queries.asks_of(colleague(role), NOW))
        assert [(ask.title, ask.due) for ask in asks] == [
            ("Vernieuw het mandaat: Mandaatbesluit proef", soon.valid_until)
        ]
    assert list(queries.asks_of(cast.who("sanne"), NOW)) == []
    services.renew(
        mandate_id=soon.id, version=1, plan=plan(valid_from=date(2022, 4, 9)), who=cast.who("sanne"), now=NOW
    )
    assert list(queries.ending(TODAY)) == []


def test_the_last_day_of_a_mandate_is_in_the_calendar(cast: Cast) -> None:
    registered(cast, valid_until=date(2022, 3, 1))
    items = queries.agenda_of(cast.who("anouk"), TODAY, date(2022, 3, 1))
    assert [(item.day, item.kind) for item in items] == [(date(2022, 3, 1), "mandaat")]
    assert queries.agenda_of(cast.who("daan"), TODAY, date(2022, 3, 1)) == []


def test_loading_the_catalogue_again_changes_nothing(cast: Cast) -> None:
    before = list(LegalAct.objects.values_list("code", "name", "order"))
    reference.load()
    assert list(LegalAct.objects.values_list("code", "name", "order")) == before
    assert len(before) == len(Act)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"valid_until": date(2021, 7, 7)}, "mandate_period_forward"),
        ({"withdrawn_on": TODAY}, "mandate_withdrawn_with_reason"),
        ({"withdrawn_reason": "Zomaar"}, "mandate_withdrawn_with_reason"),
        ({"url": "javascript:alert(1)"}, "mandate_web_address"),
        ({"title": ""}, "mandate_named"),
    ],
)
def test_the_database_holds_the_rules_of_a_mandate(cast: Cast, values: dict[str, Any], constraint: str) -> None:
    row = registered(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mandate.objects.filter(id=row.id).update(**values)
