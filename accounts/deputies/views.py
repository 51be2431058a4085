"""Deputies: the list, arranging and stopping."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse

from accounts.deputies import queries, services
from accounts.deputies.access import may_arrange_for_others, may_have_deputies, may_stop
from accounts.deputies.forms import DeputyForm, StopForm
from accounts.deputies.models import Deputyship
from accounts.deputies.rules import Period
from accounts.deputies.tables import DeputyshipFilter, DeputyshipTable
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb, FormScreen, found


class DeputyshipList(ListScreen):
    """Who stands in for whom, as far as one may see."""

    access = may_have_deputies
    title = "Vervanging bij afwezigheid"
    intro = "Een vervanger doet je controlepunten en vragen namens jou. Een vervanger krijgt geen rol of recht erbij."
    table_class = DeputyshipTable
    filter_class = DeputyshipFilter
    list_name = ("vervanging", "vervangingen")
    export_name = "vervangingen"
    empty = Empty("Er is geen vervanging geregeld", "Ben je een tijd weg? Kies dan wie je werk zolang doet.")
    template_name = "accounts/deputies/list.html"

    def rows(self) -> QuerySet[Any]:
        """One's own, and more for who arranges it for others."""
        return queries.deputyships_for(self.who, self.moment.today)


class DeputyArrange(FormScreen):
    """Choose a deputy for a period."""

    access = may_have_deputies
    form_class = DeputyForm
    template_name = "accounts/deputies/arrange.html"
    done = "De vervanging is geregeld. De vervanger krijgt een bericht."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Vervanging", reverse("deputies:list"))]

    def form_arguments(self) -> dict[str, Any]:
        """Colleagues; who arranges it for others also chooses who is away."""
        colleagues = queries.deputy_choices(self.who, self.moment.today)
        return {
            "people": colleagues if may_arrange_for_others(self.who) else None,
            "deputies": colleagues,
            "initial": {"person": str(self.who.person_id), "first_day": self.moment.today},
        }

    def perform(self, form: Any) -> str:
        """Arrange it, and say when the deputy is away too."""
        values = form.cleaned_data
        row = services.arrange_deputy(
            person_id=UUID(values["person"]) if "person" in values else self.who.person_id,
            deputy_id=UUID(values["deputy"]),
            period=Period(values["first_day"], values["last_day"]),
            reason=values["reason"],
            who=self.who,
            now=self.moment.now,
        )
        warning = queries.warning_about(row)
        if warning:
            messages.warning(self.request, f"Let op: {warning}")
        return reverse("deputies:list")


class DeputyStop(FormScreen):
    """Stop a deputyship early."""

    access = may_stop
    form_class = StopForm
    template_name = "accounts/deputies/stop.html"
    done = "De vervanging is gestopt. Beiden krijgen een bericht."

    def find_subject(self) -> Deputyship:
        """The deputyship, among those that one may see."""
        row: Deputyship = found(queries.deputyship(self.who, self.kwargs["deputyship"], self.moment.today))
        return row

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Vervanging", reverse("deputies:list"))]

    def perform(self, form: Any) -> str:
        """Stop it."""
        services.stop_deputyship(
            deputyship_id=self.subject.id, reason=form.cleaned_data["reason"], who=self.who, now=self.moment.now
        )
        return reverse("deputies:list")
