"""The progress of a job, stopping it, and a person's own jobs."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.jobs.access import may_see_job
from core.jobs.models import Job
from core.jobs.queries import job_of, jobs_of
from core.jobs.services import cancel
from core.jobs.tables import JobFilter, JobTable
from core.lifecycles.rules import Refused
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb, Screen, signed_in

COMPONENT_STATES = {Job.State.QUEUED: "waiting"}  # what the component calls it, where that differs


def shown(job: Job) -> dict[str, Any]:
    """The job as the progress component shows it."""
    address = reverse("jobs:job", args=[job.id])
    back_url = str(job.parameters.get("back_url") or "")
    return {
        "id": job.id,
        "title": job.title,
        "state": COMPONENT_STATES.get(job.state, job.state),  # type: ignore[call-overload]
        "percent": job.progress,
        "stage": stage_of(job),
        "poll_url": address,
        "page_url": address,
        "cancel_url": "" if job.cancel_asked else reverse("jobs:stop", args=[job.id]),
        "result_url": job.result.get("url", ""),
        "result_label": job.result.get("label", ""),
        "error": job.error,
        "back_url": back_url,
    }


def stage_of(job: Job) -> str:
    """In a sentence what the job is doing or how it ended."""
    if job.state == Job.State.QUEUED:
        return job.step or "Deze taak wacht op een vrije plek."
    if job.state == Job.State.RUNNING:
        return "De taak stopt bij de volgende stap." if job.cancel_asked else job.step
    if job.state == Job.State.CANCELLED:
        return "Deze taak is gestopt. Er is niets bewaard."
    if job.state == Job.State.DONE and job.finished_at:
        return f"Klaar op {date_format(localtime(job.finished_at), 'j F Y')} om {localtime(job.finished_at):%H:%M}."
    return ""


class JobScreen(Screen):
    """How far a job is; asks again every second until it ends, and has a link for who has no script."""

    access = may_see_job
    template_name = "core/jobs/job.html"

    def find_subject(self) -> Job | None:
        """The job, among one's own."""
        return job_of(self.who.person_id, self.kwargs["job_id"])

    def crumbs(self) -> list[Crumb]:
        """One's own jobs."""
        return [Crumb("Mijn taken", reverse("jobs:mine"))]

    def context(self) -> dict[str, Any]:
        """The job for its component."""
        return {"job": shown(self.subject)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or only the progress when the page asks for news."""
        if getattr(request, "htmx", None):
            response = render(request, "core/jobs/progress.html", self.context())
        else:
            response = self.render()
        response["Cache-Control"] = "no-store"
        return response


class StopJob(JobScreen):
    """Stops a job."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask it to stop, and back to its page."""
        try:
            job = cancel(job_id=self.subject.id, who=self.who, now=self.moment.now)
        except Refused as refusal:
            messages.warning(request, refusal.verdict.reason)
        else:
            done = "De taak is gestopt." if job.is_ended else "De taak stopt zo."
            messages.info(request, done)
        return redirect("jobs:job", job_id=self.subject.id)


class MyJobs(ListScreen):
    """What a person asked the system to do."""

    access = signed_in
    title = "Mijn taken"
    intro = "Werk dat het systeem voor je doet terwijl jij verder gaat, zoals het maken van een rapport."
    table_class = JobTable
    filter_class = JobFilter
    list_name = ("taak", "taken")
    empty = Empty("Je hebt nog geen taken", "Vraag je een rapport aan, dan zie je hier hoe ver het is.")
    export_name = "mijn-taken"

    def rows(self) -> QuerySet[Job]:
        """One's own jobs, newest first."""
        return jobs_of(self.who.person_id)
