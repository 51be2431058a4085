"""The calendar of meetings, and the pages of one meeting."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.history.rules import spoken
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found
from core.shell.forms import Choices
from governance.bodies import queries, services
from governance.bodies.access import may_keep_meeting, may_keep_some, may_see_governance, secretary_of
from governance.bodies.forms import MeetingEditForm, MeetingForm, MoveForm, SeriesForm, StepForm
from governance.bodies.lifecycle import MEETINGS
from governance.bodies.models import Body
from governance.bodies.queries import meeting_url
from governance.bodies.rules import cautions, series, series_verdict
from governance.bodies.tables import MeetingFilter, MeetingTable
from governance.bodies.views import body_url, top

WITHOUT_A_WORD = {"send_papers", "hold"}  # steps that one click says
QUESTIONS = {"cancel": "Waarom vervalt de vergadering?", "reopen": "Waarom komt de vergadering terug op gepland?"}
DONE = {
    "send_papers": "De stukken staan op verzonden.",
    "hold": "De vergadering staat op gehouden.",
    "cancel": "De vergadering is vervallen.",
    "reopen": "De vergadering staat weer op gepland.",
}


def calendar() -> Crumb:
    """Back to the list of meetings."""
    return Crumb("Vergaderingen", reverse("bodies:meetings"))


class MeetingList(ListScreen):
    """The meetings that this person may see, what comes first on top."""

    access = may_see_governance
    template_name = "governance/bodies/meetings.html"
    table_class = MeetingTable
    filter_class = MeetingFilter
    list_name = ("vergadering", "vergaderingen")
    export_name = "vergaderingen"
    empty = Empty("Nog geen vergaderingen gepland", "Plan de eerste, of plan een hele reeks tegelijk.")
    title = "Vergaderingen"
    intro = "Wanneer welk orgaan vergadert, en wanneer de stukken binnen moeten zijn. Wat komt, staat bovenaan."

    def crumbs(self) -> list[Crumb]:
        """Back to Bestuur."""
        return [top()]

    def rows(self) -> Any:
        """What comes by day, then what has been, the newest first."""
        return queries.coming_first(queries.visible_meetings(self.who), self.moment.today)

    def context(self) -> dict[str, Any]:
        """Whether this person may plan."""
        return super().context() | {"may_keep": may_keep_some(self.who)}


def body_choices(rows: Any) -> Choices:
    """Bodies to choose from."""
    return [(str(key), name) for key, name in rows.values_list("id", "name")]


class PlanScreen(FormScreen):
    """Planning for one of the bodies whose calendar this person keeps."""

    access: ClassVar[Any] = may_keep_some

    def crumbs(self) -> list[Crumb]:
        """Back to the calendar."""
        return [top(), calendar()]

    def form_arguments(self) -> dict[str, Any]:
        """The bodies, with the one of the address chosen."""
        kept = queries.kept_bodies(self.who)
        asked = kept.filter(slug=self.request.GET.get("orgaan", "")).first()
        return {"bodies": body_choices(kept), "initial": {"body": str(asked.id) if asked else ""}}


class MeetingAdd(PlanScreen):
    """Plan one meeting."""

    form_class = MeetingForm
    template_name = "governance/bodies/meeting_add.html"
    done = "De vergadering staat in de agenda."

    def perform(self, form: Any) -> str:
        """Plan it."""
        values = form.cleaned_data
        row = services.plan_meeting(
            body_id=UUID(values["body"]),
            day=values["day"],
            submit_by=values["submit_by"],
            place=values["place"],
            note=values["note"],
            who=self.who,
        )
        return meeting_url(row)


class SeriesAdd(PlanScreen):
    """Plan a series: first the preview with what falls out and why, then the same again to confirm."""

    form_class = SeriesForm
    template_name = "governance/bodies/series.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the preview, the form again to change it, or plan it."""
        if request.POST.get("stap") == "bevestigen":
            return super().post(request, *args, **kwargs)
        form = self.form_of_page()
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        if request.POST.get("stap") == "aanpassen":
            return self.render({"form": form})
        values = form.cleaned_data
        verdict = series_verdict(first=values["first"], last=values["last"], every_weeks=values["every_weeks"])
        if not verdict:
            form.add_error("last", verdict.reason)
            return self.render({"form": form}, status=409)
        return self.render({"form": form, "preview": self.preview(values)})

    def preview(self, values: dict[str, Any]) -> dict[str, Any]:
        """The days of the series, and what was sent for the buttons to send again."""
        body: Body = found(queries.kept_bodies(self.who).filter(id=values["body"]).first())
        days = list(
            series(
                first=values["first"],
                last=values["last"],
                every_weeks=values["every_weeks"],
                notice_days=body.notice_days,
                taken=queries.taken_days(body, values["first"], values["last"]),
            )
        )
        count = sum(not row.skipped for row in days)
        sent = {name: self.request.POST.get(name, "") for name in self.form_class.base_fields}
        return {
            "body": body,
            "days": days,
            "count": count,
            "skipped": len(days) - count,
            "confirm": {
                "label": f"{count} vergadering{'' if count == 1 else 'en'} plannen",
                "action": self.request.path,
                "allowed": count > 0,
                "reason": "In deze periode blijft geen enkele dag over.",
                "primary": True,
                "fields": sent | {"stap": "bevestigen"},
            },
            "change": {"label": "Aanpassen", "action": self.request.path, "fields": sent | {"stap": "aanpassen"}},
        }

    def perform(self, form: Any) -> str:
        """Plan it; what fell out in the meantime is left out as well."""
        values = form.cleaned_data
        rows = services.plan_series(
            body_id=UUID(values["body"]),
            first=values["first"],
            last=values["last"],
            every_weeks=values["every_weeks"],
            place=values["place"],
            who=self.who,
        )
        self.done = f"{len(rows)} vergadering{' staat' if len(rows) == 1 else 'en staan'} in de agenda."  # type: ignore[misc]
        return body_url(found(queries.kept_bodies(self.who).filter(id=values["body"]).first()))


