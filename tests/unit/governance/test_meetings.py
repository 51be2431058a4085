"""When papers are due, which days a series skips, and how a meeting moves."""

from datetime import date
from uuid import uuid4

import pytest

from accounts.organisations.rules import Hat, Kind, Role, Who
from governance.bodies.access import Secretary
from governance.bodies.lifecycle import MEETINGS, MeetingFacts
from governance.bodies.rules import (
    COMPETENCES,
    BodyKind,
    Part,
    cautions,
    move_verdict,
    series,
    series_verdict,
    submit_by_for,
    submit_by_verdict,
)

OZJT, ALMELO, ENSCHEDE = uuid4(), uuid4(), uuid4()


def somebody(role: Role, organisation: object = OZJT, kind: Kind = Kind.OZJT) -> Who:
    return Who(uuid4(), "Proef", (Hat(role.value, organisation, "Ergens", kind.value),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("meeting", "days", "due"),
    [
        (date(2022, 10, 12), 14, date(2022, 9, 28)),
        (date(2022, 5, 11), 14, date(2022, 4, 26)),  # 27 April is King's Day
        (date(2022, 1, 10), 9, date(2021, 12, 31)),  # 1 January is a Saturday and a holiday
        (date(2023, 1, 2), 7, date(2022, 12, 23)),  # 26 and 25 December, then the weekend
        (date(2024, 3, 14), 14, date(2024, 2, 29)),
        (date(2022, 4, 7), 0, date(2022, 4, 7)),
    ],
)
def test_papers_are_due_on_the_last_working_day(meeting: date, days: int, due: date) -> None:
    assert submit_by_for(meeting=meeting, notice_days=days) == due


def test_a_typed_day_for_papers_must_be_a_working_day_before_the_meeting() -> None:
    meeting = date(2022, 5, 11)
    assert submit_by_verdict(meeting=meeting, submit_by=date(2022, 5, 11))
    assert "is Koningsdag" in submit_by_verdict(meeting=meeting, submit_by=date(2022, 4, 27)).reason
    assert "is een zondag" in submit_by_verdict(meeting=meeting, submit_by=date(2022, 5, 1)).reason
    assert "ligt na de vergadering" in submit_by_verdict(meeting=meeting, submit_by=date(2022, 5, 12)).reason


def test_a_series_skips_holidays_and_taken_days_and_says_why() -> None:
    rows = list(
        series(
            first=date(2022, 4, 13),
            last=date(2022, 5, 18),
            every_weeks=1,
            notice_days=7,
            taken={date(2022, 5, 18)},
        )
    )
    assert [(row.day.day, row.submit_by, row.skipped) for row in rows] == [
        (13, date(2022, 4, 6), ""),
        (20, date(2022, 4, 13), ""),
        (27, None, "Koningsdag"),
        (4, None, "schoolvakantie (Meivakantie)"),
        (11, date(2022, 5, 4), ""),
        (18, None, "op deze dag staat al een vergadering"),
    ]


def test_a_series_runs_forward_and_ends() -> None:
    day = date(2022, 1, 5)
    assert series_verdict(first=day, last=day, every_weeks=2)
    assert "ligt voor de eerste" in series_verdict(first=day, last=date(2022, 1, 4), every_weeks=2).reason
    assert "1 tot en met 26" in series_verdict(first=day, last=date(2022, 2, 4), every_weeks=0).reason
    assert "Dit zijn 105 vergaderingen" in series_verdict(first=day, last=date(2024, 1, 3), every_weeks=1).reason


def test_after_papers_were_sent_moving_needs_a_reason() -> None:
    known = {"was": date(2022, 3, 9), "becomes": date(2022, 3, 16), "today": date(2022, 2, 7)}
    assert move_verdict(**known, papers_sent=False, reason="")
    assert "Schrijf op waarom" in move_verdict(**known, papers_sent=True, reason=" ").reason
    assert move_verdict(**known, papers_sent=True, reason="De zaal is bezet")


def test_a_meeting_moves_to_another_day_that_is_still_to_come() -> None:
    today, was = date(2022, 2, 7), date(2022, 3, 9)
    assert "al op 9 maart 2022" in move_verdict(was=was, becomes=was, today=today, papers_sent=False, reason="").reason
    past = move_verdict(was=was, becomes=date(2022, 2, 1), today=today, papers_sent=False, reason="")
    assert "al voorbij" in past.reason
    mended = move_verdict(was=date(2022, 1, 5), becomes=date(2022, 1, 6), today=today, papers_sent=False, reason="")
    assert mended


def test_a_free_day_is_pointed_out() -> None:
    assert cautions(date(2022, 4, 7)) == []
    assert cautions(date(2022, 5, 5)) == [
        "5 mei 2022 is Bevrijdingsdag.",
        "Het is dan schoolvakantie in de regio (Meivakantie).",
    ]


def test_the_lifecycle_of_a_meeting() -> None:
    keeper = Secretary(somebody(Role.MANAGER), BodyKind.GENERAL_BOARD, None)
    facts = MeetingFacts(day=date(2022, 4, 7), today=date(2022, 2, 7))

    def offered(state: str, facts: MeetingFacts, who: Secretary = keeper) -> dict[str, str]:
        return {step.name: verdict.reason for step, verdict in MEETINGS.offered(state=state, who=who, facts=facts)}

    assert offered("planned", facts) == {
        "send_papers": "",
        "move": "",
        "hold": "De vergadering is pas op 7 april 2022.",
        "cancel": "",
    }
    sent = MeetingFacts(day=date(2022, 4, 7), today=date(2022, 4, 7), papers_sent=True)
    assert offered("planned", sent)["send_papers"] == "De stukken zijn al verzonden."
    assert offered("planned", sent)["hold"] == ""
    taken = MeetingFacts(day=date(2022, 4, 7), today=date(2022, 4, 8), day_is_taken=True)
    assert offered("cancelled", taken) == {"reopen": "Op deze dag staat al een andere vergadering van dit orgaan."}
    assert offered("planned", facts, Secretary(somebody(Role.AUDITOR), BodyKind.GENERAL_BOARD, None)) == {}


ALMELO_OFFICIAL = somebody(Role.MUNICIPALITY_OFFICIAL, ALMELO, Kind.MUNICIPALITY)


@pytest.mark.parametrize(
    ("who", "kind", "place", "allowed"),
    [
        (somebody(Role.PROCUREMENT_OFFICER), BodyKind.OFFICIALS, None, True),
        (somebody(Role.PROJECT_LEADER), BodyKind.COLLEGE, ALMELO, True),
        (somebody(Role.MANAGER), BodyKind.COUNCIL, ALMELO, False),
        (somebody(Role.AUDITOR), BodyKind.OFFICIALS, None, False),
        (somebody(Role.JURIST), BodyKind.GENERAL_BOARD, None, False),
        (ALMELO_OFFICIAL, BodyKind.COLLEGE, ALMELO, True),
        (ALMELO_OFFICIAL, BodyKind.COUNCIL, ALMELO, True),
        (ALMELO_OFFICIAL, BodyKind.COLLEGE, ENSCHEDE, False),
        (ALMELO_OFFICIAL, BodyKind.OFFICIALS, None, False),
        (somebody(Role.SUPERVISOR, ALMELO, Kind.MUNICIPALITY), BodyKind.COLLEGE, ALMELO, False),
    ],
)
def test_who_keeps_which_calendar(who: Who, kind: str, place: object, allowed: bool) -> None:
    from governance.bodies.access import may_keep

    verdict = may_keep(Secretary(who, kind, place))  # type: ignore[arg-type]
    assert verdict.allowed is allowed
    assert not verdict.secret
    assert bool(verdict.reason) is not allowed


def test_for_a_provider_there_are_no_bodies() -> None:
    from governance.bodies.access import may_keep, may_see_governance

    provider = somebody(Role.PROVIDER_MEMBER, uuid4(), Kind.PROVIDER)
    assert may_see_governance(provider).secret
    assert may_keep(Secretary(provider, BodyKind.OFFICIALS, None)).secret


def test_only_board_and_colleges_decide() -> None:
    assert set(COMPETENCES) == set(BodyKind)
    deciding = {kind for kind, row in COMPETENCES.items() if row.part == Part.DECIDES}
    assert deciding == {BodyKind.GENERAL_BOARD, BodyKind.COLLEGE}
    assert {row.source for row in COMPETENCES.values()} == {"SID 2.2", "eigen aanvulling"}
