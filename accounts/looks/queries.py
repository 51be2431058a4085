"""Looks, for those who watch over confidentiality."""

from django.db.models import QuerySet

from accounts.looks.models import Look


def looks() -> QuerySet[Look]:
    """All looks, newest first."""
    return Look.objects.order_by("-moment")


def looks_in(context_key: str) -> QuerySet[Look]:
    """The looks under one page, newest first."""
    return looks().filter(context_key=context_key)
