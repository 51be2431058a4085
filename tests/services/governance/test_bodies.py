"""The bodies that are there from the start."""

import pytest
from django.db import IntegrityError, transaction

from accounts.organisations.models import Organisation
from governance.bodies import reference
from governance.bodies.models import Body, Meeting
from governance.bodies.rules import BodyKind

pytestmark = pytest.mark.django_db


def test_every_municipality_has_its_college_and_council() -> None:
    assert Body.objects.filter(kind=BodyKind.COLLEGE).count() == 14
    assert Body.objects.filter(kind=BodyKind.COUNCIL).count() == 14
    almelo = Body.objects.get(slug="college-almelo")
    assert (almelo.name, almelo.organisation) == ("College van Almelo", Organisation.objects.get(slug="almelo"))


def test_the_regional_bodies_stand_in_the_order_of_the_route() -> None:
    regional = Body.objects.filter(organisation__isnull=True).values_list("code", flat=True)
    assert list(regional) == ["PG", "AO", "BO", "DB", "AB"]


def test_loading_again_keeps_a_notice_period_that_somebody_changed() -> None:
    before = Body.objects.count()
    Body.objects.filter(slug="ao-jeugd").update(notice_days=9)
    reference.load()
    assert Body.objects.get(slug="ao-jeugd").notice_days == 9
    assert Body.objects.count() == before


def test_a_college_without_municipality_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="body_of_municipality"), transaction.atomic():
        Body.objects.create(slug="zwevend", code="X", name="Zwevend college", kind=BodyKind.COLLEGE, order=9)


def test_papers_cannot_be_due_after_the_meeting() -> None:
    body = Body.objects.get(slug="ab-samentwente")
    with pytest.raises(IntegrityError, match="meeting_papers_before"), transaction.atomic():
        Meeting.objects.create(body=body, date="2022-10-12", submit_by="2022-10-13")
