"""Collects the models of the rooms for Django; import `accounts.<room>.models` instead."""

from accounts.deputies.models import *
from accounts.factors.models import *
from accounts.filters.models import *
from accounts.looks.models import *
from accounts.notices.models import *
from accounts.organisations.models import *
from accounts.people.models import *
from accounts.remarks.models import *
