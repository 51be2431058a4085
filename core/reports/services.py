"""Asking for a report, and making one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from core.charts.drawing import figure
from core.files.services import keep
from core.history.rules import Actor
from core.history.services import recorded
from core.jobs.handlers import Progress
from core.jobs.models import Job
from core.jobs.services import ask
from core.jobs.version import code_version
from core.lifecycles.rules import Refused, ensure, refuse
from core.reports.models import Report
from core.reports.queries import reports_with
from core.reports.rules import canonical, ensure_complete, file_name, fingerprint_of
from core.reports.typesetting import typeset
from core.rooms.registries import ReportKind, report_kinds

JOB_KIND = "reports.make"
ORGANISATION = "Organisatie voor Zorg en Jeugdhulp Twente (OZJT)"


def known_kind(key: str) -> ReportKind:
    """The kind of report under `key`; raises Refused when there is none."""
    kind = report_kinds.get(key)
    if kind is None:
        raise Refused(refuse("Dit soort rapport bestaat niet.", secret=True))
    return kind


def ask_report(*, kind: str, subject_key: str, as_of: date, who: Actor, now: datetime) -> Job:
    """Ask for a report about a subject as it was at the end of `as_of`; a worker gathers and makes it.

    Raises Refused when this person may not ask for it. Asking again while it is being made gives the same job.
    """
    chosen = known_kind(kind)
    ensure(chosen.may_ask(who, subject_key))
    parameters = {"kind": kind, "subject_key": subject_key, "as_of": as_of.isoformat()}
    back_url = chosen.subject_url(who, subject_key) if chosen.subject_url else None
    with transaction.atomic():
        return ask(
            kind=JOB_KIND,
            title=f"{chosen.label}, peildatum {as_of:%d-%m-%Y}",
            parameters={**parameters, "back_url": back_url or ""},
            fingerprint=fingerprint_of(parameters),
            who=who,
            now=now,
        )


def frame(kind: ReportKind, report: Report, content: Mapping[str, Any]) -> dict[str, Any]:
    """What cover, running heads and summary show (see templates/reports/base.html)."""
    return {
        "title": report.title,
        "subtitle": content.get("subtitle", ""),
        "kind_label": kind.label,
        "subject": report.subject_name,
        "as_of": report.as_of,
        "made_at": report.made_at,
        "made_by": report.made_by_name,
        "fingerprint": report.fingerprint,
        "organisation": ORGANISATION,
        "summary": content.get("summary", ()),
    }


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads inside see the database as it was at the first of them, so that figures agree with each other.

    Inside somebody else's transaction their isolation holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def make_report(*, kind: str, subject_key: str, as_of: date, who: Actor, now: datetime, progress: Progress) -> Report:
    """Gather, draw, typeset and keep a report; what was kept before with the same content is answered instead.

    Safe to repeat: the database keeps the same content for a subject and a date once, and of two makers at the same
    time the second answers with the report of the first. No lock is held while drawing and typesetting.
    """
    chosen = known_kind(kind)
    if who.person_id is None:
        raise ValueError("A report is made in the name of a person.")
    progress(10, "Gegevens verzamelen")
    with one_snapshot():
        content = chosen.gather(subject_key, as_of, now)
    ensure_complete(content)
    fingerprint = fingerprint_of(content)
    same = reports_with(kind=kind, subject_key=subject_key, as_of=as_of, fingerprint=fingerprint)
    kept = same.first()
    if kept is not None:
        return kept

    progress(40, "Grafieken tekenen")
    charts = {chart.key: figure(chart) for chart in chosen.charts(content)}

    progress(70, "Pagina's opmaken")
    report = Report(
        kind=kind,
        subject_key=subject_key,
        subject_name=content["subject_name"],
        title=content["title"],
        as_of=as_of,
        made_at=now,
        made_by_id=who.person_id,
        made_by_name=who.name,
        fingerprint=fingerprint,
        content=canonical(content),
        code_version=code_version(),
    )
    document = typeset(
        chosen.template,
        {
            "report": frame(chosen, report, content),
            "content": content,
            "contents": content.get("contents", ()),
            "draft": bool(content.get("draft")),
            "charts": charts,
        },
    )

    progress(90, "Bewaren")
    try:
        with recorded(who):
            report.file = keep(
                content=document.pdf,
                name=file_name(report.title, as_of),
                media_type="application/pdf",
                made_by=who.name,
                now=now,
            )
            report.pages = document.pages
            report.save(force_insert=True)
    except IntegrityError:
        kept = same.first()  # somebody else made the same one meanwhile
        if kept is None:
            raise
        return kept
    return report
