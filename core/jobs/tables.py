"""The list of a person's own jobs."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse

from core.jobs.models import Job
from core.lists.tables import ListTable, MomentColumn, NumberColumn


class JobTable(ListTable):
    """What was asked for, when, and how far it is."""

    title = tables.Column("Taak", linkify=lambda record: reverse("jobs:job", args=[record.id]))
    state = tables.Column("Stand")
    progress = NumberColumn("Voortgang in %")
    requested_at = MomentColumn("Gevraagd op")
    finished_at = MomentColumn("Klaar op", default="–")

    def value_title(self, value: str) -> Any:
        """The title without its link."""
        return value


class JobFilter(django_filters.FilterSet):
    """By state."""

    stand = django_filters.ChoiceFilter(
        field_name="state", label="Stand", choices=Job.State.choices, empty_label="Alle standen"
    )
