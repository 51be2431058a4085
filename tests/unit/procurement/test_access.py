"""Who may see and do what in a trajectory."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from accounts.organisations.rules import ROLES_OF_KIND, Hat, Kind, Role, Who
from core.lifecycles.rules import Verdict
from procurement.trajectory.access import (
    Worker,
    may_deviate,
    may_pass_gates,
    may_see_evidence,
    may_see_trajectories,
    may_steer,
    may_work,
    sees_everything,
)

KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}
OZJT, ALMELO, ENSCHEDE, ELS = uuid4(), uuid4(), uuid4(), uuid4()
HOME = {Kind.OZJT: OZJT, Kind.MUNICIPALITY: ALMELO, Kind.PROVIDER: ELS}
OFFICER, LEADER, MANAGER = Role.PROCUREMENT_OFFICER, Role.PROJECT_LEADER, Role.MANAGER
ADMINISTRATOR, AUDITOR, JURIST = Role.ADMINISTRATOR, Role.AUDITOR, Role.JURIST
OFFICIAL, MEMBER = Role.MUNICIPALITY_OFFICIAL, Role.PROVIDER_MEMBER


def person(*roles: Role, home: UUID | None = None) -> Who:
    """Somebody with these roles; an official is of Almelo unless told otherwise."""
    hats = tuple(Hat(role, home or HOME[Kind(KIND_OF[role])], "Organisatie", KIND_OF[role]) for role in roles)
    return Who(uuid4(), "Proef", hats)


TABLE: dict[Callable[[Who], Verdict], set[Role]] = {
    may_see_trajectories: set(Role) - {MEMBER},
    may_steer: {OFFICER, LEADER, MANAGER},
    may_pass_gates: {OFFICER, LEADER, MANAGER},
    may_deviate: {MANAGER},
}


@pytest.mark.parametrize("predicate", TABLE, ids=lambda predicate: predicate.__name__)
@pytest.mark.parametrize("role", list(Role))
def test_who_may(predicate: Callable[[Who], Verdict], role: Role) -> None:
    verdict = predicate(person(role))
    assert verdict.allowed == (role in TABLE[predicate])
    assert verdict.secret == (role == MEMBER)
    assert verdict.allowed == (verdict.reason == "")


@pytest.mark.parametrize("predicate", TABLE, ids=lambda predicate: predicate.__name__)
@pytest.mark.parametrize("who", [Who(), person()], ids=["stranger", "without a role"])
def test_who_is_nobody_here_may_nothing(predicate: Callable[[Who], Verdict], who: Who) -> None:
    assert predicate(who).allowed is False


def test_an_officer_hears_that_deviating_is_for_a_manager() -> None:
    assert may_deviate(person(OFFICER)).reason == "Afwijken van een faseovergang kan alleen een manager."
    assert may_deviate(person(AUDITOR)).reason == "Alleen een inkoper, projectleider of manager van OZJT kan dit."


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("owner", ["me", "another", "nobody"])
def test_a_check_is_for_those_who_steer_and_for_its_owner(role: Role, owner: str) -> None:
    who = person(role)
    owner_id = {"me": who.person_id, "another": uuid4(), "nobody": None}[owner]
    assert may_work(Worker(who, owner_id)).allowed == (role in {OFFICER, LEADER, MANAGER} or owner == "me")


def test_a_stranger_does_not_own_what_nobody_owns() -> None:
    assert may_work(Worker(Who(), None)).allowed is False


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_everything(role: Role) -> None:
    assert sees_everything(person(role)) == (role in {OFFICER, LEADER, MANAGER, JURIST, AUDITOR})


FROM_OZJT, FROM_ALMELO, FROM_ENSCHEDE = (OZJT, Kind.OZJT), (ALMELO, Kind.MUNICIPALITY), (ENSCHEDE, Kind.MUNICIPALITY)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (person(OFFICER), ["OZJT", "OZJT!", "Almelo", "Almelo!", "Enschede", "Enschede!"]),
        (person(MANAGER), ["OZJT", "OZJT!", "Almelo", "Almelo!", "Enschede", "Enschede!"]),
        (person(AUDITOR), ["OZJT", "OZJT!", "Almelo", "Almelo!", "Enschede", "Enschede!"]),
        (person(ADMINISTRATOR), ["OZJT", "Almelo", "Enschede"]),
        (person(OFFICIAL), ["OZJT", "Almelo", "Almelo!"]),
        (person(OFFICIAL, home=ENSCHEDE), ["OZJT", "Enschede", "Enschede!"]),
        (person(ADMINISTRATOR, OFFICIAL), ["OZJT", "Almelo", "Almelo!", "Enschede"]),
        (person(), ["OZJT"]),
    ],
    ids=["officer", "manager", "auditor", "administrator", "almelo", "enschede", "both", "without a role"],
)
def test_who_sees_which_evidence(who: Who, sees: list[str]) -> None:
    delivered = {"OZJT": FROM_OZJT, "Almelo": FROM_ALMELO, "Enschede": FROM_ENSCHEDE}
    verdicts = {
        name + "!" * is_confidential: may_see_evidence(
            who, is_confidential=bool(is_confidential), organisation_id=organisation, organisation_kind=kind
        )
        for name, (organisation, kind) in delivered.items()
        for is_confidential in (0, 1)
    }
    assert [name for name, verdict in verdicts.items() if verdict] == sees
    assert {name for name, verdict in verdicts.items() if verdict.secret} == set(verdicts) - set(sees)
