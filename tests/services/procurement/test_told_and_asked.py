"""What a confidential step may not tell, what a second deviation must, and what running phases ask."""

from core.history.queries import sources_for, timeline
from procurement.checks import services as checking
from procurement.progress.queries import gather
from procurement.trajectory.models import Check, Phase
from procurement.trajectory.queries import asks_of, subject_of
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.procurement.doing import phase_of, settle, step

SECRET = "De prijs van aanbieder X stond erin."


def test_the_reason_of_withdrawing_confidential_evidence_is_not_told_to_all(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    phase = phase_of(walk.trajectory, "0")
    check = Check.objects.get(phase=phase, code="0.2-c")
    row = checking.add_evidence(
        phase_id=phase.id,
        check_id=check.id,
        title="Vertrouwelijk advies",
        url="https://voorbeeld.example/advies",
        is_confidential=True,
        who=sanne,
        now=NOW,
    )
    settle(check, "finish", sanne)
    checking.withdraw_evidence(evidence_id=row.id, reason=SECRET, who=sanne, now=NOW)

    check.refresh_from_db()
    assert check.state == "open"
    told = timeline(sources_for("trajectory"), [walk.trajectory.id], who=None)
    assert [entry for entry in told if SECRET in entry.reason or "Vertrouwelijk advies" in entry.sentence] == []
    content = str(gather(subject_of(walk.trajectory), TODAY, NOW))
    assert SECRET not in content
    assert "Vertrouwelijk advies" not in content
    seen = timeline(sources_for("trajectory"), [walk.trajectory.id], who=cast.who("iris"))
    assert [entry.reason for entry in seen if entry.sentence.startswith("Trok bewijs in")] == [SECRET]


def test_every_deviation_is_told_also_the_second_on_one_phase(cast: Cast, walk: Walk) -> None:
    mila = cast.who("mila")
    step(walk.trajectory, "1", "open_with_exception", mila, "Het bestuur wil nu al beginnen.")
    step(walk.trajectory, "1", "close_with_exception", mila, "Het bestuur wil niet langer wachten.")
    told = [entry.sentence for entry in timeline(sources_for("trajectory"), [walk.trajectory.id], who=mila)]
    name = "fase 1 (Bestuurlijke opdracht en besluitvorming)"
    assert told[:2] == [
        f"Sloot {name} af en week daarbij met motivering af.",
        f"Opende {name} en week daarbij met motivering af.",
    ]


def test_dividing_work_leaves_what_somebody_has_and_asks_access_first(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "0")
    first = Check.objects.filter(phase=phase).order_by("order").first()
    assert first is not None
    checking.assign_check(check_id=first.id, owner_id=cast.anouk.id, who=cast.who("sanne"), today=TODAY)
    total = Check.objects.filter(phase=phase).count()
    given = checking.assign_open_checks(phase_id=phase.id, owner_id=cast.bram.id, who=cast.who("sanne"), today=TODAY)
    assert given == total - 1
    first.refresh_from_db()
    assert first.owner_id == cast.anouk.id


def test_a_phase_that_runs_without_dates_still_asks_for_its_work(cast: Cast, walk: Walk) -> None:
    phase = phase_of(walk.trajectory, "3")
    Phase.objects.filter(id=phase.id).update(planned_start=None, planned_end=None)
    step(walk.trajectory, "3", "open_with_exception", cast.who("mila"), "De onderzoekers zijn alleen nu vrij.")
    titles = [ask.title for ask in asks_of(cast.who("sanne"), NOW)]
    assert "Verdeel het werk van fase 3 (EVA)" in titles
    assert "Plan fase 3 (EVA): Tarievenonderzoek" not in titles
