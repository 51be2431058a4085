"""`manage.py bench pages`: what every page of the example world costs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.templatetags.static import static

from core.clock.queries import is_example
from core.lifecycles.rules import Refused
from desk.example.bench import forgotten, measure, pages, table


class Command(BaseCommand):
    """Measure pages."""

    help = "Open every page as somebody of the example world: milliseconds (median, p95), queries, bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to measure, and how often."""
        parser.add_argument("what", choices=["pages"], help="what to measure")
        parser.add_argument("--requests", type=int, default=30, help="requests per page after three warm-ups (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table."""
        if not is_example():
            raise CommandError("This database does not hold the example world.")
        if options["requests"] < 2:
            raise CommandError("Two requests per page is the least.")
        try:
            static("css/base.css")
        except ValueError as error:
            raise CommandError("The static files are not collected yet: bin/manage collectstatic --no-input") from error
        try:
            measured = list(measure(pages(), requests=options["requests"]))
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
        for line in table(measured):
            self.stdout.write(line)
        if names := forgotten():
            self.stderr.write(f"Not measured (add to desk/example/bench.py): {', '.join(sorted(names))}")
