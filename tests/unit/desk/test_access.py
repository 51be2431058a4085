"""Who comes at which desk."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from accounts.organisations.rules import ROLES_OF_KIND, Hat, Kind, Role, Who
from desk.library.access import may_see_library
from desk.municipality.access import may_see_municipality
from desk.portal.access import may_use_portal

KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}
ALMELO: Any = SimpleNamespace(id=uuid4())
BORNE: Any = SimpleNamespace(id=uuid4())


def person(role: Role) -> Who:
    """Somebody with one role; an official is of Almelo."""
    return Who(uuid4(), "Proef", (Hat(role, ALMELO.id, "Organisatie", KIND_OF[role]),))


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_finds(role: Role) -> None:
    who, kind = person(role), KIND_OF[role]
    assert may_see_library(who).allowed == (kind != Kind.PROVIDER)
    assert may_use_portal(who).allowed == (kind == Kind.PROVIDER)
    assert may_see_municipality(who, ALMELO).allowed == (kind in {Kind.OZJT, Kind.MUNICIPALITY})
    assert may_see_municipality(who, BORNE).allowed == (kind == Kind.OZJT)


def test_a_refused_page_of_a_municipality_and_the_library_do_not_exist() -> None:
    assert may_see_municipality(person(Role.MUNICIPALITY_OFFICIAL), BORNE).secret is True
    assert may_see_library(person(Role.PROVIDER_MEMBER)).secret is True


def test_without_a_role_there_is_nothing() -> None:
    who = Who(uuid4(), "Proef")
    verdicts = [may_see_library(who), may_use_portal(who), may_see_municipality(who, ALMELO)]
    assert [verdict.allowed for verdict in verdicts] == [False, False, False]
