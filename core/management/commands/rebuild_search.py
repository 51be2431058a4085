"""`manage.py rebuild_search`: the entries in which people search, made anew."""

from typing import Any

from django.core.management.base import BaseCommand

from core.findable.services import rebuild


class Command(BaseCommand):
    """Make the search entries anew."""

    help = "Write the search entries that are missing or old; triggers keep them up to date from then on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many changed."""
        self.stdout.write(f"{rebuild()} search entries changed")
