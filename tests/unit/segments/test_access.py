"""Who reads about segments."""

from uuid import uuid4

import pytest

from accounts.organisations.rules import ROLES_OF_KIND, Hat, Role, Who
from segments.catalogue.access import may_see_segments

KIND_OF = {role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles}


@pytest.mark.parametrize("role", list(Role))
def test_everybody_but_providers_for_whom_the_page_does_not_exist(role: Role) -> None:
    verdict = may_see_segments(Who(uuid4(), "Proef", (Hat(role, uuid4(), "Organisatie", KIND_OF[role]),)))
    is_provider = role == Role.PROVIDER_MEMBER
    assert (verdict.allowed, verdict.secret) == (not is_provider, is_provider)


def test_who_has_no_role_is_told_why() -> None:
    verdict = may_see_segments(Who(uuid4(), "Proef"))
    assert (verdict.allowed, verdict.secret) == (False, False)
    assert verdict.reason == "Deze pagina is er voor medewerkers van OZJT en van de gemeenten."
