"""Pages of one check, the list of all checks, and dividing the work of a phase."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from core.edit.views import EditScreen
from core.lifecycles.rules import Verdict
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found
from procurement.checks import queries, services
from procurement.checks.forms import AssignForm, DivideForm, OwnCheckForm, ProfileForm, RemarkForm
from procurement.checks.tables import CheckFilter, CheckTable
from procurement.trajectory.access import Worker, may_see_trajectories, may_steer, may_work
from procurement.trajectory.content_model import model_of
from procurement.trajectory.forms import NlForm, ReasonForm
from procurement.trajectory.lifecycle import CHECK_STATES, CHECKS, PhaseState
from procurement.trajectory.models import Check, Trajectory
from procurement.trajectory.phase_views import PhaseScreen
from procurement.trajectory.queries import workers_of
from procurement.trajectory.views import TrajectoryScreen, phase_url, url_of


def may_work_here(who: Any, subject: Check) -> Verdict:
    """A check is worked on by those who steer and by its owner."""
    return may_see_trajectories(who) & may_work(Worker(who, subject.owner_id))


def check_url(row: Check) -> str:
    """The page of a check."""
    return reverse("checks:check", args=[row.phase.trajectory.slug, row.id])


class CheckScreen(Screen):
    """Any page under one check."""

    access: ClassVar[Any] = may_see_trajectories

    def find_subject(self) -> Any:
        """The check of the address, if this person may see its trajectory."""
        return found(queries.check_of(self.who, self.kwargs["slug"], self.kwargs["check"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the phase and the check."""
        phase = self.subject.phase
        return [
            Crumb("Trajecten", reverse("trajectory:list")),
            Crumb(phase.trajectory.name, url_of(phase.trajectory)),
            Crumb(phase.label, phase_url(phase)),
            Crumb(f"Controlepunt {self.subject.code}", check_url(self.subject)),
        ]


class CheckPage(CheckScreen):
    """What the check says, what shows it, and what can be done."""

    template_name = "procurement/checks/check.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Evidence and the steps that this person could take."""
        check = self.subject
        worker = Worker(self.who, check.owner_id)
        steps = [
            {
                "label": step.label,
                "url": reverse("checks:settle", args=[check.phase.trajectory.slug, check.id, step.name]),
                "allowed": verdict.allowed,
                "reason": verdict.reason,
                "primary": step.name == "finish",
            }
            for step, verdict in CHECKS.offered(state=check.state, who=worker, facts=services.facts_of(check))
            if check.is_own or step.name != "withdraw"
        ]
        return {
            "check": check,
            "phase": check.phase,
            "trajectory": check.phase.trajectory,
            "steps": steps,
            "evidence": queries.evidence_of_check(check, self.who),
            "panels": panels_for("check", who=self.who, subject=check, moment=self.moment),
            "may_work": may_work(worker),
            "may_steer": may_steer(self.who),
            "is_fixed": check.phase.state == PhaseState.CLOSED,
        }


class CheckSettle(CheckScreen, FormScreen):
    """Report a check as done, skip it, or open it again."""

    access = may_work_here
    form_class = ReasonForm
    template_name = "procurement/checks/settle.html"

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened, and what is left in the phase."""
        left = queries.obligatory_left(self.subject.phase)
        state = CHECK_STATES[self.step.target]
        rest = "Alle verplichte controlepunten van deze fase zijn nu afgerond."
        if left:
            rest = (
                f"In deze fase {'staat' if left == 1 else 'staan'} nog {left} verplicht{'' if left == 1 else 'e'} open."
            )
        return f"Controlepunt {self.subject.code} is {state}. {rest}"

    @property
    def step(self) -> Any:
        """The transition of the address."""
        try:
            return CHECKS[self.kwargs["step"]]
        except KeyError as error:
            raise Http404 from error

    def build_form(self) -> NlForm:
        """Without a needed reason the field may stay empty."""
        form = super().build_form()
        field = form.fields["reason"]
        field.required = self.step.needs_reason
        if self.step.name == "skip":
            field.label = "Waarom geldt dit hier niet?"
            field.help_text = "Het controlepunt telt dan als afgerond. Je reden staat op de tijdlijn."
        if self.step.name == "withdraw":
            field.label = "Waarom trek je dit controlepunt in?"
            field.help_text = "Het telt dan nergens meer mee. De tijdlijn bewaart dat het er was."
        form.submit_label = self.step.label
        return form

    def context(self) -> dict[str, Any]:
        """Which step, and what stands in its way."""
        check = self.subject
        facts = services.facts_of(check)
        verdict = CHECKS.verdict(self.step.name, state=check.state, who=Worker(self.who, check.owner_id), facts=facts)
        return {"check": check, "step": self.step, "verdict": verdict}

    def perform(self, form: Any) -> str:
        """Settle it; the next stop is the phase, where the next check waits."""
        row = services.settle_check(
            check_id=self.subject.id,
            transition=self.step.name,
            reason=form.cleaned_data["reason"],
            who=self.who,
            now=self.moment.now,
        )
        return f"{phase_url(self.subject.phase)}#controlepunt-{row.code}"


class CheckAssign(CheckScreen, FormScreen):
    """Who takes the check."""

    access = may_steer
    form_class = AssignForm
    template_name = "procurement/checks/assign.html"
    done = "De eigenaar is opgeslagen."

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a check."""
        return {
            "owners": workers_of(self.subject.phase.trajectory, self.moment.today),
            "initial": {"owner": str(self.subject.owner_id or "")},
        }

    def perform(self, form: Any) -> str:
        """Assign it."""
        owner = form.cleaned_data["owner"]
        services.assign_check(
            check_id=self.subject.id,
            owner_id=UUID(owner) if owner else None,
            who=self.who,
            today=self.moment.today,
        )
        return check_url(self.subject)


