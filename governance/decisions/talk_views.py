"""Pages of what people say about a proposal, and of what it rests on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from core.lifecycles.rules import Refused, Verdict
from core.screens.views import Crumb, FormScreen, found
from governance.decisions import forms, queries, services
from governance.decisions.access import may_comment, may_see_decisions, may_write
from governance.decisions.asks import url_of
from governance.decisions.models import Decision
from governance.decisions.views import DecisionScreen


def may_comment_here(who: Any, subject: Decision) -> Verdict:
    """Colleagues, and officials when they were asked."""
    return may_see_decisions(who) & may_comment(who, reactions_asked=subject.reactions_due is not None)


class CommentAdd(DecisionScreen, FormScreen):
    """Write a remark."""

    access = may_comment_here
    form_class = forms.CommentForm
    done = "Je opmerking staat erbij."
    template_name = "governance/decisions/comment.html"

    def context(self) -> dict[str, Any]:
        """What was asked."""
        return {"decision": self.subject}

    def perform(self, form: Any) -> str:
        """Write it."""
        services.add_comment(
            decision_id=self.subject.id,
            heading=form.cleaned_data["heading"],
            body=form.cleaned_data["body"],
            who=self.who,
            now=self.moment.now,
        )
        return url_of(self.subject.id, "#opmerkingen")


class CommentAnswer(FormScreen):
    """Answer a remark."""

    access = may_write
    form_class = forms.AnswerForm
    done = "Je antwoord staat erbij."
    template_name = "governance/decisions/answer.html"

    def find_subject(self) -> Any:
        """The comment of the address."""
        row = queries.comment(self.who, self.kwargs["comment"])
        return found(row if row is not None and row.text.decision_id == self.kwargs["decision"] else None)

    def crumbs(self) -> list[Crumb]:
        """Back to the decision."""
        row = self.subject.text.decision
        return [
            Crumb("Besluiten", reverse("decisions:list")),
            Crumb(f"{row.number} {row.title}", url_of(row.id, "#opmerkingen")),
        ]

    def context(self) -> dict[str, Any]:
        """The remark."""
        return {"comment": self.subject}

    def perform(self, form: Any) -> str:
        """Answer it."""
        services.answer_comment(
            comment_id=self.subject.id, answer=form.cleaned_data["answer"], who=self.who, now=self.moment.now
        )
        return url_of(self.subject.text.decision_id, "#opmerkingen")


class ReactionsAsk(DecisionScreen, FormScreen):
    """Ask the municipalities for a reaction."""

    access = may_write
    form_class = forms.ReactionsForm
    done = "De gemeenten zien op Vandaag dat je een reactie vraagt."
    template_name = "governance/decisions/reactions.html"

    def form_arguments(self) -> dict[str, Any]:
        """What was asked before."""
        return {"initial": {"question": self.subject.reactions_question, "due": self.subject.reactions_due}}

    def perform(self, form: Any) -> str:
        """Ask."""
        services.ask_reactions(
            decision_id=self.subject.id,
            question=form.cleaned_data["question"],
            due=form.cleaned_data["due"],
            who=self.who,
            now=self.moment.now,
        )
        return url_of(self.subject.id, "#opmerkingen")


class EvidenceAdd(DecisionScreen, FormScreen):
    """Let the proposal rest on a kept report."""

    access = may_write
    form_class = forms.EvidenceForm
    done = "Het rapport hoort nu bij de onderbouwing."
    template_name = "governance/decisions/evidence.html"

    def form_arguments(self) -> dict[str, Any]:
        """The reports that this person may read."""
        return {"reports": queries.reports_to_choose(self.who, self.subject)}

    def perform(self, form: Any) -> str:
        """Add it."""
        services.add_evidence(
            decision_id=self.subject.id,
            report_id=UUID(form.cleaned_data["report"]),
            who=self.who,
            now=self.moment.now,
        )
        return url_of(self.subject.id, "#onderbouwing")


class EvidenceRemove(DecisionScreen):
    """Take a report from the draft."""

    access = may_write
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remove it, or say why not."""
        try:
            services.remove_evidence(decision_id=self.subject.id, evidence_id=self.kwargs["evidence"], who=self.who)
        except Refused as refusal:
            return self.refused(refusal.verdict)
        return redirect(url_of(self.subject.id, "#onderbouwing"))
