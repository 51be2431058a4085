"""`manage.py enter_stage`: sets the clock of a copied example world; `bin/manage load_example` calls it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.clock.services import play_at
from core.lifecycles.rules import Refused
from desk.example.round import stage_named
from desk.example.script import moment_of


class Command(BaseCommand):
    """Let the example play at the moment of a stage."""

    help = "Set the clock of the example world to the moment of a stage, and print who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which stage."""
        parser.add_argument("stage", help="the name of a stage")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set it; the time that passed since the stage was made does not count."""
        try:
            stage = stage_named(options["stage"])
            play_at(moment=moment_of(stage.now))
        except KeyError as error:
            raise CommandError(error.args[0]) from error
        except Refused as refusal:
            raise CommandError(refusal.verdict.reason) from refusal
        self.stdout.write(f"{stage.name}, {stage.now:%d-%m-%Y}")
        call_command("demo_people", stdout=self.stdout)
