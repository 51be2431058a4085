"""Segments and care forms (strategic procurement document, chapter 6 and annexes B-F)."""

import uuid

from django.db import models
from django.db.models import Q

from core.findable.tracking import findable
from core.history.tracking import tracked


@findable(
    kind="segment",
    title=("name",),
    text=("what", "why_so", "tariff", "contract_form_wish", "direction", "figures", "note", "lot"),
    noun="segment",
)
@tracked()
class Segment(models.Model):
    """A part of youth care that is described, and usually bought, as one."""

    class Place(models.TextChoices):
        """Where it stands in the pyramid."""

        LAYER = "layer", "laag"
        ACROSS = "across", "dwars door de lagen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=10, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=30)
    place = models.CharField(max_length=10, choices=Place.choices)
    order = models.PositiveSmallIntegerField()
    in_procurement = models.BooleanField()
    bought_by = models.CharField(max_length=200)
    competent_body = models.CharField(max_length=120, blank=True)
    lot = models.CharField(max_length=80, blank=True)
    what = models.TextField()
    why_so = models.TextField(blank=True)
    tariff = models.TextField(blank=True)
    contract_form_wish = models.TextField(blank=True)
    direction = models.TextField(blank=True)
    figures = models.TextField(blank=True)
    note = models.TextField(blank=True)
    crosses = models.ManyToManyField("self", symmetrical=False, related_name="crossed_by")
    source = models.CharField(max_length=40)

    class Meta:
        ordering = ("place", "order")
        constraints = (
            models.CheckConstraint(name="segment_place_known", condition=Q(place__in=["layer", "across"])),
            models.UniqueConstraint(name="segment_order_once", fields=["place", "order"]),
            models.CheckConstraint(
                name="segment_bought_has_body", condition=Q(in_procurement=False) | ~Q(competent_body="")
            ),
        )

    def __str__(self) -> str:
        return self.name


@findable(kind="care_form", title=("name",), text=("description",), noun="zorgvorm")
@tracked()
class CareForm(models.Model):
    """A form of care within a segment; `preference` 1 goes first, 2 only when 1 does not fit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="care_forms")
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    preference = models.PositiveSmallIntegerField(null=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(name="care_form_once", fields=["segment", "name"]),)

    def __str__(self) -> str:
        return self.name
