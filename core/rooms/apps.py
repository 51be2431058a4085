"""The kind of Django app that holds rooms."""

from django.apps import AppConfig


class HouseApp(AppConfig):
    """An app of the house; its rooms are its sub-packages.

    `question` is the one question the app answers; the architecture picture prints it.
    """

    question: str = ""
