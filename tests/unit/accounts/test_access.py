"""Who manages people and who watches over confidentiality."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from accounts.looks.access import may_see_looks
from accounts.organisations.access import may_manage_people, may_see_people
from accounts.organisations.rules import ROLES_OF_KIND, Hat, Role, Who
from core.lifecycles.rules import Verdict

KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}


def person(role: Role | None) -> Who:
    """Somebody with one role, or somebody signed in with none."""
    hats = (Hat(role, uuid4(), "Organisatie", KIND_OF[role]),) if role else ()
    return Who(uuid4(), "Proef", hats)


TABLE: dict[Callable[[Who], Verdict], set[Role]] = {
    may_see_looks: {Role.AUDITOR, Role.MANAGER},
    may_see_people: {Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR},
    may_manage_people: {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize("predicate", TABLE, ids=lambda predicate: predicate.__name__)
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_who_may(predicate: Callable[[Who], Verdict], role: Role | None) -> None:
    verdict = predicate(person(role))
    assert verdict.allowed == (role in TABLE[predicate])
    assert verdict.allowed == (verdict.reason == "")
    assert verdict.secret == (role == Role.PROVIDER_MEMBER)


@pytest.mark.parametrize("predicate", TABLE, ids=lambda predicate: predicate.__name__)
def test_a_stranger_may_nothing(predicate: Callable[[Who], Verdict]) -> None:
    assert predicate(Who()).allowed is False
