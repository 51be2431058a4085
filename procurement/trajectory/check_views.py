"""Pages of one check and its evidence."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.looks.services import note_look
from core.edit.views import EditScreen
from core.files.answers import download
from core.lifecycles.rules import ALLOWED, Verdict, refuse
from core.reports.models import Report
from core.screens.views import Crumb, FormScreen, Screen, found
from procurement.trajectory import queries, services
from procurement.trajectory.access import Worker, may_see_trajectories, may_steer, may_work
from procurement.trajectory.forms import AssignForm, EvidenceForm, NlForm, ReasonForm, RemarkForm, WithdrawForm
from procurement.trajectory.lifecycle import CHECK_STATES, CHECKS, PhaseState
from procurement.trajectory.models import Check, Evidence, Phase
from procurement.trajectory.views import phase_url, url_of


def may_work_here(who: Any, subject: Check) -> Verdict:
    """A check is worked on by those who steer and by its owner."""
    return may_see_trajectories(who) & may_work(Worker(who, subject.owner_id))


def check_url(row: Check) -> str:
    """The page of a check."""
    return reverse("trajectory:check", args=[row.phase.trajectory.slug, row.id])


def report_choices(phase: Phase) -> list[tuple[str, str]]:
    """The kept reports of a trajectory, newest first."""
    rows = Report.objects.filter(subject_key=queries.subject_of(phase.trajectory)).order_by("-made_at")
    return [(str(row.id), f"{row.title}, peildatum {row.as_of:%d-%m-%Y}") for row in rows[:100]]


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

    template_name = "procurement/trajectory/check.html"

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
                "url": reverse("trajectory:settle", args=[check.phase.trajectory.slug, check.id, step.name]),
                "allowed": verdict.allowed,
                "reason": verdict.reason,
                "primary": step.name == "finish",
            }
            for step, verdict in CHECKS.offered(state=check.state, who=worker, facts=services.facts_of(check))
        ]
        return {
            "check": check,
            "phase": check.phase,
            "trajectory": check.phase.trajectory,
            "steps": steps,
            "evidence": queries.evidence_of_check(check, self.who),
            "may_work": may_work(worker),
            "may_steer": may_steer(self.who),
            "is_fixed": check.phase.state == PhaseState.CLOSED,
        }


class CheckSettle(CheckScreen, FormScreen):
    """Report a check as done, skip it, or open it again."""

    access = may_work_here
    form_class = ReasonForm
    template_name = "procurement/trajectory/settle.html"

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
    template_name = "procurement/trajectory/assign.html"
    done = "De eigenaar is opgeslagen."

    def form_arguments(self) -> dict[str, Any]:
        """Who can own a check."""
        return {
            "owners": queries.workers_of(self.subject.phase.trajectory, self.moment.today),
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
    template_name = "procurement/trajectory/remark.html"
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


class EvidenceForms(FormScreen):
    """Adding a file, a link or a kept report."""

    form_class = EvidenceForm
    template_name = "procurement/trajectory/evidence.html"
    done = "Het bewijs is toegevoegd."

    def add(self, form: Any, *, phase: Phase, check: Check | None) -> None:
        """Hand what was sent to the service."""
        values = form.cleaned_data
        file = values.get("file")
        services.add_evidence(
            phase_id=phase.id,
            check_id=check.id if check else None,
            title=values["title"],
            upload=services.Upload(file.name, file.chunks()) if file else None,
            url=values["url"] or "",
            report_id=UUID(values["report"]) if values["report"] else None,
            is_confidential=values["is_confidential"],
            who=self.who,
            now=self.moment.now,
        )


class CheckEvidence(CheckScreen, EvidenceForms):
    """Evidence for a check."""

    access = may_work_here

    def form_arguments(self) -> dict[str, Any]:
        """The reports to choose from."""
        return {"reports": report_choices(self.subject.phase)}

    def context(self) -> dict[str, Any]:
        """What it is evidence for."""
        return {"about": self.subject.text}

    def perform(self, form: Any) -> str:
        """Add it."""
        self.add(form, phase=self.subject.phase, check=self.subject)
        return check_url(self.subject)


class EvidenceScreen(Screen):
    """Any page about one piece of evidence; a confidential one does not exist for others, and their tries are noted."""

    access: ClassVar[Any] = may_see_trajectories

    def find_subject(self) -> Any:
        """The piece, if this person may see it; a try at a confidential one is noted before the 404."""
        piece_id = self.kwargs["evidence"]
        row = queries.evidence(self.who, piece_id)
        if row is None:
            hidden = queries.hidden_evidence(self.who, piece_id)
            if hidden is not None:
                self.note(hidden, allowed=False)
        return found(row)

    def note(self, row: Evidence, *, allowed: bool) -> None:
        """Keep who looked or tried, on a connection of its own."""
        note_look(
            who=self.who,
            kind="bewijs",
            subject_id=row.id,
            name=row.title,
            context_key=queries.subject_of(row.phase.trajectory),
            allowed=allowed,
            now=self.moment.now,
        )


class EvidenceOpen(EvidenceScreen):
    """The file, the link or the report; a look at something confidential is noted."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A file always as an attachment."""
        row = self.subject
        if row.is_confidential:
            self.note(row, allowed=True)
        if row.file is not None:
            return download(row.file)
        return redirect(row.url) if row.url else redirect("reports:report", row.report_id)


def may_withdraw(who: Any, subject: Evidence) -> Verdict:
    """Whoever may work on what it belongs to."""
    if subject.check_point is None:
        return may_steer(who)
    allowed = may_work(Worker(who, subject.check_point.owner_id))
    return ALLOWED if allowed else refuse(allowed.reason)


class EvidenceWithdraw(EvidenceScreen, FormScreen):
    """Take evidence back, with a reason."""

    access = may_withdraw
    form_class = WithdrawForm
    template_name = "procurement/trajectory/withdraw.html"
    done = "Het bewijs is ingetrokken. De tijdlijn bewaart dat het er was."

    def crumbs(self) -> list[Crumb]:
        """Back to what it belongs to."""
        phase = self.subject.phase
        label = f"Controlepunt {self.subject.check_point.code}" if self.subject.check_point else phase.label
        return [
            Crumb("Trajecten", reverse("trajectory:list")),
            Crumb(phase.trajectory.name, url_of(phase.trajectory)),
            Crumb(label, self.back()),
        ]

    def back(self) -> str:
        """The check or phase that it belongs to."""
        row = self.subject
        return check_url(row.check_point) if row.check_point else phase_url(row.phase)

    def context(self) -> dict[str, Any]:
        """Which piece."""
        return {"evidence": self.subject}

    def perform(self, form: Any) -> str:
        """Withdraw it."""
        services.withdraw_evidence(
            evidence_id=self.subject.id, reason=form.cleaned_data["reason"], who=self.who, now=self.moment.now
        )
        return self.back()
