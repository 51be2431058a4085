"""The entries in which people search."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Q


def _words_of(field: str, weight: str, config: str = "dutch") -> Any:
    return SearchVector(field, weight=weight, config=config)


class SearchEntry(models.Model):
    """One thing that can be found: its words, and where they come from as (kind, id).

    Derived by triggers from the tables marked with `core.findable.tracking.findable`, so it has no history of its own
    and can be made anew at any time. It says nothing about who may see the thing: a search always joins it with what
    the reader may see. `number` is what people call it by, in small letters, such as "3.2-a", and `noun` what sort of
    thing they call it. Words are kept by their Dutch stem; those of the title also as written, for the beginnings of
    words, and backwards, for the ends of compound words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    number = models.CharField(max_length=120, blank=True)
    noun = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    vector = models.GeneratedField(
        expression=_words_of("number", "A", "simple")
        + _words_of("title", "A")
        + _words_of("title", "A", "simple")
        + _words_of("text", "C")
        + _words_of("noun", "D")
        + SearchVector(Func("title", function="reverse"), weight="D", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="search_entry_once", fields=["kind", "object_id"]),
            models.CheckConstraint(name="search_entry_kind", condition=~Q(kind="")),
        )
        indexes = (
            GinIndex(name="search_entry_words", fields=["vector"]),
            models.Index(name="search_entry_number", fields=["number"], condition=~Q(number="")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
