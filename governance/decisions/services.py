"""What people do with a proposal: start it, write it, have it read, send it. Each verb locks the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.organisations.models import Organisation
from accounts.organisations.rules import Kind, Who
from core.clock.queries import AMSTERDAM
from core.edit.rules import ensure_version
from core.history.services import recorded
from core.lifecycles.rules import Refused, allow_if, ensure, refuse
from core.reports.queries import readable_reports
from governance.bodies.models import Body
from governance.bodies.rules import BodyKind
from governance.decisions import queries, route
from governance.decisions.access import may_comment, may_see_decisions, may_write, sees_drafts
from governance.decisions.lifecycle import DECISIONS, DecisionState
from governance.decisions.memo import TEXT_FIELDS
from governance.decisions.models import (
    Decision,
    DecisionComment,
    DecisionEvidence,
    DecisionMunicipality,
    DecisionSegment,
    DecisionText,
    TextApproval,
)
from governance.decisions.rules import Artefact, Competence, StepRole, next_number, route_for
from governance.decisions.steps import lay_step, reseat

NOT_FOUND = refuse("Dit bestaat niet of is niet voor jou.", secret=True)


@dataclass(frozen=True)
class Scope:
    """A segment that a decision is about, and who is competent there: "board" or "colleges"."""

    slug: str
    name: str
    competence: str


@dataclass(frozen=True)
class Proposal:
    """What a decision is at its start; with `each_for_itself` None it follows from who is competent."""

    title: str
    artefact: str
    owner_id: UUID
    municipality_ids: Sequence[UUID]
    segments: Sequence[Scope]
    each_for_itself: bool | None = None


def lock_decision(decision_id: UUID, who: Who) -> Decision:
    """The decision, locked until the end of the caller's transaction; secret when this person may not see it."""
    row = queries.visible_decisions(who).select_for_update(of=("self",)).filter(id=decision_id).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return row


def ensure_draft(row: Decision) -> None:
    """Go on when the text and route may still change."""
    ensure(
        allow_if(
            row.state == DecisionState.DRAFT,
            f"De stand is '{row.get_state_display()}'; tekst en route liggen vast. "
            "Haal het voorstel eerst terug naar concept.",
        )
    )


def start_decision(*, proposal: Proposal, who: Who, now: datetime) -> Decision:
    """Start a decision with a number and the usual route for its artefact and segments.

    Steps get the first planned meeting of their body that does not come before the step ahead. Raises Refused without
    a title, a segment or a known artefact.
    """
    ensure(may_write(who))
    ensure(allow_if(bool(proposal.title.strip()), "Geef het besluit een titel."))
    ensure(allow_if(proposal.artefact in set(Artefact), "Kies waarover het besluit gaat."))
    ensure(allow_if(bool(proposal.segments), "Kies minstens één segment; daaruit volgt wie bevoegd is."))
    today = now.astimezone(AMSTERDAM).date()
    competences = {segment.competence for segment in proposal.segments}
    itself = proposal.each_for_itself
    with recorded(who, routine="Besluit voorbereid"):
        # Starts take turns, so that two at once get two numbers.
        Organisation.objects.select_for_update(no_key=True).get(kind=Kind.OZJT)
        row = Decision.objects.create(
            number=next_number(queries.numbers_of_year(today.year), today.year),
            title=proposal.title.strip(),
            artefact=proposal.artefact,
            owner_id=proposal.owner_id,
            created_at=now,
            each_for_itself=Competence.COLLEGES in competences if itself is None else itself,
        )
        DecisionMunicipality.objects.bulk_create(
            DecisionMunicipality(decision=row, organisation_id=key) for key in dict.fromkeys(proposal.municipality_ids)
        )
        DecisionSegment.objects.bulk_create(
            DecisionSegment(
                decision=row, slug=segment.slug, name=segment.name, order=order, competence=segment.competence
            )
            for order, segment in enumerate(proposal.segments)
        )
        _lay_usual_route(row, today)
    return row


def _lay_usual_route(row: Decision, today: date) -> None:
    bodies = {body.kind: body for body in Body.objects.filter(organisation__isnull=True).order_by("-order")}
    day, board_day = today, None
    count = row.taking_part.count()
    for order, step in enumerate(route_for(row.artefact, route.competences_of(row), count), start=1):
        body = bodies.get(step.body_kind)
        meeting = queries.first_meeting_from(body, day) if body else None
        if meeting is not None and step.role != StepRole.INFORMED:
            day = meeting.date
        if step.body_kind == BodyKind.GENERAL_BOARD and meeting:
            board_day = meeting.date
        planned = board_day if step.body_kind == BodyKind.COLLEGE else None
        lay_step(row, order=order, kind=step.kind, role=step.role, body=body, meeting=meeting, planned_date=planned)


