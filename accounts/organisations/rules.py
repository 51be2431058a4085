"""Roles, and what a person is on a given day; pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """The kinds of party."""

    OZJT = "ozjt"
    MUNICIPALITY = "municipality"
    PROVIDER = "provider"


class Role(StrEnum):
    """What somebody does for their organisation; the Dutch names are in ROLE_NAMES."""

    PROCUREMENT_OFFICER = "procurement_officer"
    PROJECT_LEADER = "project_leader"
    MANAGER = "manager"
    JURIST = "jurist"
    PORTFOLIO_HOLDER = "portfolio_holder"
    DATA_ANALYST = "data_analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    MUNICIPALITY_OFFICIAL = "municipality_official"
    SUPERVISOR = "supervisor"
    PROVIDER_MEMBER = "provider_member"


ROLE_NAMES: dict[str, str] = {
    Role.PROCUREMENT_OFFICER: "inkoper",
    Role.PROJECT_LEADER: "projectleider",
    Role.MANAGER: "manager",
    Role.JURIST: "jurist",
    Role.PORTFOLIO_HOLDER: "portefeuillehouder",
    Role.DATA_ANALYST: "data-analist Kennispunt",
    Role.ADMINISTRATOR: "functioneel beheerder",
    Role.AUDITOR: "auditor",
    Role.MUNICIPALITY_OFFICIAL: "ambtenaar gemeente",
    Role.SUPERVISOR: "toezichthouder gemeente",
    Role.PROVIDER_MEMBER: "medewerker aanbieder",
}

ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    Kind.OZJT: (
        Role.PROCUREMENT_OFFICER,
        Role.PROJECT_LEADER,
        Role.MANAGER,
        Role.JURIST,
        Role.PORTFOLIO_HOLDER,
        Role.DATA_ANALYST,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
    ),
    Kind.MUNICIPALITY: (Role.MUNICIPALITY_OFFICIAL, Role.SUPERVISOR),
    Kind.PROVIDER: (Role.PROVIDER_MEMBER,),
}


@dataclass(frozen=True)
class Hat:
    """One role at one organisation."""

    role: str
    organisation_id: UUID
    organisation_name: str
    organisation_kind: str


@dataclass(frozen=True)
class StandIn:
    """Somebody who is away, and the last day on which their work is done for them."""

    person_id: UUID
    name: str
    until: date


@dataclass(frozen=True)
class Who:
    """A person with the roles they have today; what every access rule and every service is given.

    `stands_in` are those whose work they do today; it gives them no role. False when nobody is signed in.
    """

    person_id: UUID | None = None
    name: str = ""
    hats: tuple[Hat, ...] = ()
    stands_in: tuple[StandIn, ...] = ()

    def __bool__(self) -> bool:
        return self.person_id is not None

    def has(self, *roles: Role) -> bool:
        """Whether this person has one of `roles`."""
        return any(hat.role in roles for hat in self.hats)

    def organisations(self, kind: Kind) -> frozenset[UUID]:
        """The organisations of this kind for which the person works."""
        return frozenset(hat.organisation_id for hat in self.hats if hat.organisation_kind == kind)

    @property
    def acts_for(self) -> frozenset[UUID]:
        """The people for whom this person stands in today."""
        return frozenset(row.person_id for row in self.stands_in)

    @property
    def working_as(self) -> frozenset[UUID]:
        """Whose work this person does today: their own, and that of the people for whom they stand in."""
        return self.acts_for | {self.person_id} if self.person_id is not None else frozenset()

    def behalf_of(self, owner_id: UUID | None) -> str:
        """The name of the owner when it is somebody for whom this person stands in, else nothing."""
        return next((row.name for row in self.stands_in if row.person_id == owner_id), "")

    @property
    def works_at_ozjt(self) -> bool:
        """Whether the person is a colleague of OZJT."""
        return any(hat.organisation_kind == Kind.OZJT for hat in self.hats)

    @property
    def is_provider_only(self) -> bool:
        """Whether the portal is all that this person gets to see."""
        return bool(self.hats) and all(hat.organisation_kind == Kind.PROVIDER for hat in self.hats)

    @property
    def role_names(self) -> str:
        """The roles with their organisations, for the page header."""
        return ", ".join(f"{ROLE_NAMES[hat.role]} {hat.organisation_name}" for hat in self.hats)


def holds_on(*, valid_from: date, valid_until: date | None, today: date) -> bool:
    """Whether a role for the period counts today; the last day counts."""
    return valid_from <= today and (valid_until is None or today <= valid_until)
