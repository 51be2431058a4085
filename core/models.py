"""Collects the models of the rooms for Django; import `core.<room>.models` instead."""

from core.clock.models import *
from core.deadlines.models import *
from core.files.models import *
from core.findable.models import *
from core.jobs.models import *
from core.outbox.models import *
from core.reports.models import *
