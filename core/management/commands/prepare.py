"""`manage.py prepare`: tables, cache table, reference data and search entries; safe to repeat."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.findable.services import rebuild
from core.rooms.discovery import furniture


class Command(BaseCommand):
    """Bring a database up to date."""

    help = "Migrate, make the cache table, load the reference data of every room, write missing search entries."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the four in order."""
        verbosity = options["verbosity"]
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=0)
        for room, module in furniture("reference"):
            module.load()
            if verbosity > 1:
                self.stdout.write(f"reference data of {room.path} loaded")
        entries = rebuild()
        if verbosity > 1:
            self.stdout.write(f"{entries} search entries written")
