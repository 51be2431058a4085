"""Pages of a trajectory as a whole."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.organisations.queries import municipalities
from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found
from procurement.trajectory import queries, services
from procurement.trajectory.access import may_see_trajectories, may_steer
from procurement.trajectory.content_model import EVA, SID, model_of
from procurement.trajectory.forms import AnnounceForm, MilestoneEndForm, MilestoneForm, StartForm, TrajectoryForm
from procurement.trajectory.models import Phase, Trajectory
from procurement.trajectory.steps import plan_words, steps_of
from procurement.trajectory.tables import TrajectoryFilter, TrajectoryTable
from segments.catalogue.queries import segment_choices


def url_of(row: Trajectory) -> str:
    """The page of a trajectory."""
    return reverse("trajectory:trajectory", args=[row.slug])


class TrajectoryScreen(Screen):
    """Any page under one trajectory."""

    access = may_see_trajectories

    def find_subject(self) -> Any:
        """The trajectory of the address, if this person may see it."""
        return found(queries.trajectory(self.who, self.kwargs["slug"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the list and the trajectory."""
        return [Crumb("Trajecten", reverse("trajectory:list")), Crumb(self.subject.name, url_of(self.subject))]


class TrajectoryList(ListScreen):
    """All trajectories that this person may see."""

    access = may_see_trajectories
    table_class = TrajectoryTable
    filter_class = TrajectoryFilter
    list_name = ("traject", "trajecten")
    export_name = "trajecten"
    empty = Empty("Nog geen traject waar je bij kunt", "Een inkoper of manager van OZJT start een nieuw traject.")
    title = "Inkooptrajecten"
    template_name = "procurement/trajectory/list.html"

    def rows(self) -> Any:
        """Trajectories with where they stand."""
        return queries.with_progress(queries.visible_trajectories(self.who))

    def context(self) -> dict[str, Any]:
        """Whether a new one may be started, and where rooms above lead to."""
        return super().context() | {
            "may_start": may_steer(self.who),
            "panels": panels_for("trajectories", who=self.who, subject=None, moment=self.moment),
        }


class TrajectoryStart(FormScreen):
    """Start a trajectory."""

    access = may_steer
    form_class = StartForm
    template_name = "procurement/trajectory/start.html"
    done = "Het traject is gestart. Plan nu de fasen en verdeel de controlepunten."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Trajecten", reverse("trajectory:list"))]

    @cached_property
    def template(self) -> Trajectory | None:
        """The earlier trajectory that was chosen to start from; an unknown one does not exist."""
        slug = self.request.GET.get("voorbeeld")
        return found(queries.trajectory(self.who, slug)) if slug else None

    def form_arguments(self) -> dict[str, Any]:
        """What there is to choose from; all municipalities take part unless told otherwise."""
        places = [(str(row.id), row.name) for row in municipalities()]
        owners = queries.leaders(self.moment.today)
        initial: dict[str, Any] = {"owner": str(self.who.person_id), "municipalities": [key for key, _ in places]}
        if self.template is not None:
            initial |= queries.plan_of(self.template)
            if initial["owner"] not in dict(owners):
                initial["owner"] = str(self.who.person_id)
        return {"owners": owners, "municipalities": places, "segments": segment_choices(), "initial": initial}

    def build_form(self) -> Any:
        """With a template its model is the model."""
        form = super().build_form()
        if self.template is not None:
            form.fields["phase_model"].choices = [(self.template.phase_model, self.template.get_phase_model_display())]
        return form

    def context(self) -> dict[str, Any]:
        """What each profile asks, the templates, and who of the template takes part no longer."""
        models = [model_of(key) for key in Trajectory.Model.values]
        return {
            "profile_rows": [
                {
                    "name": rows[0].name,
                    "description": rows[0].description,
                    "per_model": [
                        {"model": model.code, "profile": row} for model, row in zip(models, rows, strict=True)
                    ],
                }
                for rows in zip(*(model.profiles for model in models), strict=True)
            ],
            "template": self.template,
            "templates": queries.templates_for(self.who),
            "left_behind": queries.left_behind(self.template, self.moment.today) if self.template else [],
        }

    def perform(self, form: Any) -> str:
        """Start it."""
        values = form.cleaned_data
        plan = services.Plan(
            name=values["name"],
            summary=values["summary"],
            profile=values["profile"],
            contract_start=values["contract_start"],
            max_term_years=values["max_term_years"],
            value_full_term=values["value_full_term"],
            owner_id=UUID(values["owner"]),
            municipality_ids=[UUID(key) for key in values["municipalities"]],
            segment_ids=[UUID(key) for key in values["segments"]],
            phase_model=values["phase_model"],
            template_id=self.template.id if self.template else None,
        )
        return url_of(services.start_trajectory(plan=plan, who=self.who, reason="", now=self.moment.now))


class PhaseModels(Screen):
    """Both phase models beside each other, and how their numbers compare."""

    access = may_see_trajectories
    template_name = "procurement/trajectory/models.html"

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Trajecten", reverse("trajectory:list"))]

    def context(self) -> dict[str, Any]:
        """The models, and the table of numbers."""
        eva, sid = model_of(EVA), model_of(SID)
        return {
            "models": (eva, sid),
            "rows": [
                {
                    "sid": f"{row.part}. {sid.name_of(row.part)}",
                    "eva": [f"{code}. {eva.name_of(code)}" for code in row.eva],
                    "project": row.project,
                    "what": row.what,
                }
                for row in sid.correspondences
            ],
        }


