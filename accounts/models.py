"""Collects the models of the rooms for Django; import `accounts.<room>.models` instead."""

from accounts.looks.models import *  # noqa: F403
from accounts.organisations.models import *  # noqa: F403
from accounts.people.models import *  # noqa: F403
