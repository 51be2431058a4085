"""The decisions of a trajectory, and starting one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.organisations.queries import people_choices
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.reports.queries import readable_reports
from core.reports.services import ask_report
from core.screens.views import Crumb, FormScreen, found
from governance.decisions.access import WRITING, may_write
from governance.decisions.asks import url_of as decision_url
from governance.decisions.rules import Artefact
from governance.decisions.tables import DecisionFilter
from procurement.resolutions import queries, services
from procurement.resolutions.forms import PrepareForm
from procurement.resolutions.report import LIST, may_ask
from procurement.resolutions.rules import artefact_of_phase
from procurement.resolutions.tables import TrajectoryDecisionTable
from procurement.trajectory.access import may_see_trajectories
from procurement.trajectory.queries import phase as find_phase
from procurement.trajectory.queries import subject_of
from procurement.trajectory.queries import trajectory as find_trajectory
from procurement.trajectory.views import TrajectoryScreen, url_of


class TrajectoryDecisions(TrajectoryScreen, ListScreen):
    """Every decision of a trajectory that this person may see."""

    table_class = TrajectoryDecisionTable
    filter_class = DecisionFilter
    list_name = ("besluit", "besluiten")
    export_name = "besluiten-van-het-traject"
    empty = Empty(
        "Nog geen besluiten in dit traject",
        "Wat de bestuurders en colleges moeten besluiten, bereid je hier of op de pagina van een fase voor.",
    )
    title = "Besluiten"
    intro = "Alle besluiten van dit traject."
    template_name = "procurement/resolutions/list.html"

    def rows(self) -> Any:
        """What this person may see."""
        return queries.decisions_of(self.subject, self.who)

    def context(self) -> dict[str, Any]:
        """Whether a decision may be prepared."""
        return super().context() | {"trajectory": self.subject, "may_prepare": may_write(self.who)}


class DecisionPrepare(FormScreen):
    """Start a decision for a trajectory, or for one of its phases."""

    access = may_write
    form_class = PrepareForm
    template_name = "procurement/resolutions/prepare.html"
    done = "Het besluit is voorbereid met de gebruikelijke route. Schrijf nu de tekst en kijk de data na."

    def find_subject(self) -> Any:
        """The trajectory of the address, if this person may see it."""
        return found(find_trajectory(self.who, self.kwargs["slug"]))

    @property
    def phase(self) -> Any:
        """The phase of the address, or None."""
        if not hasattr(self, "_phase"):
            code = self.kwargs.get("phase")
            self._phase = found(find_phase(self.who, self.subject.slug, code)) if code else None
        return self._phase

    def crumbs(self) -> list[Crumb]:
        """Back to the trajectory and its decisions."""
        return [
            Crumb("Trajecten", reverse("trajectory:list")),
            Crumb(self.subject.name, url_of(self.subject)),
            Crumb("Besluiten", reverse("resolutions:list", args=[self.subject.slug])),
        ]

    def form_arguments(self) -> dict[str, Any]:
        """Everything of the trajectory is chosen, unless told otherwise."""
        segments = [(str(row.id), row.name) for row in self.subject.segments.order_by("-place", "order")]
        places = [(str(row.id), row.name) for row in self.subject.municipalities.order_by("name")]
        return {
            "artefacts": [(item.value, item.dutch.capitalize()) for item in Artefact],
            "owners": people_choices(roles=WRITING, today=self.moment.today),
            "segments": segments,
            "places": places,
            "initial": {
                "owner": str(self.who.person_id),
                "artefact": artefact_of_phase(self.phase.code if self.phase else "").value,
                "segments": [key for key, _ in segments],
                "municipalities": [key for key, _ in places],
            },
        }

    def context(self) -> dict[str, Any]:
        """Where it belongs."""
        return {"trajectory": self.subject, "phase": self.phase}

    def perform(self, form: Any) -> str:
        """Start it."""
        values = form.cleaned_data
        row = services.prepare_decision(
            trajectory_id=self.subject.id,
            phase_id=self.phase.id if self.phase else None,
            title=values["title"],
            artefact=values["artefact"],
            owner_id=UUID(values["owner"]),
            segment_ids=[UUID(key) for key in values["segments"]],
            municipality_ids=[UUID(key) for key in values["municipalities"]],
            who=self.who,
            now=self.moment.now,
        )
        return decision_url(row.id)


class DecisionListReport(TrajectoryScreen):
    """The kept decision lists of a trajectory, and the button for a new one."""

    access = may_see_trajectories
    template_name = "procurement/resolutions/report_page.html"

    def crumbs(self) -> list[Crumb]:
        """Back to the decisions."""
        return [*super().crumbs(), Crumb("Besluiten", reverse("resolutions:list", args=[self.subject.slug]))]

    def context(self) -> dict[str, Any]:
        """What is kept."""
        key = subject_of(self.subject)
        return {
            "trajectory": self.subject,
            "reports": list(readable_reports(self.who).filter(kind=LIST, subject_key=key)[:50]),
            "may_ask": may_ask(self.who, key),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the list and show the job."""
        key = subject_of(self.subject)
        verdict = may_ask(self.who, key)
        if not verdict:
            return self.refused(verdict)
        job = ask_report(kind=LIST, subject_key=key, as_of=self.moment.today, who=self.who, now=self.moment.now)
        return redirect("jobs:job", job.id)
