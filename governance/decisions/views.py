"""Pages of a decision as a whole: the lists, the decision itself, its text and its steps."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from accounts.organisations.queries import people_choices
from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found
from governance.decisions import queries, route, services
from governance.decisions.access import (
    WRITING,
    Seated,
    may_comment,
    may_fulfil,
    may_record,
    may_see_decisions,
    may_write,
)
from governance.decisions.asks import url_of
from governance.decisions.forms import DecisionForm, MoveForm, TextForm
from governance.decisions.lifecycle import DECISIONS, LEFT, TONES, DecisionFacts, DecisionState
from governance.decisions.memo import HEADINGS, TEXT_FIELDS
from governance.decisions.models import Decision, DecisionText
from governance.decisions.rules import Artefact, StepKind, StepRole
from governance.decisions.tables import DecisionFilter, DecisionTable, WaitingFilter, WaitingTable


class DecisionList(ListScreen):
    """All decisions that this person may see."""

    access = may_see_decisions
    table_class = DecisionTable
    filter_class = DecisionFilter
    list_name = ("besluit", "besluiten")
    export_name = "besluiten"
    empty = Empty(
        "Nog geen besluiten waar je bij kunt",
        "Een besluit begint op de pagina van een traject of fase, met ‘Besluit voorbereiden’.",
    )
    title = "Besluiten"
    intro = "Voorstellen, hun route langs de organen en wat zij besloten."
    template_name = "governance/decisions/list.html"

    def rows(self) -> Any:
        """What this person may see."""
        return queries.visible_decisions(self.who)


class WaitingList(ListScreen):
    """Who has not decided yet."""

    access = may_see_decisions
    table_class = WaitingTable
    filter_class = WaitingFilter
    list_name = ("orgaan of gemeente", "organen en gemeenten")
    export_name = "wie-heeft-nog-niet-besloten"
    empty = Empty("Niemand hoeft nu te besluiten", "Alle voorstellen die op route waren, zijn afgerond.")
    title = "Wie heeft nog niet besloten"
    intro = "Elk orgaan en elk college dat over een lopend voorstel nog moet besluiten."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Besluiten", reverse("decisions:list"))]

    def rows(self) -> Any:
        """Seats without a result that stands."""
        return queries.waiting_seats(self.who, self.moment.today)


class DecisionScreen(Screen):
    """Any page under one decision."""

    access: ClassVar[Any] = may_see_decisions

    def find_subject(self) -> Any:
        """The decision of the address, if this person may see it."""
        return found(queries.decision(self.who, self.kwargs["decision"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the list and the decision."""
        return [
            Crumb("Besluiten", reverse("decisions:list")),
            Crumb(f"{self.subject.number} {self.subject.title}", url_of(self.subject.id)),
        ]


