"""An administrator manages others; an ended role stays ended; an unsafe worker does not start."""

from datetime import date

import pytest
from django.test import override_settings

from accounts.organisations.models import Membership, Organisation
from accounts.people import services
from config.celery import refuse_unsafe_start
from core.lifecycles.rules import Refused
from tests.conftest import TODAY, Cast


def test_an_administrator_gives_themselves_no_role(cast: Cast) -> None:
    ozjt = Organisation.objects.get(slug="ozjt")
    with pytest.raises(Refused) as refusal:
        services.add_role(
            person_id=cast.teun.id,
            organisation_id=ozjt.id,
            role="manager",
            valid_from=TODAY,
            valid_until=None,
            who=cast.who("teun"),
        )
    assert refusal.value.verdict.reason == "Je kunt jezelf geen rol geven. Vraag een andere beheerder."
    assert Membership.objects.filter(person=cast.teun).count() == 1


def test_ending_a_role_never_makes_it_longer(cast: Cast) -> None:
    row = Membership.objects.get(person=cast.bram)
    services.end_role(membership_id=row.id, last_day=date(2022, 2, 1), reason="Andere baan", who=cast.who("teun"))
    with pytest.raises(Refused):
        services.end_role(membership_id=row.id, last_day=date(2099, 1, 1), reason="Toch niet", who=cast.who("teun"))
    row.refresh_from_db()
    assert row.valid_until == date(2022, 2, 1)


def test_blocking_twice_does_not_let_somebody_in_again(cast: Cast) -> None:
    arguments = {"person_id": cast.bram.id, "is_active": False, "reason": "Uit dienst", "who": cast.who("teun")}
    services.set_active(**arguments)
    with pytest.raises(Refused):
        services.set_active(**arguments)
    cast.bram.refresh_from_db()
    assert cast.bram.is_active is False


@pytest.mark.django_db
@override_settings(IS_PRODUCTION=True, DEBUG=True)
def test_a_worker_of_an_unsafe_production_exits() -> None:
    with pytest.raises(SystemExit) as refusal:
        refuse_unsafe_start()
    assert "inkoopkompas.E001" in str(refusal.value)
