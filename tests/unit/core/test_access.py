"""Who may see a job and a kept report."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from core.jobs.access import may_see_job
from core.lifecycles.rules import ALLOWED
from core.reports.access import may_read

ME, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(("asked_by", "allowed"), [(ME, True), (OTHER, False)])
def test_a_job_exists_only_for_who_asked_for_it(asked_by: object, allowed: bool) -> None:
    verdict = may_see_job(SimpleNamespace(person_id=ME), SimpleNamespace(requested_by_id=asked_by))
    assert (verdict.allowed, verdict.secret) == (allowed, not allowed)


def test_no_job_is_nobodys() -> None:
    assert may_see_job(SimpleNamespace(person_id=None), None).secret is True


def test_a_report_is_read_by_whom_the_query_found_it_for() -> None:
    assert may_read(SimpleNamespace(person_id=ME), SimpleNamespace()) == ALLOWED
    assert may_read(SimpleNamespace(person_id=ME), None).secret is True
