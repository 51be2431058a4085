"""Collects the models of the rooms for Django; import `governance.<room>.models` instead."""

from governance.bodies.models import *
from governance.decisions.models import *
from governance.mandates.models import *
