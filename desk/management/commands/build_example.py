"""`manage.py build_example`: the example world, in a prepared database of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.lifecycles.rules import Refused
from desk.example.services import build


class Command(BaseCommand):
    """Make the example world."""

    help = "Make the example world: fictitious people walking the first phases of the Jeugdhulp 2025 trajectory."

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the script."""

        def tell(line: str) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(line)

        try:
            build(tell=tell)
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
