"""Comments: who writes, reads, is named, mends and withdraws; and whoever may not see, hears nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.notices.models import Notice
from accounts.organisations.queries import who_is
from accounts.people.models import Person
from accounts.remarks import services
from accounts.remarks.models import Comment, Mention
from accounts.remarks.queries import comment, comments_on
from accounts.remarks.subjects import comment_kinds, commented, readers_of
from core.edit.rules import Conflict
from core.history.services import recorded
from core.history.tracking import events_of
from core.lifecycles.rules import Refused
from procurement.trajectory.models import Check, Phase
from tests.conftest import NOW, TODAY, Cast, Walk

pytestmark = pytest.mark.django_db
KEY = "proefpilot"  # Almelo takes part in it, Enschede does not


def write(cast: Cast, name: str = "sanne", text: str = "Let op", **other: Any) -> Comment:
    arguments: dict[str, Any] = {"prefix": "traject", "key": KEY, "chosen": [], "is_internal": False, "now": NOW}
    return services.add_comment(text=text, who=cast.who(name), **arguments | other)


def refused(call: Any) -> Any:
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.verdict


def told() -> list[tuple[str, str, str]]:
    return sorted(Notice.objects.values_list("person__name", "title", "url"))


# --- Writing ----------------------------------------------------------------------------------------------------------
def test_a_comment_is_kept_with_its_history_and_whom_it_names_hears_of_it(cast: Cast, walk: Walk) -> None:
    row = write(cast, text="  @Bram Proef en @Anouk, kijken jullie?  ", chosen=[cast.mila.id, cast.sanne.id])
    assert (row.text, row.author_name, row.subject_key) == (
        "@Bram Proef en @Anouk, kijken jullie?", "Sanne Proef", "traject:proefpilot",
    )  # fmt: skip
    title, url = "Sanne Proef noemde je in een opmerking bij het traject", "/trajecten/proefpilot/#opmerkingen"
    assert told() == [("Anouk Proef", title, url), ("Bram Proef", title, url), ("Mila Proef", title, url)]
    assert set(Notice.objects.values_list("about", "kind")) == {("Proefpilot", "mention")}
    assert events_of(Comment).objects.get(pgh_obj_id=row.id).pgh_context["name"] == "Sanne Proef"
    assert "kijken" not in str(told()), "what is said stays on the page"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "Schrijf eerst een opmerking."),
        ("x" * 4001, "hoogstens 4000 tekens"),
        ("@Piet weet het", "Wie bedoel je met ‘@Piet’?"),
        ("@Emre, zie je dit?", "Wie bedoel je met ‘@Emre’?"),
        ("@Daan Proef", "Wie bedoel je met ‘@Daan’?"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_hears_of_it(cast: Cast, walk: Walk, text: str, said: str) -> None:
    verdict = refused(lambda: write(cast, text=text))
    assert said in verdict.reason
    assert not verdict.secret
    assert not Comment.objects.exists()
    assert not Notice.objects.exists()


def test_a_choice_outside_the_readers_is_refused(cast: Cast, walk: Walk) -> None:
    assert "mag dit niet zien" in refused(lambda: write(cast, chosen=[cast.emre.id])).reason
    assert not Notice.objects.exists()


@pytest.mark.parametrize("name", ["emre", "daan"])
def test_what_one_may_not_see_does_not_exist(cast: Cast, walk: Walk, name: str) -> None:
    assert refused(lambda: write(cast, name)).secret


@pytest.mark.parametrize(("prefix", "key"), [("traject", "bestaat-niet"), ("bestaat", "x"), ("fase", "geen-uuid")])
def test_an_unknown_subject_does_not_exist(cast: Cast, walk: Walk, prefix: str, key: str) -> None:
    assert refused(lambda: write(cast, prefix=prefix, key=key)).secret


def test_an_auditor_reads_along_only(cast: Cast, walk: Walk) -> None:
    write(cast)
    assert "schrijft geen opmerkingen" in refused(lambda: write(cast, "iris")).reason
    assert comments_on(cast.who("iris"), "traject:proefpilot").count() == 1


def test_phases_and_checks_are_open_for_comments_too(cast: Cast, walk: Walk) -> None:
    phase = Phase.objects.get(trajectory=walk.pilot, code="0")
    check = Check.objects.filter(phase=phase).order_by("order").first()
    assert check is not None
    write(cast, "anouk", "@Bram", prefix="fase", key=str(phase.id))
    write(cast, "anouk", "@Bram", prefix="controlepunt", key=str(check.id))
    assert [(title, url) for _, title, url in told()] == [
        (
            f"Anouk Proef noemde je in een opmerking bij controlepunt {check.code}",
            f"/trajecten/proefpilot/controlepunten/{check.id}/#opmerkingen",
        ),
        ("Anouk Proef noemde je in een opmerking bij fase 0", "/trajecten/proefpilot/fasen/0/#opmerkingen"),
    ]


@pytest.mark.parametrize("prefix", ["traject", "fase", "controlepunt"])
def test_the_readers_are_exactly_those_who_may_see_it(cast: Cast, walk: Walk, prefix: str) -> None:
    phase = Phase.objects.get(trajectory=walk.pilot, code="0")
    keys = {"traject": KEY, "fase": str(phase.id), "controlepunt": str(phase.checks.order_by("order")[0].id)}
    assert set(keys) <= {kind.key for kind in comment_kinds}
    subject = commented(cast.who("sanne"), prefix, keys[prefix])
    assert subject is not None
    readers = {reader.person_id for reader in readers_of(subject, TODAY)}
    seeing = {
        person.id
        for person in Person.objects.all()
        if commented(who_is(person_id=person.id, name=person.name, today=TODAY), prefix, keys[prefix]) is not None
    }
    assert readers == seeing
    assert cast.anouk.id in readers
    assert cast.emre.id not in readers


# --- For OZJT only ----------------------------------------------------------------------------------------------------
def test_an_internal_comment_is_absent_for_others(cast: Cast, walk: Walk) -> None:
    row = write(cast, is_internal=True)
    assert [one.id for one in comments_on(cast.who("bram"), "traject:proefpilot")] == [row.id]
    assert not comments_on(cast.who("anouk"), "traject:proefpilot").exists()
    assert comment(cast.who("anouk"), row.id) is None


def test_an_internal_comment_names_nobody_outside(cast: Cast, walk: Walk) -> None:
    said = refused(lambda: write(cast, text="@Anouk en @Bram", is_internal=True)).reason
    assert said.startswith("Anouk Proef werkt niet bij OZJT en kan deze opmerking niet lezen.")
    assert not Notice.objects.exists()
    assert "Alleen collega's van OZJT" in refused(lambda: write(cast, "anouk", is_internal=True)).reason


# --- Mending and withdrawing ------------------------------------------------------------------------------------------
def edit(cast: Cast, row: Comment, text: str, name: str = "sanne", **other: Any) -> Comment:
    arguments: dict[str, Any] = {"version": row.version, "chosen": [], "now": NOW + timedelta(minutes=5)}
    return services.edit_comment(comment_id=row.id, text=text, who=cast.who(name), **arguments | other)


def test_mending_tells_only_whom_it_names_anew_and_the_history_keeps_both(cast: Cast, walk: Walk) -> None:
    row = write(cast, text="@Bram kijk")
    Notice.objects.all().delete()
    row = edit(cast, row, "@Bram en @Mila, kijk")
    assert [name for name, _, _ in told()] == ["Mila Proef"]
    assert set(Mention.objects.values_list("person__name", flat=True)) == {"Bram Proef", "Mila Proef"}
    texts = events_of(Comment).objects.filter(pgh_obj_id=row.id).order_by("pgh_id").values_list("text", flat=True)
    assert list(texts) == ["@Bram kijk", "@Bram en @Mila, kijk"]
    assert row.edited_at == NOW + timedelta(minutes=5)
    edit(cast, row, "Toch niemand")
    assert not Mention.objects.exists()


def test_mending_is_for_the_author_for_a_quarter_of_an_hour(cast: Cast, walk: Walk) -> None:
    row = write(cast)
    assert "Alleen wie de opmerking schreef" in refused(lambda: edit(cast, row, "Anders", "mila")).reason
    late = NOW + timedelta(minutes=16)
    assert "15 minuten" in refused(lambda: edit(cast, row, "Anders", now=late)).reason
    with pytest.raises(Conflict):
        edit(cast, row, "Anders", version=row.version + 1)


def test_a_withdrawn_comment_leaves_its_place_and_not_its_text(cast: Cast, walk: Walk) -> None:
    row = write(cast, text="@Bram dit klopt niet")
    assert (
        "Alleen wie de opmerking schreef"
        in refused(lambda: services.withdraw_comment(comment_id=row.id, who=cast.who("bram"), now=NOW)).reason
    )
    services.withdraw_comment(comment_id=row.id, who=cast.who("sanne"), now=NOW + timedelta(days=3))
    (shown,) = comments_on(cast.who("anouk"), "traject:proefpilot")
    assert (shown.text, shown.withdrawn_at) == ("", NOW + timedelta(days=3))
    assert not Mention.objects.exists()
    assert (
        "al ingetrokken"
        in refused(lambda: services.withdraw_comment(comment_id=row.id, who=cast.who("sanne"), now=NOW)).reason
    )
    assert "is ingetrokken" in refused(lambda: edit(cast, row, "Toch")).reason


# --- The database -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"text": ""}, "comment_text_or_withdrawn"),
        ({"withdrawn_at": NOW + timedelta(days=1)}, "comment_text_or_withdrawn"),
        ({"subject_key": "traject"}, "comment_subject_keyed"),
        ({"edited_at": NOW - timedelta(days=1)}, "comment_edited_later"),
        ({"text": "", "withdrawn_at": NOW - timedelta(days=1)}, "comment_withdrawn_later"),
    ],
)
def test_the_database_holds_the_rules(cast: Cast, walk: Walk, values: dict[str, Any], constraint: str) -> None:
    row = write(cast)
    with pytest.raises(IntegrityError, match=constraint), recorded(cast.who("sanne")):
        Comment.objects.filter(id=row.id).update(**values)


def test_a_comment_is_never_deleted_and_names_somebody_once(cast: Cast, walk: Walk) -> None:
    row = write(cast, text="@Bram")
    with pytest.raises(IntegrityError, match="mention_once"), transaction.atomic():
        Mention.objects.create(comment=row, person=cast.bram)
    other = write(cast)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Comment.objects.filter(id=other.id).delete()