class DecisionPage(DecisionScreen):
    """The proposal, its route, its results, what it rests on and what is asked."""

    template_name = "governance/decisions/decision.html"

    def find_subject(self) -> Any:
        """The decision of the address with its segments, which the page reads more than once."""
        return found(queries.decision_with_scope(self.who, self.kwargs["decision"]))

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Everything on the page."""
        row: Decision = self.subject
        who, today = self.who, self.moment.today
        texts = queries.texts_of(row, who)
        lines = route.route_of(row, today)
        steps = [line.step for line in lines]
        competent, warnings = route.warnings_of(row, steps)
        here = url_of(row.id)
        is_draft = row.state in {DecisionState.DRAFT, DecisionState.REVIEW}
        writes = may_write(who)
        asked = row.reactions_due is not None and today <= row.reactions_due
        is_open = row.state in {DecisionState.DRAFT, DecisionState.REVIEW, DecisionState.ON_ROUTE}
        return {
            "decision": row,
            "tone": TONES[row.state],
            "text": texts[0] if texts else None,
            "texts": texts,
            "approval": approval_of(texts[0]) if texts else None,
            "headings": [(one.label, getattr(texts[0], one.field)) for one in HEADINGS[1:]] if texts else [],
            "steps": (shown := [shown_step(line, row, who) for line in lines]),
            "turn": turn_of(shown) if row.state == DecisionState.ON_ROUTE else None,
            "to_inform": row.state == DecisionState.DECIDED and not all(line.is_done for line in lines),
            "standing": route.standing(row, lines),
            "competent": competent,
            "warnings": warnings if is_draft or row.route_motivation else (),
            "segments": [segment.name for segment in row.scope.all()],
            "conditions": [
                {"row": one, "who": line.name, "may": may_fulfil(who, one.owner_id) if not one.fulfilled_on else None}
                for step in lines
                for line in step.seats
                if line.result
                for one in line.result.condition_rows.all()
            ],
            "evidence": queries.evidence_of(row),
            "comments": queries.comments_of(row, who),
            "may_comment": may_comment(who, reactions_asked=asked) if is_open and texts else None,
            "may_write": writes,
            "is_draft": row.state == DecisionState.DRAFT,
            "has_left": row.state in LEFT,
            "is_open": is_open,
            "buttons": self.buttons(row, texts[0] if texts else None, steps) if writes else [],
            "asks": [ask for ask in queries.asks_of(who, self.moment.now) if ask.url.startswith(here)],
            "panels": panels_for("decision", who=who, subject=row, moment=self.moment),
            "entries": timeline(sources_for("decision"), [row.id], who=who, limit=30),
        }

    def buttons(self, row: Decision, text: DecisionText | None, steps: list[Any]) -> list[dict[str, Any]]:
        """The steps of the lifecycle that this person could make; the one that comes next is the primary one."""
        facts = route.facts_of(row, self.who, text=text, steps=steps)
        next_up = {"draft": "submit", "review": "send" if facts.approved else "approve"}.get(row.state, "")
        shown = [{**mend, "allowed": True, "primary": True} for mend in mending(row, facts)[:1]]
        for step, verdict in DECISIONS.offered(state=row.state, who=self.who, facts=facts):
            if step.name == "approve" and facts.approved:
                continue
            shown.append(
                {
                    "label": step.label,
                    "url": reverse("decisions:move", args=[row.id, step.name]),
                    "allowed": verdict.allowed,
                    "reason": verdict.reason,
                    "primary": step.name == next_up and verdict.allowed,
                }
            )
        return shown


def mending(row: Decision, facts: DecisionFacts) -> list[dict[str, Any]]:
    """What must be done before the next step can be made, with where."""
    if row.state == DecisionState.DRAFT and (not facts.has_text or facts.missing):
        label = "Tekst bewerken" if facts.has_text else "Tekst schrijven"
        return [{"label": label, "url": reverse("decisions:write", args=[row.id])}]
    if row.state == DecisionState.REVIEW and facts.approved:
        if facts.undated or not facts.steps:
            return [{"label": "Route en data invullen", "url": reverse("decisions:route", args=[row.id])}]
        if facts.needs_why:
            return [
                {"label": "Schrijf op waarom de route afwijkt", "url": reverse("decisions:motivate", args=[row.id])}
            ]
    return []


def turn_of(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first step that waits, with where this person can keep its result."""
    waits = [step for step in steps if step["line"].step.role != StepRole.INFORMED and not step["is_done"]]
    if not waits:
        return None
    step = waits[0]
    urls = [seat["url"] for seat in step["seats"] if seat["url"] and not seat["line"].is_settled]
    return step | {"url": urls[0] if len(urls) == 1 else "#uitkomsten" if urls else ""}


def approval_of(text: DecisionText) -> Any:
    """Who agreed with a version, or None."""
    return getattr(text, "approval", None)


def shown_step(line: route.StepLine, row: Decision, who: Any) -> dict[str, Any]:
    """A step as the page shows it: the seats with where their result can be kept by this person."""
    seats = []
    for one in line.seats:
        seat = one.seat
        may = row.state in LEFT and may_record(Seated(who, line.step.kind, seat.organisation_id))
        url = reverse("decisions:result", args=[row.id, seat.id]) if may else ""
        seats.append({"line": one, "url": url})
    return {
        "line": line,
        "seats": seats,
        "is_many": line.step.kind != StepKind.BODY,
        "has_answers": any(one.result or one.earlier for one in line.seats),
        "is_done": line.is_done,
        "single": seats[0] if line.step.kind == StepKind.BODY and seats else None,
    }


def artefact_choices() -> list[tuple[str, str]]:
    """What a decision can be about."""
    return [(item.value, item.dutch.capitalize()) for item in Artefact]


