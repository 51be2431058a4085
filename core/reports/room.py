"""Reports are made by a job."""

from core.reports import handlers  # noqa: F401  (registers the job)
