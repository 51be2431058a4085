"""The decorator that keeps the history of a model."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.apps import apps
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def no_truncate() -> pgtrigger.Trigger:
    """A trigger that refuses TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'this table keeps its rows: TRUNCATE refused';",
    )


def never_deleted() -> pgtrigger.Trigger:
    """A trigger that refuses DELETE, for rows that end instead."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def insert_only() -> tuple[pgtrigger.Trigger, ...]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return (pgtrigger.Protect(name="insert_only", operation=pgtrigger.Update | pgtrigger.Delete), no_truncate())


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Keep a row in `<Model>Event` for every insert, update and delete, whichever way it is made.

    The history refuses UPDATE, DELETE and TRUNCATE; the tracked table refuses TRUNCATE, which would pass by the row
    triggers. `exclude` names fields whose values must not be kept, such as a password.
    """

    def decorate(model: M) -> M:
        pgtrigger.register(no_truncate())(model)
        pghistory.track(exclude=list(exclude) or None, meta={"triggers": [no_truncate()]})(model)
        return model

    return decorate


def events_of(model: type[models.Model]) -> Any:
    """The history table of a tracked model."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")
