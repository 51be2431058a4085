"""Asking for reports, making them once, keeping them unchanged."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.charts.rules import PlannedBar, planning_chart
from core.files.models import StoredFile
from core.files.services import address_of
from core.jobs.handlers import Cancelled
from core.jobs.models import Job
from core.jobs.services import perform
from core.lifecycles.rules import ALLOWED, Refused, refuse
from core.reports.models import Report
from core.reports.queries import read_report, readable_reports, report_before
from core.reports.services import ask_report, make_report
from core.rooms.registries import ReportKind, report_kinds

NOW = datetime(2022, 2, 7, 9, tzinfo=UTC)
AS_OF = date(2022, 2, 7)
KIND = "tests.progress"


@dataclass
class Facts:
    """What the report of these tests is about; a test may change it."""

    content: dict[str, Any] = field(default_factory=lambda: {"title": "Voortgang", "subject_name": "Jeugdhulp 2025"})
    gathered: int = 0
    visible: Q | None = field(default_factory=Q)

    def gather(self, subject_key: str, as_of: date, now: datetime) -> Mapping[str, Any]:
        self.gathered += 1
        return self.content | {"subject": subject_key, "summary": ["Een.", "Twee.", "Drie."]}


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Facts:
    """A kind of report that exists during one test."""
    settings.FILES_ROOT = tmp_path
    facts = Facts()
    bar = PlannedBar("Fase 0", date(2022, 1, 1), date(2022, 3, 1), "current")
    kind = ReportKind(
        key=KIND,
        label="Voortgangsrapport",
        order=1,
        template="reports/base.html",
        gather=facts.gather,
        charts=lambda content: [planning_chart((bar,), (), AS_OF)],
        may_ask=lambda who, key: ALLOWED if key == "jeugdhulp-2025" else refuse("Dit traject is niet van jou."),
        visible=lambda who: facts.visible,
    )
    monkeypatch.setitem(report_kinds._items, KIND, kind)
    return facts


@pytest.fixture
def asker(db: None) -> Who:
    """Somebody who asks and reads."""
    person = Person.objects.create_user("vraagt@voorbeeld.example", name="Vera Vraagt")
    return Who(person_id=person.id, name=person.name)


def no_progress(percent: int, step: str) -> None:
    """Nobody watches."""


def made(asker: Who, **other: Any) -> Report:
    """The report of these tests, made."""
    arguments: dict[str, Any] = {
        "kind": KIND, "subject_key": "jeugdhulp-2025", "as_of": AS_OF, "who": asker, "now": NOW, "progress": no_progress
    }  # fmt: skip
    return make_report(**arguments | other)


def test_from_asking_to_reading(facts: Facts, asker: Who) -> None:
    job = ask_report(kind=KIND, subject_key="jeugdhulp-2025", as_of=AS_OF, who=asker, now=NOW)
    assert facts.gathered == 0
    assert perform(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    report = read_report(asker, UUID(job.result["report"]))
    assert report is not None
    assert job.result["url"] == f"/rapporten/{report.id}/"
    assert (report.title, report.subject_name, report.made_by_name) == ("Voortgang", "Jeugdhulp 2025", "Vera Vraagt")
    assert address_of(report.file.sha256).read_bytes().startswith(b"%PDF-")
    assert report.pages >= 2


def test_asking_twice_is_one_job(facts: Facts, asker: Who) -> None:
    jobs = {ask_report(kind=KIND, subject_key="jeugdhulp-2025", as_of=AS_OF, who=asker, now=NOW).id for _ in range(2)}
    assert len(jobs) == 1


def test_who_may_not_ask_hears_why(facts: Facts, asker: Who) -> None:
    with pytest.raises(Refused, match="niet van jou"):
        ask_report(kind=KIND, subject_key="ander", as_of=AS_OF, who=asker, now=NOW)
    with pytest.raises(Refused):
        ask_report(kind="bestaat-niet", subject_key="jeugdhulp-2025", as_of=AS_OF, who=asker, now=NOW)
    assert not Job.objects.exists()


def test_same_content_is_kept_once_and_other_content_beside_it(facts: Facts, asker: Who) -> None:
    first = made(asker)
    assert made(asker).id == first.id
    facts.content["checks_done"] = 8
    second = made(asker)
    assert second.id != first.id
    assert second.fingerprint != first.fingerprint
    assert made(asker, as_of=date(2022, 3, 1)).id not in {first.id, second.id}
    assert Report.objects.count() == StoredFile.objects.count() == 3


def test_a_report_compares_with_the_one_of_an_earlier_date(facts: Facts, asker: Who) -> None:
    earlier = made(asker, as_of=date(2022, 1, 1))
    made(asker)
    before = report_before(kind=KIND, subject_key="jeugdhulp-2025", as_of=AS_OF)
    assert before is not None
    assert before.id == earlier.id
    assert before.content["title"] == "Voortgang"


def test_stopping_halfway_keeps_nothing(facts: Facts, asker: Who) -> None:
    def stopped(percent: int, step: str) -> None:
        if percent >= 90:
            raise Cancelled

    with pytest.raises(Cancelled):
        made(asker, progress=stopped)
    assert not Report.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("wrong", [{"share": 0.5}, {"title": ""}])
def test_inexact_or_nameless_content_is_not_kept(facts: Facts, asker: Who, wrong: dict[str, Any]) -> None:
    facts.content |= wrong
    with pytest.raises((TypeError, ValueError)):
        made(asker)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE core_report SET title = 'x'", "DELETE FROM core_report", "TRUNCATE core_report CASCADE"]
)
def test_a_kept_report_cannot_change(facts: Facts, asker: Who, statement: str) -> None:
    made(asker)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Report.objects.get().title == "Voortgang"


def test_each_kind_says_who_may_read(facts: Facts, asker: Who) -> None:
    report = made(asker)
    for visible, count in ((Q(), 1), (Q(subject_key="jeugdhulp-2025"), 1), (Q(subject_key="ander"), 0), (None, 0)):
        facts.visible = visible
        assert readable_reports(asker).count() == count
    assert read_report(asker, report.id) is None


@pytest.mark.django_db(transaction=True)
def test_two_makers_at_once_keep_one_report(facts: Facts, asker: Who) -> None:
    barrier = threading.Barrier(2, timeout=30)
    ids: list[UUID] = []
    errors: list[BaseException] = []

    def progress(percent: int, step: str) -> None:
        if percent == 90:
            barrier.wait()  # both have typeset, both are about to keep

    def run() -> None:
        try:
            ids.append(made(asker, progress=progress).id)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert Report.objects.count() == StoredFile.objects.count() == 1
