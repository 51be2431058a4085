"""The timeline of a trajectory: in sentences, newest first, to each what they may know."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.clock.queries import now as read_now
from core.history.queries import sources_for, timeline
from core.history.rules import Entry
from procurement.checks import services as checking
from procurement.trajectory import services
from procurement.trajectory.models import Check
from tests.conftest import NOW, TODAY, Cast, Walk
from tests.services.procurement.doing import check_of, give, link, make_green, phase_of, settle, step

pytestmark = pytest.mark.django_db


def told(walk: Walk, who: Any = None, **other: Any) -> list[Entry]:
    return timeline(sources_for("trajectory"), [walk.trajectory.id], who=who, **other)


def sentences(walk: Walk, who: Any = None, **other: Any) -> list[str]:
    return [entry.sentence for entry in told(walk, who, **other)]


def test_the_start_and_the_first_steps_are_told_and_the_copy_of_the_model_is_not(cast: Cast, walk: Walk) -> None:
    lines = sentences(walk, cast.who("sanne"))
    assert lines[:2] == ["Opende spoor 8 (Project en organisatie).", "Opende fase 0 (Nulmeting en probleemanalyse)."]
    assert lines[-1] == "Startte het traject Inkoop Proef 2025."
    assert len(lines) == 1 + 10 + 2  # the start, ten plans, two openings


def test_what_happens_is_told_newest_first_with_author_and_reason(cast: Cast, walk: Walk) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    since = read_now()
    check = check_of(walk.trajectory, "0.1-b")
    give(check, cast.anouk, mila)
    link(check.phase, cast.who("anouk"), check, "Cijfers 2021")
    settle(check, "finish", cast.who("anouk"))
    settle(check, "reopen", sanne, "De cijfers zijn herzien.")
    make_green(walk.trajectory, "0", sanne)
    step(walk.trajectory, "0", "close", sanne, "Besproken op 7 februari.")
    step(walk.trajectory, "0", "reopen", sanne, "Er ontbrak een stuk.")
    entries = told(walk, sanne, since=since)
    phase = "fase 0 (Nulmeting en probleemanalyse)"
    assert [(entry.sentence, entry.reason, entry.who) for entry in (*entries[:3], *entries[-4:])] == [
        (f"Draaide de afsluiting van {phase} terug.", "Er ontbrak een stuk.", "Sanne Proef"),
        (f"Sloot {phase} af.", "Besproken op 7 februari.", "Sanne Proef"),
        (f"Voegde bewijs toe bij het eindproduct van {phase}: 'Eindproduct'.", "", "Sanne Proef"),
        (f"Zette controlepunt 0.1-b weer open: {check.text}", "De cijfers zijn herzien.", "Sanne Proef"),
        (f"Meldde controlepunt 0.1-b gereed: {check.text}", "", "Anouk Proef"),
        (f"Voegde bewijs toe bij controlepunt 0.1-b van {phase}: 'Cijfers 2021'.", "", "Anouk Proef"),
        ("Gaf controlepunt 0.1-b een eigenaar.", "", "Mila Proef"),
    ]
    moments = [entry.moment for entry in entries]
    assert moments == sorted(moments, reverse=True)


def test_an_exception_is_told_with_its_reason(cast: Cast, walk: Walk) -> None:
    step(walk.trajectory, "0", "close_with_exception", cast.who("mila"), "De raad vraagt het nu.")
    newest = told(walk, cast.who("emre"))[0]
    assert (newest.sentence, newest.reason, newest.who) == (
        "Sloot fase 0 (Nulmeting en probleemanalyse) af en week daarbij met motivering af.",
        "De raad vraagt het nu.",
        "Mila Proef",
    )


def test_plans_and_milestones_are_told_with_what_changed(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    phase = phase_of(walk.trajectory, "1")
    services.plan_phase(
        phase_id=phase.id,
        version=phase.version,
        start=date(2022, 4, 1),
        end=phase.planned_end,
        owner_id=phase.owner_id,
        remark="",
        who=sanne,
        reason="Later begonnen.",
        today=TODAY,
    )
    milestone = services.add_milestone(
        trajectory_id=walk.trajectory.id, date=date(2022, 5, 12), what="Besluit", is_public=True, who=sanne, now=NOW
    )
    services.remove_milestone(
        milestone_id=milestone.id, trajectory_id=walk.trajectory.id, who=sanne, reason="Verplaatst."
    )
    assert [(entry.sentence, entry.reason) for entry in told(walk, sanne)[:3]] == [
        ("Haalde de mijlpaal 'Besluit' op 12 mei 2022 weg.", "Verplaatst."),
        ("Voegde de mijlpaal 'Besluit' op 12 mei 2022 toe.", ""),
        (
            "Wijzigde van fase 1 (Bestuurlijke opdracht en besluitvorming) "
            "de begindatum van 2 maart 2022 naar 1 april 2022.",
            "Later begonnen.",
        ),
    ]


# --- To each what they may know ---------------------------------------------------------------------------------------
def test_confidential_evidence_of_almelo_is_told_only_to_those_who_may_see_it(cast: Cast, walk: Walk) -> None:
    sanne, anouk = cast.who("sanne"), cast.who("anouk")
    check = give(check_of(walk.trajectory, "0.1-b"), cast.anouk, sanne)
    for who, title in ((sanne, "OZJT"), (anouk, "Almelo")):
        link(check.phase, who, check, title)
        link(check.phase, who, check, f"{title} geheim", is_confidential=True)
    everything = {"OZJT", "OZJT geheim", "Almelo", "Almelo geheim"}
    expected = {
        "sanne": everything,
        "mila": everything,
        "iris": everything,
        "teun": {"OZJT", "Almelo"},
        "anouk": {"OZJT", "Almelo", "Almelo geheim"},
        "emre": {"OZJT"},
        None: {"OZJT"},
    }
    for name, titles in expected.items():
        lines = [line for line in sentences(walk, cast.who(name) if name else None) if line.startswith("Voegde bewijs")]
        assert {line.split("'")[1] for line in lines} == titles, name


def test_withdrawn_confidential_evidence_stays_hidden_as_well(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    piece = link(phase_of(walk.trajectory, "0"), sanne, title="Geheim stuk", is_confidential=True)
    checking.withdraw_evidence(evidence_id=piece.id, reason="Stond er dubbel.", who=sanne, now=NOW)
    assert sum("Geheim stuk" in line for line in sentences(walk, sanne)) == 2
    assert sum("Geheim stuk" in line for line in sentences(walk, cast.who("emre"))) == 0


# --- Choosing ---------------------------------------------------------------------------------------------------------
def test_a_timeline_begins_after_a_moment_and_leaves_out_ones_own_and_the_small(cast: Cast, walk: Walk) -> None:
    sanne, mila = cast.who("sanne"), cast.who("mila")
    moment = read_now()
    check = check_of(walk.trajectory, "0.1-d")
    give(check, cast.bram, sanne)
    settle(check, "finish", mila)
    done, given = f"Meldde controlepunt 0.1-d gereed: {check.text}", "Gaf controlepunt 0.1-d een eigenaar."
    assert sentences(walk, sanne, since=moment) == [done, given]
    assert sentences(walk, sanne, since=moment, by_others_than=sanne.person_id) == [done]
    assert sentences(walk, sanne, since=moment, by_others_than=mila.person_id) == [given]
    assert sentences(walk, sanne, since=moment, only_major=True) == [done]
    assert sentences(walk, sanne, since=read_now() + timedelta(minutes=1)) == []
    assert sentences(walk, sanne, limit=1) == [done]


def test_a_timeline_is_of_its_own_trajectory(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    settle(check_of(walk.pilot, "0.1-d"), "finish", sanne)
    assert not [line for line in sentences(walk, sanne) if "0.1-d" in line]
    both = timeline(sources_for("trajectory"), [walk.trajectory.id, walk.pilot.id], who=sanne)
    assert (both[0].subject_id, {entry.subject_id for entry in both}) == (
        walk.pilot.id,
        {walk.pilot.id, walk.trajectory.id},
    )


def test_much_small_work_does_not_push_the_news_out(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    check, phase = check_of(walk.trajectory, "0.1-d"), phase_of(walk.trajectory, "0")
    settle(check, "finish", sanne)
    link(phase, sanne, title="Eindproduct")
    for other in Check.objects.filter(phase=phase, state="open")[:5]:
        link(phase, sanne, other)
    checking.assign_open_checks(phase_id=phase.id, owner_id=cast.mila.id, who=sanne, today=TODAY)
    assert sentences(walk, sanne, only_major=True, limit=2) == [
        "Voegde bewijs toe bij het eindproduct van fase 0 (Nulmeting en probleemanalyse): 'Eindproduct'.",
        f"Meldde controlepunt 0.1-d gereed: {check.text}",
    ]


def test_a_new_trajectory_does_not_push_out_what_happens_in_another(cast: Cast, walk: Walk) -> None:
    sanne = cast.who("sanne")
    check = check_of(walk.trajectory, "0.1-d")
    settle(check, "finish", sanne)
    plan = services.Plan(
        name="Nieuw",
        summary="",
        profile="pilot",
        contract_start=date(2029, 1, 1),
        max_term_years=1,
        value_full_term=None,
        owner_id=cast.sanne.id,
        municipality_ids=list(walk.pilot.municipalities.values_list("id", flat=True)),
        segment_ids=list(walk.pilot.segments.values_list("id", flat=True)),
    )
    new = services.start_trajectory(plan=plan, who=sanne, reason="", now=NOW)
    entries = timeline(sources_for("trajectory"), [walk.trajectory.id, new.id], who=sanne, limit=2)
    assert [entry.sentence for entry in entries] == [
        "Startte het traject Nieuw.",
        f"Meldde controlepunt 0.1-d gereed: {check.text}",
    ]


@pytest.mark.parametrize("more", [0, 12])
def test_the_number_of_queries_does_not_grow(cast: Cast, walk: Walk, more: int, django_assert_num_queries: Any) -> None:
    sanne = cast.who("sanne")
    phase = phase_of(walk.trajectory, "0")
    for check in Check.objects.filter(phase=phase)[:more]:
        link(phase, sanne, check)
        give(check, cast.anouk, sanne)
        settle(check, "skip", sanne, "Proef.")
    with django_assert_num_queries(18):  # two for each of the nine histories
        assert len(told(walk, sanne)) == 13 + 3 * more
