"""Writing under a name and with a reason."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from core.history.rules import Actor


@contextmanager
def recorded(who: Actor, reason: str = "", *, routine: str = "") -> Iterator[None]:
    """One transaction in which every change is recorded under the name of `who`, with `reason`.

    Every service that writes opens it. A `routine` reason is what the step itself says ("Bewijs toegevoegd"): it is
    kept, but a timeline does not repeat it under the sentence. The name is kept as text, so that the history stays
    readable when the person is gone.
    """
    with transaction.atomic(), pghistory.context() as context:
        outside = dict(context.metadata)
        context.metadata.update(
            person=str(who.person_id) if who.person_id else None,
            name=who.name,
            reason=reason.strip() or routine,
            routine=not reason.strip(),
        )
        try:
            yield
        finally:  # whoever records around this goes on under their own name
            context.metadata.clear()
            context.metadata.update(outside)


def on_behalf_of(name: str) -> None:
    """Note within `recorded` that what follows is done in somebody else's name too; an empty name notes nothing."""
    if name:
        with pghistory.context() as context:
            context.metadata["behalf"] = name
