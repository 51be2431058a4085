"""People whom the cast does not have: a jurist, a project leader and a portfolio holder."""

from datetime import date

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.queries import who_is
from accounts.organisations.rules import Role, Who
from accounts.people.models import Person
from tests.conftest import NOW, TODAY


def colleague(role: Role, slug: str = "ozjt") -> Who:
    """Somebody with this role, as services get them."""
    person = Person.objects.create_user(f"{role.value}@voorbeeld.example", name=f"Proef {role.value}", created_at=NOW)
    Membership.objects.create(
        person=person, organisation=Organisation.objects.get(slug=slug), role=role.value, valid_from=date(2021, 1, 1)
    )
    return who_is(person_id=person.id, name=person.name, today=TODAY)
