"""Collects the models of the rooms for Django; import `segments.<room>.models` instead."""

from segments.catalogue.models import *
