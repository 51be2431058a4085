"""`manage.py explain_term`: when a term ends and why, as sentences or as JSON; needs no database."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.terms.catalogue import catalogue, named
from core.terms.counting import work_out
from core.terms.rules import (
    Changes,
    FixedDay,
    LegalTerm,
    Outcome,
    ShiftPolicy,
    TermError,
    Unit,
    parsed_suspensions,
)
from core.terms.stored import outcome_as_data

LENGTHS = {unit: f"--{unit.value.replace('_', '-')}" for unit in Unit if unit not in {Unit.FIXED_DATE, Unit.MONTH_END}}


class Command(BaseCommand):
    """Explain a term."""

    help = "Print the last day of a term with its explanation (see docs/operations.md)."
    requires_system_checks: Any = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Lengths are read as text, so that a wrong one is answered with a sentence."""
        parser.add_argument("--from", dest="start", metavar="DAY", help="the day of the event, such as 2026-03-07")
        for unit, option in LENGTHS.items():
            parser.add_argument(option, dest=unit.value, metavar="N")
        parser.add_argument("--on", dest="fixed", metavar="DAY", help="a fixed date instead of a length")
        parser.add_argument("--named", metavar="KEY", help="a term of the catalogue; `list` prints them")
        parser.add_argument("--back", action="store_true", help="count back from the day")
        parser.add_argument("--policy", default=None, metavar="law|analogy|none")
        parser.add_argument("--suspend", action="append", default=[], metavar="FROM:UNTIL")
        parser.add_argument("--extend-weeks", default="0", metavar="N")
        parser.add_argument("--provider", action="store_true", help="a provider must meet it: warn for school holidays")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work it out and print it; a mistake ends with a sentence and status 1."""
        if options["named"] == "list":
            for key, row in catalogue().items():
                self.stdout.write(f"{key:22} {row.term.length_in_words:14} {row.name} ({row.term.source})")
            return
        try:
            outcome, changes = worked_out(options)
        except TermError as error:
            raise CommandError(str(error)) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(outcome_as_data(outcome, changes), ensure_ascii=False, indent=2))
            return
        for number, step in enumerate(outcome.steps, 1):
            self.stdout.write(f"{number}. {step.sentence}" + (f" [{step.article}]" if step.article else ""))
        for warning in outcome.warnings:
            self.stdout.write(f"Let op: {warning}")


def worked_out(options: dict[str, Any]) -> tuple[Outcome, Changes]:
    """The outcome for the options of the command; raises TermError with what to do about them."""
    start = day_of(options["start"], "--from")
    changes = Changes(parsed_suspensions(options["suspend"]), whole(options["extend_weeks"], "--extend-weeks"))
    is_provider_term = options["provider"]
    if options["named"]:
        row = named(options["named"])
        if row is None:
            raise TermError(f"Er is geen termijn ‘{options['named']}’. Kijk met --named list welke er zijn.")
        if options["policy"] or options["back"] or any(options[unit.value] for unit in LENGTHS) or options["fixed"]:
            raise TermError("Een termijn met --named heeft haar eigen lengte en regels. Laat de andere opties weg.")
        return work_out(row.term, start, changes, for_provider=is_provider_term or row.for_provider), changes
    return work_out(term_of(options), start, changes, for_provider=is_provider_term), changes


def term_of(options: dict[str, Any]) -> LegalTerm:
    """The term that the options describe."""
    policy = options["policy"] or ShiftPolicy.LAW.value
    if policy not in set(ShiftPolicy):
        raise TermError(f"Kies bij --policy law, analogy of none, niet ‘{policy}’.")
    given = [unit for unit in LENGTHS if options[unit.value] is not None]
    if len(given) + bool(options["fixed"]) != 1:
        raise TermError(f"Geef één lengte: {', '.join(LENGTHS.values())}, --on of --named.")
    if options["fixed"]:
        day = day_of(options["fixed"], "--on")
        return LegalTerm(
            Unit.FIXED_DATE,
            policy=ShiftPolicy(policy),
            counts_back=options["back"],
            fixed=FixedDay(day.month, day.day, day.year),
        )
    unit = given[0]
    length = whole(options[unit.value], LENGTHS[unit])
    return LegalTerm(unit, length, ShiftPolicy(policy), counts_back=options["back"])


def day_of(text: str | None, option: str) -> date:
    """A day written as 2026-03-07."""
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise TermError(f"Schrijf de dag bij {option} als 2026-03-07.") from error


def whole(text: str, option: str) -> int:
    """A whole number, zero or more."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise TermError(f"Geef bij {option} een heel getal, bijvoorbeeld 8.")
    return int(text)