class DecisionEdit(DecisionScreen, EditScreen):
    """What a decision is, and who takes part."""

    access = may_write
    form_class = DecisionForm
    template_name = "governance/decisions/edit.html"
    done = "Het besluit is bijgewerkt. Kijk of de route nog klopt."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {
            "title": row.title,
            "artefact": row.artefact,
            "owner": str(row.owner_id),
            "each_for_itself": row.each_for_itself,
            "municipalities": [str(key) for key in row.municipalities.values_list("id", flat=True)],
        }

    def form_arguments(self) -> dict[str, Any]:
        """Owners, artefacts and municipalities to choose from."""
        return super().form_arguments() | {
            "artefacts": artefact_choices(),
            "owners": people_choices(roles=WRITING, today=self.moment.today),
            "places": queries.places_to_choose(),
        }

    def perform(self, form: Any) -> str:
        """Save what was typed."""
        values = form.cleaned_data
        services.edit_decision(
            decision_id=self.subject.id,
            version=self.sent_version,
            values={
                "title": values["title"],
                "artefact": values["artefact"],
                "owner_id": UUID(values["owner"]),
                "each_for_itself": values["each_for_itself"],
                "municipality_ids": [UUID(key) for key in values["municipalities"]],
            },
            who=self.who,
        )
        return url_of(self.subject.id)


class DecisionWrite(DecisionScreen, EditScreen):
    """Write a version of the text."""

    access = may_write
    form_class = TextForm
    template_name = "governance/decisions/write.html"
    done = "De tekst is bewaard als nieuwe versie."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The newest version, or the title as subject."""
        text = route.newest_text(row)
        return text.words if text else {"subject": row.title}

    def context(self) -> dict[str, Any]:
        """Whether it may be written at all."""
        return {"decision": self.subject, "is_draft": self.subject.state == DecisionState.DRAFT}

    def perform(self, form: Any) -> str:
        """Keep it."""
        services.save_text(
            decision_id=self.subject.id,
            version=self.sent_version,
            words={field: form.cleaned_data[field] for field in TEXT_FIELDS},
            change=form.cleaned_data["change"],
            who=self.who,
            now=self.moment.now,
        )
        return url_of(self.subject.id, "#tekst")


class DecisionMove(DecisionScreen, FormScreen):
    """Make a step of the lifecycle."""

    access = may_write
    form_class = MoveForm
    template_name = "governance/decisions/move.html"

    @property
    def step(self) -> Any:
        """The transition of the address."""
        try:
            return DECISIONS[self.kwargs["step"]]
        except KeyError as error:
            raise Http404 from error

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened and what comes next."""
        return {
            "submit": "De tekst ligt klaar voor een tweede paar ogen.",
            "approve": "Je hebt de tekst akkoord bevonden. Het voorstel kan op route.",
            "send": "Het voorstel is op route. Tekst en onderbouwing liggen nu vast; de gemeenten kunnen het lezen.",
            "return": "De tekst is terug bij de schrijver.",
            "revise": "Er is een nieuw concept. De uitkomsten tot nu toe blijven bewaard.",
            "withdraw": "Het voorstel is ingetrokken.",
        }[self.step.name]

    def build_form(self) -> Any:
        """The reason, with the name of the step on the button."""
        form = super().build_form()
        form.submit_label = self.step.label
        if self.step.needs_reason:
            form.fields["reason"].required = True
            form.fields["reason"].label = "Waarom?"
            form.fields["reason"].error_messages["required"] = "Schrijf op waarom; iedereen leest dit later terug."
        return form

    def form_arguments(self) -> dict[str, Any]:
        """The number of the version that the reader has before them."""
        text = route.newest_text(self.subject)
        return {"initial": {"seen": text.number if text else None}}

    def context(self) -> dict[str, Any]:
        """The verdict and what it is about."""
        row = self.subject
        text, steps = route.newest_text(row), route.steps_of(row)
        facts = route.facts_of(row, self.who, text=text, steps=steps)
        _, warnings = route.warnings_of(row, steps)
        return {
            "decision": row,
            "step": self.step,
            "verdict": DECISIONS.verdict(self.step.name, state=row.state, who=self.who, facts=facts),
            "mending": mending(row, facts),
            "warnings": warnings if self.step.name == "send" else (),
            "text": text,
        }

    def perform(self, form: Any) -> str:
        """Make it."""
        services.move(
            decision_id=self.subject.id,
            transition=self.step.name,
            reason=form.cleaned_data["reason"],
            who=self.who,
            now=self.moment.now,
            seen=form.cleaned_data.get("seen"),
        )
        return url_of(self.subject.id)
