"""`manage.py bench pages` and `bench search`: what pages and searches of the example world cost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.templatetags.static import static

from core.clock.queries import is_example
from core.lifecycles.rules import Refused
from desk.example import bench_search
from desk.example.bench import forgotten, measure, pages, table


class Command(BaseCommand):
    """Measure pages, or searches among many entries."""

    help = (
        "pages: open every page as somebody of the example world (milliseconds, queries, bytes); "
        "search: ask many questions among 100,000 entries, which are taken back afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to measure, and how often."""
        parser.add_argument("what", choices=["pages", "search"], help="what to measure")
        parser.add_argument("--requests", type=int, default=30, help="requests per page or question (30)")
        parser.add_argument("--entries", type=int, default=100_000, help="entries to search in (100,000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a table."""
        if not is_example():
            raise CommandError("This database does not hold the example world.")
        if options["requests"] < 2:
            raise CommandError("Two requests per page is the least.")
        if options["what"] == "search":
            timed = bench_search.measure(
                entries=options["entries"], requests=options["requests"], tell=self.stdout.write
            )
            for line in bench_search.report(timed):
                self.stdout.write(line)
            return
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
