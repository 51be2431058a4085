"""Collects the models of the rooms for Django; import `desk.<room>.models` instead."""

<<<<<<< HEAD
from desk.meeting_sets.models import *
=======
from desk.agenda.models import *
>>>>>>> 48e30cd (An agenda collected from all rooms, as a list and a personal feed, and a calculator of legal terms)
