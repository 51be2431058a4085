"""`manage.py build_example`: the example world, in a prepared database of its own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.lifecycles.rules import Refused
from desk.example.round import stage_before, stage_named
from desk.example.services import build
from desk.example.stages import advance


class Command(BaseCommand):
    """Make the example world, or play it on by one stage."""

    help = "Make the example world: fictitious people walking the Jeugdhulp 2025 trajectory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which stage."""
        parser.add_argument("--stage", default="", help="play a world that stands at the stage before on to this one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the script."""

        def tell(line: str) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(line)

        try:
            if options["stage"]:
                stage = stage_named(options["stage"])
                before = stage_before(stage.slug)
                if before is None:
                    raise CommandError(f"{stage.slug} is the first stage; build_example without --stage makes it.")
                advance(after=before, to=stage, tell=tell)
            else:
                build(tell=tell)
        except KeyError as error:
            raise CommandError(error.args[0]) from error
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
