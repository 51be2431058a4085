"""Pages of meeting sets."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from core.edit.views import EditScreen
from core.files.answers import download
from core.lifecycles.rules import Refused
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb, FormScreen, Screen, found
from desk.library.tables import ReportFilter
from desk.meeting_sets import queries, services
from desk.meeting_sets.access import may_compose, may_compose_this, may_read_set, may_see_sets
from desk.meeting_sets.forms import BindForm, DocumentForm, FreezeForm, NewSetForm, SetForm
from desk.meeting_sets.lifecycle import SETS, SetFacts, SetState
from desk.meeting_sets.models import MeetingSet
from desk.meeting_sets.tables import SetFilter, SetTable

REPORTS = Crumb("Rapporten", "/rapporten/")
STEPS = {"omhoog": -1, "omlaag": 1}


class SetList(ListScreen):
    """The sets that this person may see."""

    access = may_see_sets
    template_name = "desk/meeting_sets/list.html"
    title = "Vergadersets"
    intro = "Rapporten en memo's, gebonden tot één pdf voor een vergadering."
    table_class = SetTable
    filter_class = SetFilter
    list_name = ("vergaderset", "vergadersets")
    empty = Empty("Er zijn nog geen vergadersets", "Een manager maakt een set van rapporten die al bewaard zijn.")
    export_name = "vergadersets"

    def rows(self) -> QuerySet[MeetingSet]:
        """Newest first, each with the day that it is for."""
        return queries.visible_sets(self.who).annotate(day=Coalesce("meeting__date", "date"))

    def crumbs(self) -> list[Crumb]:
        """Under the reports."""
        return [REPORTS]

    def context(self) -> dict[str, Any]:
        """Whether a new one may be made."""
        return {"may_compose": bool(may_compose(self.who))}


class SetScreen(Screen):
    """Whatever is about one set."""

    access = may_compose_this

    def find_subject(self) -> MeetingSet:
        """The set, if it exists for this person."""
        return found(queries.visible_set(self.who, self.kwargs["set"]))

    def crumbs(self) -> list[Crumb]:
        """From the reports down to this set."""
        return [
            REPORTS,
            Crumb("Vergadersets", reverse("meeting_sets:list")),
            Crumb(self.subject.title, self.address),
        ]

    @property
    def address(self) -> str:
        """The page of the set."""
        return reverse("meeting_sets:set", args=[self.subject.id])


class OffersReports(Screen):
    """A page on which reports are chosen; the address may narrow down which are offered."""

    @cached_property
    def offered(self) -> ReportFilter:
        """The reports that can be chosen, by the same filter as the list of reports."""
        return ReportFilter(self.request.GET, queryset=queries.offered_reports(self.who, self.subject))

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """The offered reports."""
        return queries.report_choices(self.offered.qs)

    def context(self) -> dict[str, Any]:
        """The filter, and whether it leaves anything."""
        is_filtered = bool(self.offered.form.changed_data)
        return {"offered": self.offered, "is_filtered": is_filtered, "nothing_fits": is_filtered and not self.choices}


class SetNew(OffersReports, FormScreen):
    """Start a set."""

    access = may_compose
    form_class = NewSetForm
    template_name = "desk/meeting_sets/new.html"
    done = "De vergaderset staat klaar. Zet de documenten in de goede volgorde."

    def crumbs(self) -> list[Crumb]:
        """Under the list."""
        return [REPORTS, Crumb("Vergadersets", reverse("meeting_sets:list"))]

    def form_arguments(self) -> dict[str, Any]:
        """What can be chosen."""
        return {
            "meetings": queries.meeting_choices(self.moment.today),
            "reports": self.choices,
        }

    def perform(self, form: Any) -> str:
        """Make it."""
        given = form.cleaned_data
        row = services.create_set(
            title=given["title"],
            meeting_id=given["meeting"],
            date=given["date"],
            report_ids=[UUID(each) for each in given["reports"]],
            who=self.who,
            now=self.moment.now,
        )
        return reverse("meeting_sets:set", args=[row.id])


class SetPage(SetScreen):
    """What is in a set, in which order, and its PDF."""

    access = may_read_set
    template_name = "desk/meeting_sets/set.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Documents, PDF, and what can be done now."""
        row = self.subject
        documents = queries.shown_documents(row, self.who)
        facts = SetFacts(documents=len(documents))
        return {
            "set": row,
            "documents": documents,
            "standing": queries.standing_of(row),
            "is_draft": row.state == SetState.DRAFT,
            "may_change": bool(may_compose(self.who)) and row.state == SetState.DRAFT,
            "may_follow": bool(may_compose(self.who))
            and row.state == SetState.FROZEN
            and not hasattr(row, "followed_by"),
            "followed_by": getattr(row, "followed_by", None),
            "buttons": [
                {
                    "label": step.label,
                    "url": reverse("meeting_sets:bind", args=[row.id, step.name]),
                    "allowed": verdict.allowed,
                    "reason": verdict.reason,
                    "primary": step.name == "freeze",
                }
                for step, verdict in SETS.offered(state=row.state, who=self.who, facts=facts)
            ],
        }


