"""The page on which work is handed over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from core.lifecycles.rules import Refused
from core.screens.views import Crumb, FormScreen, found
from desk.handover import queries, services
from desk.handover.access import Giver, may_hand_over_from, may_hand_over_of_others
from desk.handover.forms import HandoverForm
from desk.handover.rules import Item, Outcome, summary


class Handover(FormScreen):
    """All or chosen work of one person (`van`, else oneself) goes to another."""

    access = may_hand_over_from
    form_class = HandoverForm
    template_name = "desk/handover/handover.html"

    def find_subject(self) -> Giver:
        """Whose work it is."""
        asked = self.request.GET.get("van", "")
        if not asked:
            return Giver(self.who.person_id, self.who.name)
        try:
            person = found(queries.giver(UUID(asked)))
        except ValueError as error:
            raise Http404 from error
        return Giver(person.id, person.name)

    def crumbs(self) -> list[Crumb]:
        """Back to the first page."""
        return [Crumb("Vandaag", reverse("today:today"))]

    @cached_property
    def items(self) -> list[Item]:
        """The open work."""
        return queries.work_of(self.subject.person_id, self.who)

    def form_arguments(self) -> dict[str, Any]:
        """Everything is chosen, until somebody takes something out."""
        own = str(self.subject.person_id)
        return {
            "receivers": [row for row in queries.receivers(self.moment.today) if row[0] != own],
            "items": self.items,
            "initial": {"chosen": [item.key for item in self.items]},
        }

    def context(self) -> dict[str, Any]:
        """Whose work it is, and of whom else it could be."""
        may_choose = bool(may_hand_over_of_others(self.who))
        return {
            "giver": self.subject,
            "is_self": self.subject.person_id == self.who.person_id,
            "items": self.items,
            "givers": queries.givers(self.who) if may_choose else [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Hand over; when something was refused the page says for each thing how it went."""
        form = self.form_of_page()
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        receiver = form.cleaned_data["receiver"]
        try:
            outcomes = services.hand_over(
                from_id=self.subject.person_id,
                to_id=UUID(receiver),
                chosen=form.cleaned_data["chosen"],
                reason=form.cleaned_data["reason"],
                who=self.who,
                now=self.moment.now,
            )
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
            return self.render({"form": form}, status=409)
        name = dict(form.fields["receiver"].choices)[receiver]
        return self.answer(form, outcomes, summary(outcomes, name))

    def answer(self, form: Any, outcomes: list[Outcome], said: str) -> HttpResponseBase:
        """On to the same page when all went well, else the results with the form as it was sent."""
        if all(outcome.is_done for outcome in outcomes):
            messages.success(self.request, said)
            return redirect(f"{reverse('handover:handover')}?van={self.subject.person_id}")
        return self.render({"form": form, "outcomes": outcomes, "said": said}, status=409)

    def perform(self, form: Any) -> str:
        """Not used: `post` answers with a result for each thing."""
        raise NotImplementedError
