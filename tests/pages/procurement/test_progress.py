"""Asking for a progress report from the page of a trajectory."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.jobs.models import Job
from tests.access.table import Furnished
from tests.pages.reading import main, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
PILOT = "/trajecten/proefpilot/"


def test_the_reports_of_a_trajectory(house: Furnished, signed_in: Opener) -> None:
    page = signed_in("anouk").get(f"{PILOT}rapporten/")
    assert f"/rapporten/{house.report.id}/" in main(page)
    assert "6 februari 2022, 09:30 Sanne Proef 1" in words(page)
    assert "Stand op 6 februari 2022 · 1 pagina" in said(signed_in("anouk").get(PILOT), "Rapporten")
    assert "Nog geen rapport" in words(signed_in("anouk").get("/trajecten/inkoop-proef-2025/rapporten/"))


def test_asking_leads_to_the_job(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("anouk")
    answer = client.post(f"{PILOT}rapporten/", follow=True)
    job = Job.objects.exclude(id=house.job.id).get()
    assert answer.redirect_chain == [(f"/taken/{job.id}/", 302)]
    assert (job.requested_by_id, job.state, job.title) == (
        house.cast.anouk.id, "queued", "Voortgangsrapport, peildatum 07-02-2022",
    )  # fmt: skip
    assert "Voortgangsrapport, peildatum 07-02-2022" in words(answer)
    again = client.post(f"{PILOT}rapporten/")
    assert again["Location"] == f"/taken/{job.id}/", "asking twice gives the same job"


def test_an_auditor_reads_and_asks_nothing(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("iris")
    assert "Voortgangsrapport maken" not in words(client.get(f"{PILOT}rapporten/"))
    answer = client.post(f"{PILOT}rapporten/")
    assert answer.status_code == 403
    assert "Een auditor leest mee en laat zelf geen rapporten maken." in words(answer)
    assert Job.objects.count() == 1
