"""Collects the models of the rooms for Django; import `procurement.<room>.models` instead."""

from procurement.gates.models import *
from procurement.planning.models import *
from procurement.resolutions.models import *
from procurement.trajectory.models import *
