"""Mandates, the legal acts they are about, and for whom they hold."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.organisations.models import Organisation
from core.edit.models import Versioned
from core.files.models import StoredFile
from core.findable.tracking import findable
from core.history.tracking import never_deleted, tracked
from governance.bodies.models import Body

PERSON = settings.AUTH_USER_MODEL


@tracked()
class LegalAct(models.Model):
    """A kind of act that somebody does in the name of another: award notice, warning letter, signing a contract.

    The catalogue is closed: `code` is one of `rules.Act`, the rest comes from `content/acts.toml`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=40)

    class Meta:
        ordering = ("order",)
        constraints = (models.CheckConstraint(name="legal_act_named", condition=~Q(name="") & ~Q(source="")),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return self.name


@findable(
    kind="mandate", title=("title",), text=("holder_function", "segments", "limits", "source"), noun="mandaat volmacht"
)
@tracked()
class Mandate(Versioned):
    """Somebody may do some legal acts in the name of others, from a day to a day.

    It is given to a function; `holder` is the person who has that function now, or null when nobody was named.
    `max_amount` is the highest amount in whole euros, `limits` what else bounds it. `withdrawn_on` is the first day
    without force. A mandate that is renewed is followed by a new row, its `successor`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    holder_function = models.CharField(max_length=200)
    holder = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    acts = models.ManyToManyField(LegalAct, through="MandateAct", related_name="mandates")
    organisations = models.ManyToManyField(Organisation, through="MandateCoverage", related_name="mandates")
    segments = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    limits = models.TextField(blank=True)
    max_amount = models.PositiveBigIntegerField(null=True)
    may_submandate = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="successor")
    registered_at = models.DateTimeField()
    registered_by_name = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    withdrawn_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-valid_from", "title")
        constraints = (
            models.CheckConstraint(
                name="mandate_named", condition=~Q(title="") & ~Q(holder_function="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="mandate_period_forward",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            ),
            models.CheckConstraint(
                name="mandate_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="", withdrawn_by_name="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="") & ~Q(withdrawn_by_name="")),
            ),
            models.CheckConstraint(name="mandate_web_address", condition=Q(url="") | Q(url__regex=r"^https?://")),
            models.CheckConstraint(name="mandate_one_document", condition=Q(file__isnull=True) | Q(url="")),
            models.CheckConstraint(name="mandate_not_its_own_heir", condition=~Q(follows=F("id"))),
        )
        indexes = (
            models.Index(name="mandate_by_period", fields=["-valid_from", "title"]),
            models.Index(name="mandate_ending", fields=["valid_until"]),
        )
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return self.title

    @property
    def holder_words(self) -> str:
        """The function, with the person when one was named."""
        return f"{self.holder_function} ({self.holder.name})" if self.holder else self.holder_function


@tracked()
class MandateAct(models.Model):
    """A mandate is about a legal act."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="about")
    act = models.ForeignKey(LegalAct, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="mandate_act_once", fields=["mandate", "act"]),)
        indexes = (models.Index(name="mandate_by_act", fields=["act", "mandate"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.act_id} in {self.mandate_id}"


@tracked()
class MandateCoverage(models.Model):
    """A mandate holds for an organisation, in whose name `granted_by` gave it: its own college, or a regional board."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="coverage")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="mandate_coverage_once", fields=["mandate", "organisation"]),)
        indexes = (models.Index(name="mandate_by_organisation", fields=["organisation", "mandate"]),)
        triggers = (never_deleted(),)

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.mandate_id}"
