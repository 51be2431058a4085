"""The list of kept reports, the page of one, its PDF, and the progress of making one."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.organisations.rules import Kind, Role
from core.files.services import keep
from core.jobs.models import Job
from core.reports.models import Report
from tests.pages.list_cases import NOW, officer, official, person, report, three_jobs, three_reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """An officer who sees three reports."""
    client.force_login(three_reports())
    return client


def titles(client: Client, **query: str) -> list[str]:
    """The reports that the list shows."""
    answer = client.get("/rapporten/", query)
    assert answer.status_code == 200
    return [row.record.title for row in answer.context["table"].paginated_rows] if answer.context["count"] else []


def test_newest_first_with_its_fingerprint(reader: Client) -> None:
    assert titles(reader) == ["=Voortgang 3", "=Voortgang 2", "=Voortgang 1"]
    page = reader.get("/rapporten/").content.decode()
    assert f"{3:064x}"[:12] in page
    assert "4\N{NO-BREAK SPACE}januari\N{NO-BREAK SPACE}2022" in page


def test_filters(reader: Client) -> None:
    kind = Report.objects.values_list("kind", flat=True)[0]
    assert len(titles(reader, soort=kind)) == 3
    assert titles(reader, over="nummer 2") == ["=Voortgang 2"]
    assert titles(reader, vanaf="3-1-2022") == ["=Voortgang 3", "=Voortgang 2"]
    assert titles(reader, vanaf="3 januari 2022", tot="03-01-2022") == ["=Voortgang 2"]
    assert titles(reader, over="%") == []


def test_a_wrong_date_says_how_to_mend_it(reader: Client) -> None:
    answer = reader.get("/rapporten/", {"vanaf": "31-02-2022"})
    assert answer.status_code == 200
    assert "Vul de datum in als 31-12-2027." in answer.content.decode()
    only_results = reader.get(
        "/rapporten/", {"vanaf": "gisteren"}, headers={"HX-Request": "true", "HX-Target": "lijst"}
    ).content.decode()
    assert "Vul de datum in als 31-12-2027." in only_results


def test_same_number_of_queries_for_one_and_three_rows(client: Client) -> None:
    maker = officer()
    client.force_login(maker)
    report(1, maker)
    with CaptureQueriesContext(connection) as one:
        client.get("/rapporten/")
    report(2, maker)
    report(3, maker)
    with CaptureQueriesContext(connection) as three:
        client.get("/rapporten/")
    assert len(one) == len(three)


def test_the_page_of_a_report(reader: Client) -> None:
    old, _ = Report.objects.order_by("as_of")[:2]
    page = reader.get(f"/rapporten/{old.id}/").content.decode()
    for text in (
        old.subject_name,
        "2\N{NO-BREAK SPACE}januari\N{NO-BREAK SPACE}2022",
        old.fingerprint,
        old.made_by_name,
        "1 pagina,",
    ):
        assert text in page
    assert "nieuwere cijfers" not in page
    later = report(9, old.made_by, kind=old.kind, subject_key=old.subject_key)
    page = reader.get(f"/rapporten/{old.id}/").content.decode()
    assert f'href="/rapporten/{later.id}/"' in page
    assert "nieuwere cijfers" in page
    assert "nieuwere cijfers" not in reader.get(f"/rapporten/{later.id}/").content.decode()


def test_the_pdf_opens_in_the_browser(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    maker = officer()
    file = keep(content=b"%PDF-1.7 x", name="v.pdf", media_type="application/pdf", made_by=maker.name, now=NOW)
    kept = report(1, maker, file=file)
    client.force_login(maker)
    answer = client.get(f"/rapporten/{kept.id}/pdf/")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/pdf", 'inline; filename="v.pdf"')
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"  # type: ignore[attr-defined]
    saved = client.get(f"/rapporten/{kept.id}/pdf/", {"download": ""})
    assert saved["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("role", ["official", "provider", "stranger"])
def test_others_do_not_learn_that_it_exists(reader: Client, role: str) -> None:
    kept = Report.objects.first()
    assert kept is not None
    reader.logout()
    if role == "stranger":
        for address in ("/rapporten/", f"/rapporten/{kept.id}/", f"/rapporten/{kept.id}/pdf/", "/taken/"):
            assert reader.get(address).status_code == 302
        return
    somebody = official() if role == "official" else person(Role.PROVIDER_MEMBER, Kind.PROVIDER)
    reader.force_login(somebody)
    assert reader.get("/rapporten/").status_code == (200 if role == "official" else 404)
    assert reader.get(f"/rapporten/{kept.id}/").status_code == 404
    assert reader.get(f"/rapporten/{kept.id}/pdf/").status_code == 404


def test_navigation_leads_to_reports_only_when_there_are_any(client: Client) -> None:
    maker = officer()
    client.force_login(maker)
    link = 'href="/rapporten/"'
    assert link not in client.get("/taken/").content.decode()
    report(1, maker)
    assert link in client.get("/taken/").content.decode()


def test_the_progress_of_a_job_is_for_who_asked(client: Client) -> None:
    asker = three_jobs()
    job = Job.objects.get(state=Job.State.RUNNING)
    client.force_login(asker)
    page = client.get(f"/taken/{job.id}/").content.decode()
    assert f'hx-get="/taken/{job.id}/"' in page
    assert "Ververs" in page
    assert "60%" in page
    fragment = client.get(f"/taken/{job.id}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    client.force_login(officer())
    assert client.get(f"/taken/{job.id}/").status_code == 404
    assert client.post(f"/taken/{job.id}/stoppen/").status_code == 404


def test_stopping_a_job(client: Client) -> None:
    asker = three_jobs()
    client.force_login(asker)
    waiting, running, done = Job.objects.order_by("requested_at")
    for job in (waiting, running, done):
        assert client.get(f"/taken/{job.id}/stoppen/").status_code == 405
        assert client.post(f"/taken/{job.id}/stoppen/").status_code == 302
        job.refresh_from_db()
    assert waiting.state == Job.State.CANCELLED
    assert (running.state, running.cancel_asked) == (Job.State.RUNNING, True)
    assert "Deze taak is al klaar." in client.get(f"/taken/{done.id}/").content.decode()
    page = client.get(f"/taken/{running.id}/").content.decode()
    assert "De taak stopt bij de volgende stap." in page
    assert "Stop deze taak" not in page


def test_the_end_of_a_job_leads_on(client: Client) -> None:
    asker = three_jobs()
    client.force_login(asker)
    done = Job.objects.get(state=Job.State.DONE)
    Job.objects.filter(id=done.id).update(result={"url": "/rapporten/x/", "label": "Open het rapport"})
    page = client.get(f"/taken/{done.id}/").content.decode()
    assert 'href="/rapporten/x/"' in page
    assert "hx-get" not in page
    Job.objects.filter(id=done.id).update(
        state=Job.State.FAILED, error="Het is niet gelukt.", parameters={"back_url": "/trajecten/x/"}
    )
    page = client.get(f"/taken/{done.id}/").content.decode()
    assert "Het is niet gelukt." in page
    assert 'href="/trajecten/x/"' in page