class TrajectoryPage(TrajectoryScreen):
    """Where a trajectory stands and what is asked."""

    template_name = "procurement/trajectory/trajectory.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Steps, asks, milestones and the panels of other rooms."""
        phases = queries.phases_of(self.subject)
        for row in phases:
            row.against_plan = plan_words(row)  # type: ignore[attr-defined]
        steps, lanes = steps_of(self.subject, phases)
        here = url_of(self.subject)
        asks = [ask for ask in queries.asks_of(self.who, self.moment.now) if ask.url.startswith(here)]
        milestones = list(queries.milestones_of(self.subject))
        return {
            "trajectory": self.subject,
            "phases": [row for row in phases if not row.is_track],
            "tracks": [row for row in phases if row.is_track],
            "steps": steps,
            "lanes": lanes,
            "asks": asks[:5],
            "more_asks": max(0, len(asks) - 5),
            "milestones": milestones,
            "municipalities": list(self.subject.municipalities.order_by("name")),
            "segments": list(self.subject.segments.order_by("-place", "order")),
            "may_steer": may_steer(self.who),
            "current": queries.current_phase_names(phases),
            "panels": panels_for("trajectory", who=self.who, subject=self.subject, moment=self.moment),
        }


class TrajectoryEdit(TrajectoryScreen, EditScreen):
    """Change what the trajectory is."""

    access = may_steer
    form_class = TrajectoryForm
    template_name = "procurement/trajectory/edit.html"
    done = "De wijziging is opgeslagen."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The values as they are."""
        return {
            "name": row.name,
            "summary": row.summary,
            "contract_start": row.contract_start,
            "max_term_years": row.max_term_years,
            "value_full_term": row.value_full_term,
            "owner": str(row.owner_id),
        }

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a trajectory."""
        return super().form_arguments() | {"owners": queries.leaders(self.moment.today)}

    def perform(self, form: Any) -> str:
        """Save what was typed."""
        values = {key: form.cleaned_data[key] for key in self.initial_of(self.subject) if key != "owner"}
        row = services.edit_trajectory(
            trajectory_id=self.subject.id,
            version=self.sent_version,
            values=values | {"owner_id": UUID(form.cleaned_data["owner"])},
            who=self.who,
            reason="",
            now=self.moment.now,
        )
        return url_of(row)


class TrajectoryAnnounce(TrajectoryScreen, FormScreen):
    """Tell providers about the trajectory."""

    access = may_steer
    form_class = AnnounceForm
    template_name = "procurement/trajectory/announce.html"
    done = "Aanbieders zien dit bericht nu in hun portaal."

    def form_arguments(self) -> dict[str, Any]:
        """The text that they see now."""
        return {"initial": {"text": self.subject.announcement}}

    def context(self) -> dict[str, Any]:
        """What else they will see."""
        return {"milestones": [row for row in queries.milestones_of(self.subject) if row.is_public]}

    def perform(self, form: Any) -> str:
        """Announce."""
        services.announce(
            trajectory_id=self.subject.id, text=form.cleaned_data["text"], who=self.who, now=self.moment.now
        )
        return url_of(self.subject)


class MilestoneAdd(TrajectoryScreen, FormScreen):
    """Add a milestone."""

    access = may_steer
    form_class = MilestoneForm
    template_name = "procurement/trajectory/milestone.html"
    done = "De mijlpaal staat in de planning."

    def perform(self, form: Any) -> str:
        """Add it."""
        services.add_milestone(trajectory_id=self.subject.id, who=self.who, now=self.moment.now, **form.cleaned_data)
        return f"{url_of(self.subject)}#mijlpalen"


class MilestoneRemove(TrajectoryScreen, FormScreen):
    """Take a milestone out of the planning."""

    access = may_steer
    form_class = MilestoneEndForm
    template_name = "procurement/trajectory/milestone_remove.html"
    done = "De mijlpaal is vervallen."

    def context(self) -> dict[str, Any]:
        """Which milestone."""
        return {"milestone": found(queries.milestones_of(self.subject).filter(id=self.kwargs["milestone"]).first())}

    def perform(self, form: Any) -> str:
        """Remove it."""
        services.remove_milestone(
            milestone_id=self.kwargs["milestone"],
            trajectory_id=self.subject.id,
            who=self.who,
            reason=form.cleaned_data["reason"],
        )
        return f"{url_of(self.subject)}#mijlpalen"


class TrajectoryTimeline(TrajectoryScreen):
    """Everything that happened, in sentences."""

    template_name = "procurement/trajectory/timeline.html"
    limit = 200

    def context(self) -> dict[str, Any]:
        """The newest changes; `?deel=hoofdlijn` leaves out daily work such as handing over and remarks."""
        only_major = self.request.GET.get("deel") == "hoofdlijn"
        entries = timeline(
            sources_for("trajectory"), [self.subject.id], who=self.who, only_major=only_major, limit=self.limit
        )
        return {"trajectory": self.subject, "entries": entries, "limit": self.limit, "only_major": only_major}


def phase_url(row: Phase) -> str:
    """The page of a phase."""
    return reverse("trajectory:phase", args=[row.trajectory.slug, row.slug])
