"""The version that every editable row carries."""

from django.db import models


class Versioned(models.Model):
    """A row that counts its changes; an edit names the version it started from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
