"""The list of notices, reading them, and the choice of the daily mail."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.notices import queries, services
from accounts.notices.access import may_have_notices, may_read_notice
from accounts.notices.forms import DigestForm
from accounts.notices.models import Notice
from accounts.notices.tables import NoticeFilter, NoticeTable
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb, FormScreen, Screen, found


class NoticeList(ListScreen):
    """One's own notices, newest first."""

    access = may_have_notices
    title = "Berichten"
    intro = "Wat anderen je laten weten. Openen zet een bericht op gelezen; 90 dagen daarna verdwijnt het."
    table_class = NoticeTable
    filter_class = NoticeFilter
    list_name = ("bericht", "berichten")
    export_name = "berichten"
    empty = Empty("Je hebt geen berichten", "Zodra iemand je noemt of iets aan je overdraagt, staat het hier.")
    template_name = "accounts/notices/list.html"

    def rows(self) -> QuerySet[Any]:
        """One's own."""
        return queries.notices_of(self.who)


class NoticeRead(Screen):
    """The buttons of one notice: open it, or only mark it as read."""

    access = may_read_notice
    http_method_names = ("post",)

    def find_subject(self) -> Notice:
        """The notice, among one's own."""
        row: Notice = found(queries.notice(self.who, self.kwargs["notice"]))
        return row

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember it, then go where it leads or back to the list."""
        row = services.mark_read(notice_id=self.subject.id, who=self.who, now=self.moment.now)
        return redirect(row.url if request.POST.get("openen") else reverse("notices:list"))


class NoticesReadAll(Screen):
    """The button that marks everything as read."""

    access = may_have_notices
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember it and go back to the list."""
        count = services.mark_all_read(who=self.who, now=self.moment.now)
        words = {0: "Er waren geen nieuwe berichten.", 1: "1 bericht staat nu op gelezen."}
        messages.success(request, words.get(count, f"{count} berichten staan nu op gelezen."))
        return redirect("notices:list")


class DigestChoice(FormScreen):
    """When the daily mail comes."""

    access = may_have_notices
    form_class = DigestForm
    template_name = "accounts/notices/digest.html"
    done = "Je keuze is opgeslagen."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Berichten", reverse("notices:list"))]

    def form_arguments(self) -> dict[str, Any]:
        """The choice as it is."""
        return {"initial": {"digest": queries.digest_choice(self.who)}}

    def perform(self, form: Any) -> str:
        """Save it."""
        services.choose_digest(choice=form.cleaned_data["digest"], who=self.who)
        return reverse("notices:list")
