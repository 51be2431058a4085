"""Collects the models of the rooms for Django; import `desk.<room>.models` instead."""

from desk.agenda.models import *
from desk.meeting_sets.models import *
