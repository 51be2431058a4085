"""Organisations and who works for them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.organisations.rules import ROLE_NAMES, Kind, Role
from core.findable.tracking import findable
from core.history.tracking import never_deleted, tracked


@findable(kind="organisation", title=("name",), text=("note",), number="cbs_code", noun="organisatie gemeente")
@tracked()
class Organisation(models.Model):
    """A party: OZJT itself, a municipality or a care provider."""

    KINDS = ((Kind.OZJT.value, "OZJT"), (Kind.MUNICIPALITY.value, "gemeente"), (Kind.PROVIDER.value, "aanbieder"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    cbs_code = models.CharField(max_length=6, blank=True)
    inhabitants = models.PositiveIntegerField(null=True, help_text="at 1 January 2024 (CBS)")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(name="organisation_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(name="organisation_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="organisation_cbs_code",
                condition=Q(kind="municipality", cbs_code__regex=r"^GM[0-9]{4}$")
                | (~Q(kind="municipality") & Q(cbs_code="")),
            ),
            models.UniqueConstraint(name="organisation_one_ozjt", fields=["kind"], condition=Q(kind="ozjt")),
            models.UniqueConstraint(name="organisation_cbs_code_once", fields=["cbs_code"], condition=~Q(cbs_code="")),
        )
        indexes = (models.Index(name="organisation_by_kind", fields=["kind", "name"]),)

    def __str__(self) -> str:
        return self.name


@tracked()
class Membership(models.Model):
    """A role of a person at an organisation, for a period; roles end, they are not deleted."""

    ROLES = tuple((role.value, ROLE_NAMES[role]) for role in Role)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=ROLES)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(
                name="membership_period_forward",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.UniqueConstraint(
                name="membership_open_once",
                fields=["person", "organisation", "role"],
                condition=Q(valid_until__isnull=True),
                violation_error_message="Deze persoon heeft deze rol al.",
            ),
        )
        indexes = (models.Index(name="membership_of_person", fields=["person", "valid_from"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.organisation_id}"