class CheckRemark(CheckScreen, EditScreen):
    """The remark of a check, which several people may be writing."""

    access = may_work_here
    form_class = RemarkForm
    template_name = "procurement/checks/remark.html"
    done = "De toelichting is opgeslagen."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The remark as it is."""
        return {"remark": row.remark}

    def perform(self, form: Any) -> str:
        """Save what was typed."""
        services.edit_remark(
            check_id=self.subject.id, version=self.sent_version, remark=form.cleaned_data["remark"], who=self.who
        )
        return check_url(self.subject)


class CheckList(TrajectoryScreen, ListScreen):
    """Every check of a trajectory, to filter and to download."""

    table_class = CheckTable
    filter_class = CheckFilter
    list_name = ("controlepunt", "controlepunten")
    export_name = "controlepunten"
    empty = Empty("Dit traject heeft geen controlepunten")
    title = "Controlepunten"
    intro = "Alle controlepunten van alle fasen en sporen van dit traject."

    def rows(self) -> Any:
        """All checks, in the order of the phases."""
        return queries.all_checks(self.subject)

    def filter_arguments(self) -> dict[str, Any]:
        """The phases of this trajectory's model."""
        return {"phases": [(part.code, part.name) for part in model_of(self.subject.phase_model).parts]}


class PhaseDivide(PhaseScreen, FormScreen):
    """Give all checks without an owner to one person."""

    access = may_steer
    form_class = DivideForm
    template_name = "procurement/checks/divide.html"
    done = "Het werk is verdeeld."

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a check."""
        return {"owners": workers_of(self.subject.trajectory, self.moment.today)}

    def context(self) -> dict[str, Any]:
        """How many wait."""
        return {"unowned": self.subject.checks.filter(owner__isnull=True, state="open").count()}

    def perform(self, form: Any) -> str:
        """Assign them."""
        services.assign_open_checks(
            phase_id=self.subject.id,
            owner_id=UUID(form.cleaned_data["owner"]),
            who=self.who,
            today=self.moment.today,
        )
        return f"{phase_url(self.subject)}#controlepunten"


class CheckAdd(PhaseScreen, FormScreen):
    """Add a check of one's own to a phase."""

    access = may_steer
    form_class = OwnCheckForm
    template_name = "procurement/checks/add.html"
    done = "Het controlepunt staat erbij. Kies nog wie het oppakt."

    def perform(self, form: Any) -> str:
        """Add it."""
        row = services.add_check(phase_id=self.subject.id, who=self.who, now=self.moment.now, **form.cleaned_data)
        return reverse("checks:check", args=[self.subject.trajectory.slug, row.id])


class ProfileSwitchScreen(TrajectoryScreen, EditScreen):
    """Change the profile of a trajectory: first see what changes, then confirm with a reason."""

    access = may_steer
    form_class = ProfileForm
    template_name = "procurement/checks/profile.html"
    done = "Het traject is van soort veranderd. De open controlepunten zijn opnieuw beoordeeld."

    @property
    def chosen(self) -> str:
        """The profile that is looked at; empty while none was chosen."""
        asked = str(self.request.POST.get("profile") or self.request.GET.get("soort", ""))
        return asked if asked in Trajectory.Profile.values and asked != self.subject.profile else ""

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The profile of the row, or the one that was chosen."""
        return {"profile": self.chosen or row.profile}

    def context(self) -> dict[str, Any]:
        """The profiles with what they ask, and what the chosen one would change."""
        model = model_of(self.subject.phase_model)
        switch = queries.profile_switch(self.subject, self.chosen) if self.chosen else None
        return {
            "profiles": model.profiles,
            "chosen": next((row for row in model.profiles if row.code == self.chosen), None),
            "switch": switch,
        }

    def perform(self, form: Any) -> str:
        """Switch."""
        services.switch_profile(
            trajectory_id=self.subject.id,
            version=self.sent_version,
            profile=form.cleaned_data["profile"],
            who=self.who,
            reason=form.cleaned_data["reason"],
            now=self.moment.now,
        )
        return url_of(self.subject)
