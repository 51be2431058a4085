"""Roles, and what a person is on a given day."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.organisations.rules import ROLE_NAMES, ROLES_OF_KIND, Hat, Kind, Role, Who, holds_on

OZJT, ALMELO, ELS = uuid4(), uuid4(), uuid4()
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def hat(role: Role, kind: Kind, organisation: UUID, name: str) -> Hat:
    return Hat(role=role, organisation_id=organisation, organisation_name=name, organisation_kind=kind)


OFFICER = hat(Role.PROCUREMENT_OFFICER, Kind.OZJT, OZJT, "OZJT")
AUDITOR = hat(Role.AUDITOR, Kind.OZJT, OZJT, "OZJT")
OFFICIAL = hat(Role.MUNICIPALITY_OFFICIAL, Kind.MUNICIPALITY, ALMELO, "Almelo")
MEMBER = hat(Role.PROVIDER_MEMBER, Kind.PROVIDER, ELS, "De Els")


def test_every_role_has_a_name_and_belongs_to_one_kind_of_organisation() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert set(ROLES_OF_KIND) == set(Kind)
    assert sorted(role for roles in ROLES_OF_KIND.values() for role in roles) == sorted(Role)


def test_nobody_is_false_and_has_nothing() -> None:
    nobody = Who()
    assert bool(nobody) is False
    assert nobody.has(*Role) is False
    assert (nobody.works_at_ozjt, nobody.is_provider_only, nobody.role_names) == (False, False, "")
    assert nobody.organisations(Kind.OZJT) == frozenset()


@pytest.mark.parametrize(
    ("hats", "at_ozjt", "provider_only", "names"),
    [
        ((), False, False, ""),
        ((OFFICER,), True, False, "inkoper OZJT"),
        ((OFFICER, AUDITOR), True, False, "inkoper OZJT, auditor OZJT"),
        ((OFFICIAL,), False, False, "ambtenaar gemeente Almelo"),
        ((MEMBER,), False, True, "medewerker aanbieder De Els"),
        ((OFFICIAL, MEMBER), False, False, "ambtenaar gemeente Almelo, medewerker aanbieder De Els"),
    ],
)
def test_what_hats_make_of_a_person(hats: tuple[Hat, ...], at_ozjt: bool, provider_only: bool, names: str) -> None:
    who = Who(uuid4(), "Proef", hats)
    assert (bool(who), who.works_at_ozjt, who.is_provider_only, who.role_names) == (True, at_ozjt, provider_only, names)


def test_roles_and_organisations_are_those_of_the_hats() -> None:
    who = Who(uuid4(), "Proef", (OFFICER, OFFICIAL))
    assert who.has(Role.PROCUREMENT_OFFICER)
    assert who.has(Role.AUDITOR, Role.MUNICIPALITY_OFFICIAL)
    assert not who.has(Role.AUDITOR, Role.MANAGER)
    assert who.organisations(Kind.MUNICIPALITY) == {ALMELO}
    assert who.organisations(Kind.PROVIDER) == frozenset()


@given(start=DAYS, length=st.integers(min_value=0, max_value=1000), offset=st.integers(min_value=-50, max_value=1100))
def test_a_role_holds_on_its_first_and_last_day_and_between(start: date, length: int, offset: int) -> None:
    end, today = start + timedelta(days=length), start + timedelta(days=offset)
    assert holds_on(valid_from=start, valid_until=end, today=today) == (0 <= offset <= length)
    assert holds_on(valid_from=start, valid_until=None, today=today) == (offset >= 0)
