"""Saved filters of people."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.history.tracking import tracked


@tracked()
class SavedFilter(models.Model):
    """A filter of one person on one list; `list_name` is the name of the list's address, `query` what follows the "?".

    With `is_default` the list opens with it for this person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    list_name = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(name="saved_filter_named", condition=~Q(name="")),
            models.CheckConstraint(name="saved_filter_asks", condition=~Q(query="")),
            models.CheckConstraint(name="saved_filter_path", condition=Q(path__regex=r"^/([^/\s\\][^\s\\]*)?$")),
            models.UniqueConstraint(name="saved_filter_name_once", fields=["person", "list_name", "name"]),
            models.UniqueConstraint(
                name="saved_filter_one_default", fields=["person", "list_name"], condition=Q(is_default=True)
            ),
        )

    def __str__(self) -> str:
        return self.name