def propose_route(*, decision_id: UUID, who: Who, now: datetime) -> Decision:
    """Put the usual route in place of the one there is; refused when somebody on it already answered."""
    ensure(may_write(who))
    with recorded(who, routine="Gebruikelijke route overgenomen"):
        row = lock_decision(decision_id, who)
        ensure_draft(row)
        answered = row.steps.filter(seats__results__isnull=False).exists()
        ensure(allow_if(not answered, "Op deze route staan al uitkomsten. Pas de stappen een voor een aan."))
        row.steps.all().delete()
        _lay_usual_route(row, now.astimezone(AMSTERDAM).date())
        row.version += 1
        row.save()
    return row


def edit_decision(*, decision_id: UUID, version: int, values: dict[str, Any], who: Who) -> Decision:
    """Change title, artefact, owner, whether each college decides for itself, or who takes part (`municipality_ids`).

    Only in draft. Raises Conflict when somebody saved it after `version`, Refused when a municipality would leave whose
    college already answered.
    """
    ensure(may_write(who))
    with recorded(who, routine="Besluit bijgewerkt"):
        row = lock_decision(decision_id, who)
        ensure_version(row, version)
        ensure_draft(row)
        places = values.pop("municipality_ids", None)
        for name, value in values.items():
            if name not in {"title", "artefact", "owner_id", "each_for_itself"}:
                raise ValueError(f"'{name}' is not edited here")
            setattr(row, name, value)
        if places is not None:
            row.taking_part.exclude(organisation__in=places).delete()
            known = set(row.taking_part.values_list("organisation_id", flat=True))
            DecisionMunicipality.objects.bulk_create(
                DecisionMunicipality(decision=row, organisation_id=key) for key in places if key not in known
            )
            reseat(row)
        row.version += 1
        row.save()
    return row


def save_text(
    *, decision_id: UUID, version: int, words: Mapping[str, str], change: str, who: Who, now: datetime
) -> DecisionText:
    """Keep a new version of the text; raises Conflict when somebody saved after `version`, Refused outside draft.

    Saving what is there already keeps no new version.
    """
    ensure(may_write(who))
    unknown = set(words) - set(TEXT_FIELDS)
    if unknown:
        raise ValueError(f"Not a heading: {sorted(unknown)}")
    clean = {name: words.get(name, "").replace("\r\n", "\n").strip() for name in TEXT_FIELDS}
    with recorded(who, change, routine="Tekst bewaard"):
        row = lock_decision(decision_id, who)
        ensure_version(row, version)
        ensure_draft(row)
        ensure(allow_if(bool(clean["subject"]), "Vul het onderwerp in."))
        last = route.newest_text(row)
        if last is not None and last.words == clean:
            return last
        assert who.person_id is not None  # nobody writes without signing in
        text = DecisionText.objects.create(
            decision=row,
            number=(last.number if last else 0) + 1,
            author_id=who.person_id,
            author_name=who.name,
            saved_at=now,
            change=change.strip()[:300],
            **clean,
        )
        row.version += 1
        row.save()
    return text


def move(
    *, decision_id: UUID, transition: str, reason: str, who: Who, now: datetime, seen: int | None = None
) -> Decision:
    """Make a step of the lifecycle: submit, approve, send, return, revise or withdraw.

    `seen` is the number of the version that the reader had before them: approving another one is refused. Sending
    freezes the text, the evidence and the days of the meetings. Raises Refused when the table or a rule forbids it.
    """
    step = DECISIONS[transition]
    with recorded(who, reason, routine=step.label):
        row = lock_decision(decision_id, who)
        facts = route.facts_of(row, who)
        ensure(DECISIONS.verdict(transition, state=row.state, who=who, facts=facts))
        ensure(allow_if(not step.needs_reason or bool(reason.strip()), "Schrijf op waarom."))
        text = route.newest_text(row)
        if transition == "approve":
            assert text is not None
            assert who.person_id is not None
            ensure(allow_if(seen in {None, text.number}, "Er is intussen een nieuwere versie. Lees die eerst."))
            TextApproval.objects.create(
                text=text,
                author_id=text.author_id,
                approved_by_id=who.person_id,
                approved_by_name=who.name,
                approved_at=now,
            )
        elif transition == "send":
            assert text is not None
            _freeze(row, text, now)
        elif transition == "revise":
            _thaw(row)
        elif transition == "withdraw":
            row.withdrawn_at, row.withdrawn_reason = now, reason.strip()
        row.state = step.target
        row.version += 1
        row.save()
    return row


def _freeze(row: Decision, text: DecisionText, now: datetime) -> None:
    row.sent_at, row.sent_text = now, text
    row.evidence.filter(frozen_with=None).update(frozen_with=text)
    for step in row.steps.select_related("meeting"):
        step.sent_for = step.meeting.date if step.meeting else None
        step.save()


