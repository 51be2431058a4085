"""Filters above lists that read what people type."""

import django_filters

from core.shell.forms import DutchDateField


class DutchDateFilter(django_filters.Filter):
    """A date as people type it."""

    field_class = DutchDateField
