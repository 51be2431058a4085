"""`manage.py demo_people`: who can sign in to the example world."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.organisations.rules import ROLE_NAMES
from core.clock.queries import is_example
from desk.example.script import script


class Command(BaseCommand):
    """Print the example people."""

    help = "Print name, role, e-mail address and password of the people of the example world."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per person; nothing in a database that is not the example."""
        if not is_example():
            raise CommandError("This database does not hold the example world.")
        for row in script()["person"]:
            role = f"{ROLE_NAMES[row['role']]}, {row['organisation']}"
            self.stdout.write(f"{row['name']:<18} {role:<46} {row['email']:<26} {row['password']}")
