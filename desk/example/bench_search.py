"""How long a search takes among many entries: `manage.py bench search`.

Everything happens in one transaction that is taken back: milestones, checks and evidence are written through the real
tables, so that triggers make the entries and every search is joined with what the reader may see.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.organisations.queries import who_is
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.clock.queries import read_clock
from core.findable.models import SearchEntry
from core.findable.queries import search
from core.findable.rules import terms_of
from desk.example.bench import TRAJECTORY, emails
from procurement.trajectory.models import Check, Evidence, Milestone, Phase, Trajectory
from segments.catalogue.models import CareForm, Segment

QUESTIONS = (
    "jeugdhulp", "jeugdhulp tarief", "tarieven", "verbl", "passend aanbod", "3.2-a", "kwikstaartenkolonie", "hulp",
    "gemeenten twente", "ambulant basis specialist", '"voor jeugdigen"', "contr", "stuk 4711", "de", "bewijs wonen",
)  # fmt: skip
PEOPLE = ("sanne", "anouk")
BATCH = 5_000
TABLES = ("core_searchentry", "procurement_check", "procurement_milestone", "procurement_evidence")


@dataclass(frozen=True)
class Timed:
    """One question by one person, many times: milliseconds of the search and of a scan for the same words."""

    person: str
    question: str
    found: int
    times: tuple[float, ...]
    scans: tuple[float, ...]


def measure(*, entries: int, requests: int, tell: Callable[[str], None]) -> list[Timed]:
    """Write the entries, ask every question as every person, take it all back."""
    emails_of = emails()
    try:
        with transaction.atomic():
            begun = time.perf_counter()
            _fill(entries)
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {', '.join(TABLES)}")
            tell(f"{SearchEntry.objects.count():,} entries in {time.perf_counter() - begun:.0f} s")
            today = read_clock().today
            found = []
            for name in PEOPLE:
                person = Person.objects.get(email=emails_of[name])
                who = who_is(person_id=person.id, name=person.name, today=today)
                found += [_timed(name, who, question, requests) for question in QUESTIONS]
            transaction.set_rollback(True)
    finally:
        with connection.cursor() as cursor:  # what was taken back leaves no space behind
            cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return found


def _fill(entries: int) -> None:
    """Checks, milestones and evidence of the trajectory, in words of the segments: some common, most of them rare."""
    chance = random.Random(2025)  # noqa: S311  (the same text every time)
    words = _vocabulary()
    weights = [1 / (place + 2) for place in range(len(words))]
    phases = list(Phase.objects.filter(trajectory__slug=TRAJECTORY))
    trajectory = Trajectory.objects.get(slug=TRAJECTORY)

    def sentence(length: int, number: int) -> str:
        return f"{' '.join(chance.choices(words, weights, k=length))} stuk {number}"

    for first in range(0, entries, BATCH):
        numbers = range(first, min(first + BATCH, entries))
        Check.objects.bulk_create(
            Check(
                phase=phases[number % len(phases)], code=f"proef-{number}", order=1, aspect="inhoud", source="proef",
                text=sentence(12, number), explanation=sentence(40, number), is_obligatory=False, needs_evidence=False,
            )
            for number in numbers if number % 10 < 5
        )  # fmt: skip
        Milestone.objects.bulk_create(
            Milestone(
                trajectory=trajectory, date=date(2022, 1, 1) + timedelta(days=number % 900),
                what=sentence(8, number)[:200],
            )
            for number in numbers if 5 <= number % 10 < 8
        )  # fmt: skip
        Evidence.objects.bulk_create(
            Evidence(
                phase=phases[number % len(phases)], kind="link", url="https://voorbeeld.example/",
                added_by_name="proef",
                title=sentence(8, number)[:200], organisation_id=_office(), added_at=timezone.now(),
                is_confidential=number % 3 == 0,
            )
            for number in numbers if number % 10 >= 8
        )  # fmt: skip


def _office() -> Any:
    return Evidence.objects.filter(organisation__kind="ozjt").values_list("organisation_id", flat=True)[:1][0]


def _vocabulary() -> list[str]:
    """The words of the segments and care forms, and compounds of them, in a fixed order."""
    texts = [*Segment.objects.values_list("what", flat=True), *CareForm.objects.values_list("description", flat=True)]
    known = sorted({word for text in texts for word in text.lower().split() if word.isalpha()})
    common = ["jeugdhulp", "de", "voor", "jeugdigen", "tarieven", "hulp", "gemeenten", "twente", "passend", "aanbod"]
    return [*common, *known, *(f"{one}{two}" for one in known[:60] for two in known[-60:])]


def _timed(name: str, who: Who, question: str, requests: int) -> Timed:
    total = search(who, question).total
    times, scans = [], []
    for _ in range(requests):
        begun = time.perf_counter()
        search(who, question)
        times.append((time.perf_counter() - begun) * 1000)
    for _ in range(max(2, requests // 10)):
        begun = time.perf_counter()
        _scan(question)
        scans.append((time.perf_counter() - begun) * 1000)
    return Timed(name, question, total, tuple(times), tuple(scans))


def _scan(question: str) -> None:
    """The same words by ILIKE over every entry, counted and the newest twenty: what there was without an index."""
    rows = SearchEntry.objects.all()
    for term in terms_of(question):
        for word in term.words:
            rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    rows.count()
    list(rows.order_by("-changed_at").values_list("pk", "title")[:20])


def report(timed: list[Timed]) -> Iterator[str]:
    """The figures as lines: per question, per person, and against the scan of the same run."""
    yield f"{'seen by':<8} {'question':<28} {'found':>6} {'p50 ms':>8} {'p95 ms':>8} {'scan ms':>8} {'ratio':>6}"
    for row in timed:
        yield (
            f"{row.person:<8} {row.question:<28} {row.found:>6} {_half(row.times):>8.1f} {_most(row.times):>8.1f}"
            f" {_half(row.scans):>8.1f} {_half(row.scans) / _half(row.times):>6.1f}"
        )
    for name in PEOPLE:
        own = [row for row in timed if row.person == name]
        times = [each for row in own for each in row.times]
        scans = [each for row in own for each in row.scans]
        yield (
            f"{name}: p50 {_half(times):.1f} ms, p95 {_most(times):.1f} ms; a scan takes {_half(scans):.1f} ms"
            f" (p50), {_half(scans) / _half(times):.1f} times as long"
        )


def _half(times: Any) -> float:
    return statistics.median(times)


def _most(times: Any) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]
