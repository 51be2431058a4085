"""Collects the models of the rooms for Django; import `procurement.<room>.models` instead."""

from procurement.gates.models import *  # noqa: F403
from procurement.trajectory.models import *  # noqa: F403