class MeetingScreen(Screen):
    """Any page of one meeting."""

    access: ClassVar[Any] = may_see_governance

    def find_subject(self) -> Any:
        """The meeting of the address, if this person may see its body."""
        return found(queries.meeting(self.who, self.kwargs["meeting"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the calendar and the meeting."""
        return [top(), calendar(), Crumb(self.name, meeting_url(self.subject))]

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.subject.body.name}, {spoken(self.subject.date)}"

    def offered(self) -> dict[str, dict[str, Any]]:
        """The steps that this person could take now, by name."""
        row = self.subject
        facts = services.facts_of(row, self.moment.now)
        steps = {}
        for step, verdict in MEETINGS.offered(state=row.state, who=secretary_of(self.who, row.body), facts=facts):
            url = reverse("bodies:meeting_step", args=[row.id, step.name])
            if step.name == "move":
                url = reverse("bodies:meeting_move", args=[row.id])
            steps[step.name] = {
                "label": step.label,
                "allowed": verdict.allowed,
                "reason": verdict.reason,
                "primary": step.name == ("hold" if row.date <= self.moment.today else "send_papers"),
                "action" if step.name in WITHOUT_A_WORD else "url": url,
            }
        return steps


class MeetingPage(MeetingScreen):
    """What a meeting is, where it stands, who has to know, and what can be done."""

    template_name = "governance/bodies/meeting.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Steps, cautions, people and what happened."""
        row, today = self.subject, self.moment.today
        steps = self.offered()
        if "send_papers" in steps and not steps["send_papers"]["allowed"]:
            del steps["send_papers"]  # the page says already when they went
        if "hold" in steps and row.date > today:
            del steps["hold"]
        return {
            "meeting": row,
            "body": row.body,
            "steps": list(steps.values()),
            "may_keep": may_keep_meeting(self.who, row),
            "cautions": cautions(row.date) if row.state == "planned" else [],
            "is_past": row.date < today,
            "papers_late": row.submit_by < today,
            "moved_late": bool(row.moved_at and row.papers_sent_at and row.moved_at >= row.papers_sent_at),
            "concerned": queries.concerned_by(row, today),
            "panels": panels_for("meeting", who=self.who, subject=row, moment=self.moment),
            "entries": timeline(sources_for("meeting"), [row.id], who=self.who),
        }


class MeetingEdit(MeetingScreen, EditScreen):
    """Change what can change while the day stays."""

    access = may_keep_meeting
    form_class = MeetingEditForm
    template_name = "governance/bodies/meeting_edit.html"
    done = "De vergadering is bijgewerkt."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {"submit_by": row.submit_by, "place": row.place, "note": row.note}

    def perform(self, form: Any) -> str:
        """Save what was typed."""
        values = {name: form.cleaned_data[name] for name in ("submit_by", "place", "note")}
        row = services.edit_meeting(meeting_id=self.subject.id, version=self.sent_version, who=self.who, **values)
        return meeting_url(row)


class MeetingMove(MeetingScreen, EditScreen):
    """Move a meeting; after its papers went out with a warning first and a reason."""

    access = may_keep_meeting
    form_class = MoveForm
    template_name = "governance/bodies/meeting_move.html"
    done = "De vergadering is verplaatst."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The day as it is."""
        return {"day": row.date}

    def build_form(self) -> Any:
        """After papers were sent the reason must be there, and the last day for papers says nothing any more."""
        form = super().build_form()
        if self.subject.papers_sent_at:
            field = form.fields["reason"]
            field.required = True
            field.error_messages["required"] = "Schrijf op waarom de vergadering verschuift; iedereen leest dat."
            del form.fields["submit_by"]
        return form

    def context(self) -> dict[str, Any]:
        """Who will have to know."""
        row = self.subject
        return {
            "meeting": row,
            "concerned": queries.concerned_by(row, self.moment.today),
            "verdict": MEETINGS.verdict(
                "move",
                state=row.state,
                who=secretary_of(self.who, row.body),
                facts=services.facts_of(row, self.moment.now),
            ),
        }

    def perform(self, form: Any) -> str:
        """Move it; the page shows from where it came and who has to know."""
        values = form.cleaned_data
        told = services.move_meeting(
            meeting_id=self.subject.id,
            version=self.sent_version,
            day=values["day"],
            submit_by=values.get("submit_by"),
            reason=values["reason"],
            who=self.who,
            now=self.moment.now,
        )
        return meeting_url(told.meeting)


class MeetingStep(MeetingScreen, FormScreen):
    """Papers sent, held, lapsed, or back on planned."""

    access = may_keep_meeting
    form_class = StepForm
    template_name = "governance/bodies/meeting_step.html"

    @property
    def step(self) -> Any:
        """The transition of the address; moving has its own page."""
        name = self.kwargs["step"]
        if name not in DONE:
            raise Http404
        return MEETINGS[name]

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened."""
        return DONE[self.step.name]

    def build_form(self) -> Any:
        """Only lapsing and coming back ask why."""
        form = super().build_form()
        field = form.fields["reason"]
        field.required = self.step.needs_reason
        field.label = QUESTIONS.get(self.step.name, field.label)
        field.error_messages["required"] = "Schrijf op waarom; iedereen kan dit later lezen."
        form.submit_label = self.step.label
        return form

    def context(self) -> dict[str, Any]:
        """Which step, and what stands in its way."""
        row = self.subject
        facts = services.facts_of(row, self.moment.now)
        return {
            "meeting": row,
            "step": self.step,
            "verdict": MEETINGS.verdict(
                self.step.name, state=row.state, who=secretary_of(self.who, row.body), facts=facts
            ),
        }

    def perform(self, form: Any) -> str:
        """Take it."""
        told = services.settle_meeting(
            meeting_id=self.subject.id,
            transition=self.step.name,
            reason=form.cleaned_data["reason"],
            who=self.who,
            now=self.moment.now,
        )
        return meeting_url(told.meeting)
