"""The fixed cast and the walk that tests stand on.

Sanne and Bram are procurement officers, Mila is manager, Teun administrator, Iris auditor; Anouk works for Almelo, Emre
for Enschede, Daan for the provider De Els. The walk is a full trajectory in which all municipalities take part, with
phase 0 and track 8 open and every phase planned and owned by Sanne; the pilot is a small one without Enschede.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import who_is
from accounts.organisations.rules import Kind, Role, Who
from accounts.people.models import Person
from core.history.rules import System
from core.history.services import recorded
from tests.factors import enter

# Property tests say what is wrong, not how busy the machine is.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

TODAY = date(2022, 2, 7)
NOW = datetime(2022, 2, 7, 8, 30, tzinfo=UTC)
PASSWORD = "voorbeeld-wachtwoord"


@dataclass(frozen=True)
class Cast:
    """The people of the tests."""

    sanne: Person
    bram: Person
    mila: Person
    teun: Person
    iris: Person
    anouk: Person
    emre: Person
    daan: Person

    def who(self, name: str) -> Who:
        """A person with their roles of today, as services get them."""
        person: Person = getattr(self, name)
        return who_is(person_id=person.id, name=person.name, today=TODAY)


ROLES = {
    "sanne": (Role.PROCUREMENT_OFFICER, "ozjt"),
    "bram": (Role.PROCUREMENT_OFFICER, "ozjt"),
    "mila": (Role.MANAGER, "ozjt"),
    "teun": (Role.ADMINISTRATOR, "ozjt"),
    "iris": (Role.AUDITOR, "ozjt"),
    "anouk": (Role.MUNICIPALITY_OFFICIAL, "almelo"),
    "emre": (Role.MUNICIPALITY_OFFICIAL, "enschede"),
    "daan": (Role.PROVIDER_MEMBER, "voorbeeldzorg-de-els"),
}


def make_cast() -> Cast:
    """Make the cast in a prepared database."""
    with recorded(System("Proef"), "Rolverdeling van de proeven"):
        Organisation.objects.create(kind=Kind.PROVIDER.value, slug="voorbeeldzorg-de-els", name="Voorbeeldzorg De Els")
        organisations = {
            row.slug: row for row in Organisation.objects.filter(slug__in={slug for _, slug in ROLES.values()})
        }
        people = {}
        for name, (role, slug) in ROLES.items():
            person = Person.objects.create_user(
                f"{name}@voorbeeld.example", PASSWORD, name=f"{name.capitalize()} Proef", created_at=NOW
            )
            Membership.objects.create(
                person=person, organisation=organisations[slug], role=role.value, valid_from=date(2021, 1, 1)
            )
            people[name] = person
    return Cast(**{field.name: people[field.name] for field in fields(Cast)})


@pytest.fixture
def cast(db: None) -> Cast:
    """The people."""
    return make_cast()


@dataclass(frozen=True)
class Walk:
    """A trajectory in the middle of its first phase."""

    trajectory: object
    pilot: object


def make_walk(cast: Cast) -> Walk:
    """Make the walk and the pilot through the real services."""
    from procurement.gates.services import pass_gate
    from procurement.trajectory import services
    from procurement.trajectory.models import Phase
    from segments.catalogue.models import Segment

    sanne = cast.who("sanne")
    made = {}
    for name, profile, slugs in (
        ("Inkoop Proef 2025", "full", None),
        ("Proefpilot", "pilot", ["almelo", "borne", "hengelo"]),
    ):
        places = Organisation.objects.filter(kind=Kind.MUNICIPALITY)
        if slugs:
            places = places.filter(slug__in=slugs)
        trajectory = services.start_trajectory(
            plan=services.Plan(
                name=name,
                summary="Een traject voor de proeven.",
                profile=profile,
                contract_start=date(2025, 1, 1),
                max_term_years=6,
                value_full_term=1_800_000_000 if profile == "full" else None,
                owner_id=cast.sanne.id,
                municipality_ids=list(places.values_list("id", flat=True)),
                segment_ids=list(Segment.objects.filter(in_procurement=True).values_list("id", flat=True)),
            ),
            who=sanne,
            reason="",
            now=NOW - timedelta(days=90),
        )
        start = date(2021, 11, 1)
        for phase in trajectory.phases.order_by("order"):
            services.plan_phase(
                phase_id=phase.id,
                version=phase.version,
                start=start if not phase.is_track else date(2021, 11, 1),
                end=start + timedelta(days=120) if not phase.is_track else date(2024, 12, 31),
                owner_id=cast.sanne.id,
                remark="",
                who=sanne,
                reason="",
                today=TODAY,
            )
            start += timedelta(days=121) if not phase.is_track else timedelta(0)
        made[profile] = trajectory
    for code in ("0", "8"):
        phase = Phase.objects.get(trajectory=made["full"], code=code)
        pass_gate(
            phase_id=phase.id, transition="open", reason="Volgens planning.", who=sanne, now=NOW - timedelta(days=89)
        )
    return Walk(trajectory=made["full"], pilot=made["pilot"])


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """The walk and the pilot."""
    return make_walk(cast)


@pytest.fixture
def signed_in(cast: Cast) -> Callable[[str], Client]:
    """A browser session of one of the cast."""

    def client_of(name: str) -> Client:
        client = Client()
        enter(client, getattr(cast, name))
        return client

    return client_of