class SetEdit(SetScreen, EditScreen):
    """Title, meeting and date."""

    form_class = SetForm
    template_name = "desk/meeting_sets/edit.html"

    def initial_of(self, row: Any) -> dict[str, Any]:
        """As they are."""
        return {"title": row.title, "meeting": str(row.meeting_id or ""), "date": row.date}

    def form_arguments(self) -> dict[str, Any]:
        """The values and the meetings, also one that was chosen and is past."""
        choices, row = queries.meeting_choices(self.moment.today), self.subject
        if row.meeting and str(row.meeting_id) not in dict(choices):
            choices.insert(0, (str(row.meeting_id), f"{row.meeting.body.name}, {row.meeting.date:%d-%m-%Y}"))
        return super().form_arguments() | {"meetings": choices}

    def perform(self, form: Any) -> str:
        """Save."""
        given = form.cleaned_data
        services.edit_set(
            set_id=self.subject.id,
            version=self.sent_version,
            title=given["title"],
            meeting_id=given["meeting"],
            date=given["date"],
            who=self.who,
        )
        return self.address


class DocumentAdd(SetScreen, OffersReports, FormScreen):
    """Put one more report in."""

    form_class = DocumentForm
    template_name = "desk/meeting_sets/add.html"
    done = "Het document staat achteraan in de set."

    def form_arguments(self) -> dict[str, Any]:
        """What is not in it yet."""
        return {"reports": self.choices}

    def perform(self, form: Any) -> str:
        """Add it."""
        services.add_document(set_id=self.subject.id, report_id=UUID(form.cleaned_data["report"]), who=self.who)
        return f"{self.address}#documenten"


class SetButton(SetScreen):
    """A button: it is posted to, does one thing and leads back to the set."""

    http_method_names = ("post", "options")

    def act(self) -> str:
        """Override: call the service; answers with where to go next."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, or say why not."""
        try:
            address = self.act()
        except Refused as refusal:
            if refusal.verdict.secret:
                raise Http404 from refusal
            messages.error(request, refusal.verdict.reason)
            address = self.address
        return redirect(address)


class DocumentStep(SetButton):
    """Move a document up or down, or take it out."""

    def act(self) -> str:
        """One step; the page comes back at the list."""
        step, which = self.kwargs["step"], {"set_id": self.subject.id, "document_id": self.kwargs["document"]}
        if step == "weg":
            services.remove_document(**which, who=self.who)
        elif step in STEPS:
            services.move_document(**which, step=STEPS[step], who=self.who)
        else:
            raise Http404
        return f"{self.address}#documenten"


class SetBind(SetScreen, FormScreen):
    """Ask for the draft, or freeze after reading what that means."""

    template_name = "desk/meeting_sets/bind.html"
    done = "De pdf wordt gemaakt."

    @property
    def step(self) -> str:
        """Which of the two."""
        if self.kwargs["step"] not in {"bind", "freeze"}:
            raise Http404
        return str(self.kwargs["step"])

    def build_form(self) -> Any:
        """Only a button."""
        kind = FreezeForm if self.step == "freeze" else BindForm
        return kind(self.request.POST) if self.request.method == "POST" else kind()

    def context(self) -> dict[str, Any]:
        """What will be bound."""
        return {"set": self.subject, "is_freeze": self.step == "freeze"}

    def perform(self, form: Any) -> str:
        """Ask for it, and follow the job."""
        job = services.ask_binding(
            set_id=self.subject.id, step=self.step, back_url=self.address, who=self.who, now=self.moment.now
        )
        return reverse("jobs:job", args=[job.id])


class SetFollow(SetButton):
    """Start the next version of a frozen set."""

    def act(self) -> str:
        """The page of the new set."""
        row = services.follow_set(set_id=self.subject.id, who=self.who, now=self.moment.now)
        return reverse("meeting_sets:set", args=[row.id])


class SetPdf(SetScreen):
    """The PDF, opened in the browser."""

    access = may_read_set

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file as it was kept."""
        if self.subject.file is None:
            raise Http404
        return download(self.subject.file, inline="download" not in request.GET)
