"""Every change is kept with author and reason, and what is kept stays."""

from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Who
from accounts.people.models import Person
from core.history.rules import System
from core.history.services import recorded
from core.history.tracking import events_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

EVENTS = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
TRACKED = [model.pgh_tracked_model for model in EVENTS]
INSERT_ONLY = ["accounts_look", "accounts_signinnote", "procurement_gatepassage", "core_report"]
INSERT_ONLY = [
    "accounts_look",
    "procurement_gatepassage",
    "core_report",
    "governance_decisiontext",
    "governance_textapproval",
]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def triggers_of(table: str) -> set[str]:
    """The triggers that refuse something, by the name that a model gives them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        return {name.removeprefix("pgtrigger_").rsplit("_", 1)[0] for (name,) in cursor.fetchall()}


def newest(slug: str) -> Any:
    return events_of(Organisation).objects.filter(slug=slug).latest("pgh_id")


# --- What is kept stays -----------------------------------------------------------------------------------------------
def test_every_tracked_model_of_the_house_has_a_history() -> None:
    names = {model._meta.label for model in TRACKED}
    assert names == {
        "accounts.Comment",
        "accounts.Deputyship",
        "accounts.Membership",
        "accounts.Mention",
        "accounts.NoticeSetting",
        "accounts.Organisation",
        "accounts.Person",
        "core.Deadline",
        "accounts.SavedFilter",
        "core.Report",
        "core.StoredFile",
        "desk.AgendaFeed",
        "governance.Body",
        "governance.LegalAct",
        "governance.Mandate",
        "governance.MandateAct",
        "governance.MandateCoverage",
        "governance.Decision",
        "governance.DecisionComment",
        "governance.DecisionEvidence",
        "governance.DecisionMunicipality",
        "governance.DecisionResult",
        "governance.DecisionSegment",
        "governance.DecisionText",
        "governance.Meeting",
        "governance.ResultCondition",
        "governance.RouteSeat",
        "governance.RouteStep",
        "governance.TextApproval",
        "procurement.Check",
        "procurement.Evidence",
        "procurement.GateConfirmation",
        "procurement.Milestone",
        "procurement.Participation",
        "procurement.Phase",
        "procurement.PlanScenario",
        "procurement.PlanBaseline",
        "desk.SetDocument",
        "desk.MeetingSet",
        "procurement.Trajectory",
        "procurement.TrajectoryDecision",
        "procurement.TrajectorySegment",
        "segments.CareForm",
        "segments.Segment",
    }


@pytest.mark.parametrize("table", sorted(model._meta.db_table for model in EVENTS))
def test_a_history_refuses_to_be_changed_or_emptied(table: str) -> None:
    assert {"append_only", "no_truncate"} <= triggers_of(table)
    with pytest.raises(DatabaseError, match="TRUNCATE refused"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", sorted(model._meta.db_table for model in TRACKED))
def test_a_tracked_table_writes_each_change_and_refuses_to_be_emptied(table: str) -> None:
    assert {"insert_insert", "update_update", "delete_delete", "no_truncate"} <= triggers_of(table)
    with pytest.raises(DatabaseError, match="TRUNCATE refused"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", INSERT_ONLY)
def test_what_is_only_inserted_refuses_to_be_emptied(table: str) -> None:
    assert {"insert_only", "no_truncate"} <= triggers_of(table)
    with pytest.raises(DatabaseError, match="TRUNCATE refused"), transaction.atomic():
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_organisationevent SET name = 'x'",
        "UPDATE accounts_organisationevent SET pgh_context = NULL WHERE slug = 'almelo'",
        "DELETE FROM accounts_organisationevent WHERE slug = 'almelo'",
        "DELETE FROM segments_segmentevent",
    ],
)
def test_no_row_of_a_history_changes_or_goes(sql: str) -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        execute(sql)


def test_the_history_cannot_be_changed_through_its_model_either() -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        events_of(Organisation).objects.filter(slug="almelo").update(name="x")


# --- Every way of changing is seen ------------------------------------------------------------------------------------
def by_save() -> None:
    row = Organisation.objects.get(slug="almelo")
    row.note = "nieuw"
    row.save()


def by_bulk() -> None:
    row = Organisation.objects.get(slug="almelo")
    row.note = "nieuw"
    Organisation.objects.bulk_update([row], ["note"])


WAYS = {
    "save": by_save,
    "queryset": lambda: Organisation.objects.filter(slug="almelo").update(note="nieuw"),
    "bulk": by_bulk,
    "sql": lambda: execute("UPDATE accounts_organisation SET note = 'nieuw' WHERE slug = 'almelo'"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_is_recorded_whichever_way_it_is_made(way: str, sanne: Who) -> None:
    before = newest("almelo")
    with recorded(sanne, " Vanwege de herindeling. "):
        WAYS[way]()
    event = newest("almelo")
    assert event.pgh_id > before.pgh_id
    assert (event.pgh_label, event.note) == ("update", "nieuw")
    assert event.pgh_context == {
        "person": str(sanne.person_id),
        "name": "Sanne Proef",
        "reason": "Vanwege de herindeling.",
        "routine": False,
    }


def test_inserts_and_deletes_are_recorded_with_all_values(sanne: Who) -> None:
    with recorded(sanne, routine="Toegevoegd"):
        row = Organisation.objects.create(kind="provider", slug="els", name="De Els")
    with recorded(sanne, "Dubbel."):
        execute("DELETE FROM accounts_organisation WHERE slug = 'els'")
    events = list(events_of(Organisation).objects.filter(pgh_obj_id=row.id).order_by("pgh_id"))
    assert [(event.pgh_label, event.name, event.kind) for event in events] == [
        ("insert", "De Els", "provider"),
        ("delete", "De Els", "provider"),
    ]
    assert [(event.pgh_context["reason"], event.pgh_context["routine"]) for event in events] == [
        ("Toegevoegd", True),
        ("Dubbel.", False),
    ]


def test_a_change_without_a_change_is_no_history() -> None:
    before = newest("almelo").pgh_id
    Organisation.objects.filter(slug="almelo").update(note=newest("almelo").note)
    assert newest("almelo").pgh_id == before


def test_a_change_outside_a_service_is_recorded_without_an_author() -> None:
    WAYS["sql"]()
    assert (newest("almelo").note, newest("almelo").pgh_context) == ("nieuw", None)


def test_what_is_rolled_back_leaves_no_history(sanne: Who) -> None:
    before = newest("almelo").pgh_id

    def change_and_fail() -> None:
        with recorded(sanne, "Mislukt."):
            WAYS["queryset"]()
            assert newest("almelo").pgh_id > before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert newest("almelo").pgh_id == before


def test_a_password_is_not_kept() -> None:
    fields = {field.name for field in events_of(Person)._meta.get_fields()}
    assert not {"password", "last_login"} & fields
    assert {"email", "name", "is_active"} <= fields


def test_of_two_authors_inside_each_other_each_has_their_own_changes(sanne: Who) -> None:
    with recorded(sanne, "Van Sanne."):
        Organisation.objects.filter(slug="almelo").update(note="een")
        with recorded(System("Opruimer"), routine="Van de opruimer"):
            Organisation.objects.filter(slug="borne").update(note="twee")
        Organisation.objects.filter(slug="hengelo").update(note="drie")
    said = {slug: newest(slug).pgh_context for slug in ("almelo", "borne", "hengelo")}
    assert {slug: (context["name"], context["reason"]) for slug, context in said.items()} == {
        "almelo": ("Sanne Proef", "Van Sanne."),
        "borne": ("Opruimer", "Van de opruimer"),
        "hengelo": ("Sanne Proef", "Van Sanne."),
    }


def test_after_a_failure_inside_the_author_outside_goes_on(sanne: Who) -> None:
    with recorded(sanne, "Van Sanne."):
        with pytest.raises(ZeroDivisionError), recorded(System("Opruimer")):
            raise ZeroDivisionError
        Organisation.objects.filter(slug="hengelo").update(note="drie")
    assert newest("hengelo").pgh_context["name"] == "Sanne Proef"


@pytest.fixture
def sanne(cast: Cast) -> Who:
    """Sanne as an author."""
    return cast.who("sanne")
