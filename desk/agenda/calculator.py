"""The page that works out a term."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.screens.views import Screen
from core.terms.counting import work_out
from core.terms.moments import closing_moment
from core.terms.rules import Outcome, TermError
from core.terms.words import with_weekday
from desk.agenda.access import may_use_agenda
from desk.agenda.forms import CalculatorForm


class Calculator(Screen):
    """A form whose question is in the address, so that the answer can be shared."""

    access = may_use_agenda
    template_name = "desk/agenda/calculator.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form, the answer, or what to mend."""
        if not request.GET:
            return self.render({"form": CalculatorForm()})
        form = CalculatorForm(request.GET)
        outcome = self.answer(form)
        if outcome is None:
            return self.render({"form": form}, status=422)
        return self.render({"form": form, **self.shown(form, outcome)})

    def answer(self, form: CalculatorForm) -> Outcome | None:
        """What was worked out, or nothing when the form says what is wrong."""
        if not form.is_valid():
            return None
        values = form.cleaned_data
        for_provider = values["aanbieder"] or bool(form.named and form.named.for_provider)
        try:
            return work_out(values["term"], values["van"], values["changes"], for_provider=for_provider)
        except TermError as error:
            form.add_error(None, str(error))
            return None

    def shown(self, form: CalculatorForm, outcome: Outcome) -> dict[str, Any]:
        """The answer as the page shows it."""
        days = (outcome.due - self.moment.today).days
        named = form.named
        return {
            "outcome": outcome,
            "due": with_weekday(outcome.due),
            "named": named,
            "event": named.event[:1].lower() + named.event[1:] if named else "",
            "closes_at": None if outcome.term.is_oldest_day else closing_moment(outcome.due),
            "days": days,
            "days_ago": -days,
            "shared": f"{self.request.path}?{self.request.GET.urlencode()}",
        }
