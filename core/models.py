"""Collects the models of the rooms for Django; import `core.<room>.models` instead."""

from core.clock.models import *  # noqa: F403
from core.files.models import *  # noqa: F403
from core.jobs.models import *  # noqa: F403
from core.outbox.models import *  # noqa: F403
from core.reports.models import *  # noqa: F403
