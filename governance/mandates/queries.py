"""What may be seen of mandates, who may do what on a day, and what the register asks of people."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.organisations.models import Organisation
from accounts.organisations.queries import municipalities
from accounts.organisations.rules import Kind, Role, Who
from core.clock.queries import AMSTERDAM
from core.rooms.asks import AgendaItem, Ask
from governance.bodies.models import Body
from governance.bodies.rules import BodyKind
from governance.mandates.access import may_see_mandates
from governance.mandates.models import LegalAct, Mandate, MandateAct, MandateCoverage
from governance.mandates.rules import Answer, Held, Standing, mandate_for

ENDING_SOON = timedelta(days=60)
COLLEGES = "colleges"  # the giver of a mandate: every college for its own municipality


# --- Reading ----------------------------------------------------------------------------------------------------------
def visible_mandates(who: Who) -> QuerySet[Mandate]:
    """The whole register for who may read it, the newest first; nothing for others."""
    rows = Mandate.objects.select_related("holder", "file").order_by("-valid_from", "title")
    return rows if may_see_mandates(who) else rows.none()


def with_standing(rows: QuerySet[Mandate], today: date) -> QuerySet[Mandate]:
    """Mandates with how they stand on `today`, by the same rule as `rules.standing_of`."""
    return rows.annotate(
        standing=Case(
            When(withdrawn_on__lte=today, then=Value(Standing.WITHDRAWN.value)),
            When(valid_from__gt=today, then=Value(Standing.COMING.value)),
            When(valid_until__lt=today, then=Value(Standing.ENDED.value)),
            default=Value(Standing.VALID.value),
            output_field=CharField(),
        )
    )


def with_reach(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    """Mandates with for how many organisations they hold and about how many acts they are, in the same query."""
    places = MandateCoverage.objects.filter(mandate=OuterRef("pk")).order_by().values("mandate")
    acts = MandateAct.objects.filter(mandate=OuterRef("pk")).order_by().values("mandate")
    return rows.annotate(
        places_count=Coalesce(Subquery(places.annotate(number=Count("pk")).values("number")), 0),
        acts_count=Coalesce(Subquery(acts.annotate(number=Count("pk")).values("number")), 0),
    )


def mandate(who: Who, mandate_id: UUID) -> Mandate | None:
    """One mandate, if this person may read the register, with what it follows and what follows it."""
    return visible_mandates(who).select_related("follows", "successor").filter(id=mandate_id).first()


def acts_of(row: Mandate) -> list[LegalAct]:
    """The legal acts of a mandate, in the order of the catalogue (one query)."""
    return list(row.acts.order_by("order"))


def coverage_of(row: Mandate) -> list[MandateCoverage]:
    """For whom a mandate holds and who gave it in their name (one query)."""
    return list(row.coverage.select_related("organisation", "granted_by").order_by("organisation__name"))


def line_of(row: Mandate) -> list[Mandate]:
    """The mandates that this one follows and those that follow it, the oldest first (one query per step)."""
    line = [row]
    while line[0].follows_id is not None:
        line.insert(0, Mandate.objects.select_related("holder").get(id=line[0].follows_id))
    while (later := Mandate.objects.select_related("holder").filter(follows=line[-1].id).first()) is not None:
        line.append(later)
    return line


def legal_acts() -> list[LegalAct]:
    """The catalogue in its order."""
    return list(LegalAct.objects.order_by("order"))


def act_choices() -> list[tuple[str, str]]:
    """The catalogue to choose from, by code."""
    return [(row.code, row.name) for row in legal_acts()]


def coverable() -> list[Organisation]:
    """For whom a mandate can hold: the municipalities by name, and OZJT for what was transferred."""
    return [*municipalities(), *Organisation.objects.filter(kind=Kind.OZJT)]


def coverable_choices() -> list[tuple[str, str]]:
    """Municipalities and OZJT, by id."""
    return [(str(row.id), row.name) for row in coverable()]


def asked_for(who: Who, rows: Iterable[Organisation]) -> list[str]:
    """For whom of `rows` somebody most likely looks something up: their own municipalities, or all of them."""
    own = who.organisations(Kind.MUNICIPALITY)
    return [str(row.id) for row in rows if row.kind == Kind.MUNICIPALITY and (not own or row.id in own)]


def giver_choices() -> list[tuple[str, str]]:
    """Who can give a mandate: all colleges for themselves, or one of the boards."""
    boards = Body.objects.filter(kind__in=[BodyKind.GENERAL_BOARD, BodyKind.EXECUTIVE_BOARD])
    return [
        (COLLEGES, "De colleges, elk voor de eigen gemeente"),
        *((str(row.id), row.name) for row in boards.order_by("order")),
    ]


# --- Who may do what --------------------------------------------------------------------------------------------------
def held(rows: Iterable[Mandate]) -> list[Held]:
    """Mandates as the rules see them; `rows` have their acts and organisations prefetched."""
    return [
        Held(
            id=row.id,
            title=row.title,
            holder=row.holder_words,
            acts=frozenset(act.code for act in row.acts.all()),
            organisations=frozenset(place.id for place in row.organisations.all()),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            withdrawn_on=row.withdrawn_on,
            holder_id=row.holder_id,
        )
        for row in rows
    ]


def look_up(*, act: str, organisation_ids: Sequence[UUID], day: date) -> Answer:
    """Who may do `act` for these organisations on `day`, or in words why nobody may (five queries).

    Raises LegalAct.DoesNotExist for an act outside the catalogue.
    """
    name = LegalAct.objects.get(code=act).name
    places = dict(Organisation.objects.filter(id__in=organisation_ids).values_list("id", "name"))
    rows = Mandate.objects.filter(acts__code=act).select_related("holder").prefetch_related("acts", "organisations")
    return mandate_for(act=act, act_name=name, organisations=places, day=day, mandates=held(rows))


def valid_on(day: date) -> Q:
    """The mandates that hold on `day`."""
    return (
        Q(valid_from__lte=day)
        & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))
        & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day))
    )


def acts_without_anybody(day: date) -> list[LegalAct]:
    """The legal acts that nobody may do for anybody on `day` (one query)."""
    live = MandateAct.objects.filter(act=OuterRef("pk"), mandate__in=Mandate.objects.filter(valid_on(day)))
    return list(LegalAct.objects.exclude(Exists(live)).order_by("order"))


# --- Asked of people, and the calendar --------------------------------------------------------------------------------
def mandate_url(row: Mandate) -> str:
    """The page of a mandate."""
    return reverse("mandates:mandate", args=[row.id])


def ending(today: date) -> QuerySet[Mandate]:
    """The mandates that hold now, end within 60 days and have no successor yet."""
    return (
        Mandate.objects.filter(valid_on(today), valid_until__lte=today + ENDING_SOON, successor__isnull=True)
        .select_related("holder")
        .order_by("valid_until", "title")
    )


def asks_of(who: Who, now: datetime) -> Iterator[Ask]:
    """Mandates that end soon, asked of jurists and project leaders (one query)."""
    if not who.has(Role.JURIST, Role.PROJECT_LEADER):
        return
    for row in ending(now.astimezone(AMSTERDAM).date()):
        yield Ask(
            title=f"Vernieuw het mandaat: {row.title}",
            url=mandate_url(row),
            why=f"Na deze dag mag {row.holder_function} deze handelingen niet meer doen.",
            about="Mandaatregister",
            due=row.valid_until,
        )


def agenda_of(who: Who, first: date, last: date) -> list[AgendaItem]:
    """The last days of mandates in a period, for this person's calendar (one query)."""
    if not who or not may_see_mandates(who):
        return []
    rows: Any = visible_mandates(who).filter(valid_until__range=(first, last), withdrawn_on__isnull=True)
    return [
        AgendaItem(
            row.valid_until,
            f"Laatste dag van het mandaat: {row.title}",
            mandate_url(row),
            "Mandaten",
            "mandaat",
            key=str(row.id),
        )
        for row in rows.order_by("valid_until", "title")
    ]