def _thaw(row: Decision) -> None:
    """A new version starts with the evidence of the last one, and asks nobody for a reaction."""
    DecisionEvidence.objects.bulk_create(
        DecisionEvidence(
            decision=row,
            report_id=piece.report_id,
            fingerprint=piece.fingerprint,
            added_at=piece.added_at,
            added_by_name=piece.added_by_name,
        )
        for piece in row.evidence.filter(frozen_with=row.sent_text_id)
    )
    row.settled_on, row.settled_text = None, ""
    row.reactions_due, row.reactions_question = None, ""


def add_evidence(*, decision_id: UUID, report_id: UUID, who: Who, now: datetime) -> DecisionEvidence:
    """Let the draft rest on a kept report, under its fingerprint."""
    ensure(may_write(who))
    with recorded(who, routine="Onderbouwing toegevoegd"):
        row = lock_decision(decision_id, who)
        ensure_draft(row)
        report = readable_reports(who).filter(id=report_id).first()
        if report is None:
            raise Refused(refuse("Dit rapport bestaat niet of is niet voor jou."))
        taken = row.evidence.filter(report=report, frozen_with=None).exists()
        ensure(allow_if(not taken, "Dit rapport hoort al bij de onderbouwing."))
        return DecisionEvidence.objects.create(
            decision=row, report=report, fingerprint=report.fingerprint, added_at=now, added_by_name=who.name
        )


def remove_evidence(*, decision_id: UUID, evidence_id: UUID, who: Who) -> Decision:
    """Take a report from the draft; what left with an earlier version stays there."""
    ensure(may_write(who))
    with recorded(who, routine="Onderbouwing weggehaald"):
        row = lock_decision(decision_id, who)
        ensure_draft(row)
        gone, _ = row.evidence.filter(id=evidence_id, frozen_with=None).delete()
        ensure(allow_if(bool(gone), "Dit stuk hoort niet (meer) bij het concept."))
    return row


def ask_reactions(*, decision_id: UUID, question: str, due: date, who: Who, now: datetime) -> Decision:
    """Ask the municipalities that take part for a reaction until a day; only while the proposal is on its route."""
    ensure(may_write(who))
    ensure(allow_if(bool(question.strip()), "Schrijf op waar je een reactie op wilt."))
    ensure(allow_if(due >= now.astimezone(AMSTERDAM).date(), "Kies een dag die nog komt."))
    with recorded(who, routine="Reactie gevraagd"):
        row = lock_decision(decision_id, who)
        ensure(allow_if(row.state == DecisionState.ON_ROUTE, "Gemeenten reageren pas als het voorstel op route is."))
        row.reactions_question, row.reactions_due = question.strip(), due
        row.version += 1
        row.save()
    return row


def add_comment(*, decision_id: UUID, heading: str, body: str, who: Who, now: datetime) -> DecisionComment:
    """Write a remark on the version that this person sees; municipalities only when they were asked, until the day."""
    ensure(may_see_decisions(who))
    ensure(allow_if(bool(body.strip()), "Schrijf je opmerking op."))
    today = now.astimezone(AMSTERDAM).date()
    with recorded(who, routine="Opmerking geplaatst"):
        row = lock_decision(decision_id, who)
        asked = row.reactions_due is not None and today <= row.reactions_due
        ensure(may_comment(who, reactions_asked=asked))
        is_open = row.state in {DecisionState.DRAFT, DecisionState.REVIEW, DecisionState.ON_ROUTE}
        ensure(allow_if(is_open, f"De stand is '{row.get_state_display()}'; opmerkingen kunnen niet meer."))
        text = route.newest_text(row) if sees_drafts(who) else row.sent_text
        if text is None:
            raise Refused(refuse("Er is nog geen tekst om iets bij op te merken."))
        assert who.person_id is not None
        home = Kind.OZJT if who.works_at_ozjt else Kind.MUNICIPALITY
        return DecisionComment.objects.create(
            text=text,
            heading=heading,
            body=body.strip(),
            author_id=who.person_id,
            author_name=who.name,
            organisation_id=next(hat.organisation_id for hat in who.hats if hat.organisation_kind == home),
            written_at=now,
        )


def answer_comment(*, comment_id: UUID, answer: str, who: Who, now: datetime) -> DecisionComment:
    """Answer a comment; once."""
    ensure(may_write(who))
    ensure(allow_if(bool(answer.strip()), "Schrijf je antwoord op."))
    with recorded(who, routine="Opmerking beantwoord"):
        row = DecisionComment.objects.select_for_update().filter(id=comment_id).first()
        if row is None:
            raise Refused(NOT_FOUND)
        ensure(allow_if(row.answered_at is None, f"{row.answered_by_name} heeft deze opmerking al beantwoord."))
        row.answer, row.answered_at, row.answered_by_name = answer.strip(), now, who.name
        row.save()
    return row
