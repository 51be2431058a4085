"""Plays the script through the real services, at the moments it names."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.deputies.rules import Period
from accounts.deputies.services import arrange_deputy
from accounts.filters.services import save_filter
from accounts.organisations.models import Organisation
from accounts.organisations.queries import who_is
from accounts.organisations.rules import Kind, Who
from accounts.people.models import Person
from accounts.people.services import add_person, give_role
from accounts.remarks.services import add_comment
from core.clock.models import World
from core.clock.queries import now as read_now
from core.clock.services import declare_world, play_at
from core.history.rules import System
from core.history.services import recorded
from core.jobs.services import perform
from core.lifecycles.rules import Refused, refuse
from core.reports.models import Report
from core.reports.services import ask_report
from core.reports.typesetting import typeset
from desk.example import decisions, governance
from desk.example.planning import FROZEN_AT, freeze_first_plan
from desk.example.script import moment_of, script
from desk.meeting_sets.services import create_set
from procurement.checks import services as checking
from procurement.gates.services import pass_gate
from procurement.progress.queries import PROGRESS
from procurement.trajectory import services as walk
from procurement.trajectory.models import Check, Evidence, Phase, Trajectory
from procurement.trajectory.queries import subject_of
from segments.catalogue.models import Segment

MAKER = System("Voorbeeldwereld")


@transaction.atomic
def build(*, tell: Callable[[str], None] = lambda line: None) -> None:
    """Make the example world in a prepared database.

    Raises Refused when the database is real or already holds a trajectory. Every event is played at its own moment, so
    that the history reads as it would have; it is one transaction, all of it or nothing.
    """
    if Trajectory.objects.exists():
        raise Refused(refuse("Er staan al trajecten in deze database; de voorbeeldwereld begint leeg."))
    declare_world(kind=World.Kind.EXAMPLE)
    content = script()
    told = [*content["event"], *governance.events(), *decisions.events(None, content["world"]["now"])]
    events = sorted(told, key=lambda event: event["at"])
    play_at(moment=moment_of(events[0]["at"]))
    _people(content)
    player = Player(content)
    for event in events:
        play_at(moment=moment_of(event["at"]))
        player.play(event)
        tell(f"{event['at']:%d-%m-%Y} {event['do']}")
    play_at(moment=moment_of(FROZEN_AT))
    freeze_first_plan(who=player.who("sanne", {"at": FROZEN_AT}), now=read_now())
    play_at(moment=moment_of(content["world"]["now"]))


def _people(content: dict[str, Any]) -> None:
    now = read_now()
    for row in content["provider"]:
        with recorded(MAKER, "Voorbeeldaanbieder"):
            Organisation.objects.create(kind=Kind.PROVIDER.value, slug=row["slug"], name=row["name"], note=row["note"])
    for row in content["person"]:
        person = add_person(email=row["email"], name=row["name"], password=row["password"], who=MAKER, now=now)
        give_role(
            person_id=person.id,
            organisation_id=Organisation.objects.get(slug=row["organisation"]).id,
            role=row["role"],
            valid_from=row["member_from"],
            valid_until=None,
            who=MAKER,
        )


class Player:
    """Does each kind of event with the service that a person would use."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.people = {row["key"]: Person.objects.get(email=row["email"]) for row in content["person"]}
        self.plans = {row["slug"]: row for row in content["trajectory"]}

    def play(self, event: dict[str, Any]) -> None:
        """Play one event."""
        who = self.who(event["who"], event)
        if event["do"] in governance.DOES:
            governance.DOES[event["do"]](event, who, read_now(), self.people)
        else:
            getattr(self, f"_{event['do']}")(event, who, read_now())

    def who(self, key: str, event: dict[str, Any]) -> Who:
        """Somebody of the script with the roles of that day."""
        person = self.people[key]
        return who_is(person_id=person.id, name=person.name, today=event["at"].date())

    def _trajectory(self, event: dict[str, Any]) -> Trajectory:
        return Trajectory.objects.get(slug=event["trajectory"])

    def _create_trajectory(self, event: dict[str, Any], who: Who, now: Any) -> None:
        row = self.plans[event["trajectory"]]
        slugs = {"municipalities": row["participants"], "segments": row["segments"]}
        trajectory = walk.start_trajectory(
            plan=walk.Plan(
                name=row["name"],
                summary=row["summary"],
                profile=row["profile"],
                contract_start=row["contract_start"],
                max_term_years=row["max_term_years"],
                value_full_term=row.get("value_full_term_eur"),
                owner_id=self.people[row["owner"]].id,
                municipality_ids=list(
                    Organisation.objects.filter(slug__in=slugs["municipalities"]).values_list("id", flat=True)
                ),
                segment_ids=list(Segment.objects.filter(slug__in=slugs["segments"]).values_list("id", flat=True)),
            ),
            who=who,
            reason="",
            now=now,
        )
        for milestone in row["milestone"]:
            walk.add_milestone(
                trajectory_id=trajectory.id,
                date=milestone["date"],
                what=milestone["text"],
                is_public=milestone["public"],
                who=who,
                now=now,
            )
        for plan in row["plan"]:
            phase = Phase.objects.get(trajectory=trajectory, code=plan["part"])
            walk.plan_phase(
                phase_id=phase.id,
                version=phase.version,
                start=plan["start"],
                end=plan["end"],
                owner_id=self.people[plan["owner"]].id,
                remark="",
                who=who,
                reason="",
                today=event["at"].date(),
            )

    def _open_part(self, event: dict[str, Any], who: Who, now: Any) -> None:
        phase = Phase.objects.get(trajectory__slug=event["trajectory"], code=event["part"])
        reason = event.get("note") or "Voorbeeld: volgens planning begonnen."
        pass_gate(phase_id=phase.id, transition="open", reason=reason, who=who, now=now)

    def _announce(self, event: dict[str, Any], who: Who, now: Any) -> None:
        walk.announce(trajectory_id=self._trajectory(event).id, text=event["text"], who=who, now=now)

    def _check(self, event: dict[str, Any]) -> Check:
        return Check.objects.get(phase__trajectory__slug=event["trajectory"], code=event["check"])

    def _assign_check(self, event: dict[str, Any], who: Who, now: Any) -> None:
        check = self._check(event)
        check = checking.assign_check(
            check_id=check.id, owner_id=self.people[event["to"]].id, who=who, today=event["at"].date()
        )
        if event.get("note"):
            checking.edit_remark(check_id=check.id, version=check.version, remark=event["note"], who=who)

    def _complete_check(self, event: dict[str, Any], who: Who, now: Any) -> None:
        check = self._check(event)
        giver = self.who(event.get("given_by", event["who"]), event)
        check = checking.assign_check(check_id=check.id, owner_id=who.person_id, who=giver, today=event["at"].date())
        checking.edit_remark(check_id=check.id, version=check.version, remark=event.get("note", ""), who=who)
        if "evidence" in event:
            self._evidence(event["evidence"], check.phase, check.id, who, now)
        checking.settle_check(check_id=check.id, transition="finish", reason=event.get("note", ""), who=who, now=now)

    def _record_end_product(self, event: dict[str, Any], who: Who, now: Any) -> None:
        phase = Phase.objects.get(trajectory__slug=event["trajectory"], code=event["part"])
        self._evidence(event["evidence"], phase, None, who, now)

    def _evidence(self, piece: dict[str, Any], phase: Phase, check_id: UUID | None, who: Who, now: Any) -> Evidence:
        report = None
        if piece["kind"] == "record":
            key = subject_of(phase.trajectory)
            report = Report.objects.filter(subject_key=key).order_by("-made_at").values_list("id", flat=True).first()
        return checking.add_evidence(
            phase_id=phase.id,
            check_id=check_id,
            title=piece["title"],
            upload=self._paper(piece) if piece["kind"] == "file" else None,
            url=piece.get("url", ""),
            report_id=report,
            is_confidential=piece.get("confidential", False),
            who=who,
            now=now,
        )

    def _paper(self, piece: dict[str, Any]) -> checking.Upload:
        """A small PDF that says on every page that it is invented."""
        context = {"piece": piece, "footer": self.content["world"]["file_footer"]}
        return checking.Upload(piece["filename"], [typeset("desk/example/paper.html", context).pdf])

    def _comment(self, event: dict[str, Any], who: Who, now: Any) -> None:
        add_comment(
            prefix="traject",
            key=event["trajectory"],
            text=event["note"],
            chosen=[],
            is_internal=event.get("internal", False),
            who=who,
            now=now,
        )

    def _save_filter(self, event: dict[str, Any], who: Who, now: Any) -> None:
        save_filter(
            list_name=event["list"],
            path=event["path"],
            query=event["query"],
            name=event["note"],
            is_default=False,
            who=who,
            now=now,
        )

    def _arrange_deputy(self, event: dict[str, Any], who: Who, now: Any) -> None:
        assert who.person_id is not None
        arrange_deputy(
            person_id=who.person_id,
            deputy_id=self.people[event["deputy"]].id,
            period=Period(event["first"], event["last"]),
            reason=event["note"],
            who=who,
            now=now,
        )

    def _decide(self, event: dict[str, Any], who: Who, now: Any) -> None:
        decisions.act(event, who=who, people=self.people, now=now)

    def _request_report(self, event: dict[str, Any], who: Who, now: Any) -> None:
        job = ask_report(
            kind=PROGRESS,
            subject_key=subject_of(self._trajectory(event)),
            as_of=event["at"].date(),
            who=who,
            now=now,
        )
        perform(job_id=job.id)

    def _compose_set(self, event: dict[str, Any], who: Who, now: Any) -> None:
        reports = list(Report.objects.order_by("-as_of", "made_at").values_list("id", flat=True)[:3])
        create_set(title=event["title"], meeting_id=None, date=event["date"], report_ids=reports, who=who, now=now)
