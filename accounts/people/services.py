"""Adding people, giving and ending their roles, and remembering what they have seen."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.organisations.access import may_manage_people
from accounts.organisations.models import Membership, Organisation
from accounts.organisations.rules import ROLE_NAMES, ROLES_OF_KIND, Who
from accounts.people.models import Person
from core.history.rules import Actor
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.outbox.services import post

INVITATION = """Beste {name},

Je hebt nu toegang tot Inkoopkompas als {role} bij {organisation}.

Kies eerst je eigen wachtwoord: ga naar {site}/account/password/reset/ en vul dit e-mailadres in.
Daarna log je in op {site}.

OZJT
"""


def add_person(*, email: str, name: str, who: Actor, now: datetime, password: str | None = None) -> Person:
    """Make a person without roles; without `password` they choose one by the reset page.

    Raises Refused when somebody already has this address. Callers ask access: an administrator, or a command.
    """
    with recorded(who, routine="Persoon toegevoegd"):
        taken = Refused(refuse("Er is al iemand met dit e-mailadres. Geef die persoon een rol erbij."))
        if Person.objects.filter(email=email.lower()).exists():
            raise taken
        try:
            with transaction.atomic():
                return Person.objects.create_user(email, password, name=name, created_at=now)
        except IntegrityError as error:  # somebody else was a moment earlier
            raise taken from error


def give_role(
    *, person_id: UUID, organisation_id: UUID, role: str, valid_from: date, valid_until: date | None, who: Actor
) -> Membership:
    """Give a person a role at an organisation for a period; the last day counts.

    Raises Refused when the role does not belong to that kind of organisation, the period runs backwards, or the person
    already has the role without an end.
    """
    with recorded(who, routine="Rol gegeven"):
        organisation = Organisation.objects.get(id=organisation_id)
        fits = role in ROLES_OF_KIND[organisation.kind]
        ensure(allow_if(fits, f"De rol {ROLE_NAMES[role]} past niet bij {organisation.name}."))
        ensure(allow_if(valid_until is None or valid_until >= valid_from, "De einddatum ligt voor de begindatum."))
        try:
            with transaction.atomic():
                return Membership.objects.create(
                    person_id=person_id,
                    organisation=organisation,
                    role=role,
                    valid_from=valid_from,
                    valid_until=valid_until,
                )
        except IntegrityError as error:
            raise Refused(refuse("Deze persoon heeft deze rol daar al.")) from error


def invite(
    *, email: str, name: str, organisation_id: UUID, role: str, valid_from: date, who: Who, now: datetime
) -> Person:
    """Add a person with a role and mail them how to get in; all of it or nothing."""
    ensure(may_manage_people(who))
    with recorded(who, routine="Uitgenodigd"):
        person = add_person(email=email, name=name, who=who, now=now)
        membership = give_role(
            person_id=person.id,
            organisation_id=organisation_id,
            role=role,
            valid_from=valid_from,
            valid_until=None,
            who=who,
        )
        body = INVITATION.format(
            name=name, role=ROLE_NAMES[role], organisation=membership.organisation.name, site=settings.SITE_URL
        )
        post(topic="mail", payload={"subject": "Toegang tot Inkoopkompas", "body": body, "to": person.email}, now=now)
    return person


def add_role(
    *,
    person_id: UUID,
    organisation_id: UUID,
    role: str,
    valid_from: date,
    valid_until: date | None,
    who: Who,
) -> Membership:
    """Give somebody one more role; for administrators, and not to themselves."""
    ensure(may_manage_people(who))
    ensure(allow_if(person_id != who.person_id, "Je kunt jezelf geen rol geven. Vraag een andere beheerder."))
    return give_role(
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        who=who,
    )


def end_role(*, membership_id: UUID, last_day: date, reason: str, who: Who) -> Membership:
    """End a role; what the person owns stays theirs until somebody hands it over.

    Raises Refused without a reason, when the last day falls before the first, or when an administrator would take away
    their own administration. Locks the role.
    """
    ensure(may_manage_people(who))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom de rol eindigt."))
    with recorded(who, reason):
        row = Membership.objects.select_for_update().get(id=membership_id)
        ensure(allow_if(last_day >= row.valid_from, "De laatste dag ligt voor het begin van de rol."))
        over = row.valid_until is not None and last_day > row.valid_until
        ensure(allow_if(not over, "Deze rol eindigt al eerder. Geef een nieuwe rol als zij weer nodig is."))
        own = row.person_id == who.person_id and row.role == "administrator"
        ensure(allow_if(not own, "Je kunt je eigen beheer niet beëindigen. Vraag een andere beheerder."))
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
    return row


def set_active(*, person_id: UUID, is_active: bool, reason: str, who: Who) -> Person:
    """Let somebody sign in or not any more; raises Refused without a reason or for oneself. Locks the person."""
    ensure(may_manage_people(who))
    ensure(allow_if(bool(reason.strip()), "Schrijf op waarom."))
    ensure(allow_if(person_id != who.person_id, "Je kunt jezelf niet buitensluiten."))
    with recorded(who, reason):
        row = Person.objects.select_for_update().get(id=person_id)
        state = "kan al inloggen" if is_active else "is al geblokkeerd"
        ensure(allow_if(row.is_active != is_active, f"{row.name} {state}."))
        row.is_active = is_active
        row.save(update_fields=["is_active"])
    return row


def mark_seen(*, who: Who, now: datetime) -> None:
    """Remember up to when this person has read along; their own affair, so the history keeps no trace."""
    if who.person_id is None:
        return
    with recorded(who, routine="Vandaag bijgelezen"):
        Person.objects.filter(id=who.person_id).update(seen_until=now)
