"""`manage.py create_administrator`: the first person of an empty real database."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.organisations.models import Membership, Organisation
from accounts.organisations.rules import Kind, Role
from accounts.people.services import add_person, give_role
from core.clock.models import World
from core.clock.queries import read_clock
from core.clock.services import declare_world
from core.history.rules import System
from core.lifecycles.rules import Refused


class Command(BaseCommand):
    """Make the first administrator; once there is one, people are invited in the pages."""

    help = "Make the first administrator of a real database and print a one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address and the name."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing; does nothing when there already is an administrator."""
        if Membership.objects.filter(role=Role.ADMINISTRATOR).exists():
            self.stdout.write("There already is an administrator; invite others in the pages.")
            return
        moment, maker, password = read_clock(), System("Installatie"), secrets.token_urlsafe(15)
        try:
            with transaction.atomic():
                declare_world(kind=World.Kind.REAL)
                person = add_person(
                    email=options["email"], name=options["name"], password=password, who=maker, now=moment.now
                )
                give_role(
                    person_id=person.id,
                    organisation_id=Organisation.objects.get(kind=Kind.OZJT).id,
                    role=Role.ADMINISTRATOR,
                    valid_from=moment.today,
                    valid_until=None,
                    who=maker,
                )
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
        self.stdout.write(f"{options['name']}  {options['email']}  {password}")
