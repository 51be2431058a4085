"""Sets are bound by a job."""

from desk.meeting_sets import handlers  # noqa: F401  (registers the job)
