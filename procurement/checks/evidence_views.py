"""Pages of evidence: adding, opening and taking back."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.looks.services import note_look
from core.files.answers import download
from core.lifecycles.rules import ALLOWED, Verdict, refuse
from core.reports.models import Report
from core.screens.views import Crumb, FormScreen, Screen, found
from procurement.checks import queries, services
from procurement.checks.forms import EvidenceForm, WithdrawForm
from procurement.checks.views import CheckScreen, check_url, may_work_here
from procurement.trajectory.access import Worker, may_see_trajectories, may_steer, may_work
from procurement.trajectory.models import Check, Evidence, Phase
from procurement.trajectory.phase_views import PhaseScreen
from procurement.trajectory.queries import subject_of
from procurement.trajectory.views import phase_url, url_of


def report_choices(phase: Phase) -> list[tuple[str, str]]:
    """The kept reports of a trajectory, newest first."""
    rows = Report.objects.filter(subject_key=subject_of(phase.trajectory)).order_by("-made_at")
    return [(str(row.id), f"{row.title}, peildatum {row.as_of:%d-%m-%Y}") for row in rows[:100]]


class EvidenceForms(FormScreen):
    """Adding a file, a link or a kept report."""

    form_class = EvidenceForm
    template_name = "procurement/checks/evidence.html"
    done = "Het bewijs is toegevoegd."

    def choices(self, phase: Phase) -> dict[str, Any]:
        """What the form lets choose: kept reports, and for whom this person delivers."""
        rows = queries.delivers_for(self.who, phase)
        return {"reports": report_choices(phase), "organisations": [(str(row.id), row.name) for row in rows]}

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
            organisation_id=UUID(values["organisation"]) if values.get("organisation") else None,
            who=self.who,
            now=self.moment.now,
        )


class CheckEvidence(CheckScreen, EvidenceForms):
    """Evidence for a check."""

    access = may_work_here

    def form_arguments(self) -> dict[str, Any]:
        """The reports and organisations to choose from."""
        return self.choices(self.subject.phase)

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
            context_key=subject_of(row.phase.trajectory),
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
    template_name = "procurement/checks/withdraw.html"
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


class PhaseEndProduct(PhaseScreen, EvidenceForms):
    """Record the end product of a phase."""

    access = may_steer
    done = "Het eindproduct is vastgelegd."

    def form_arguments(self) -> dict[str, Any]:
        """The reports and organisations to choose from."""
        return self.choices(self.subject)

    def context(self) -> dict[str, Any]:
        """What it is the end product of."""
        return {"about": self.subject.end_product, "is_end_product": True}

    def perform(self, form: Any) -> str:
        """Add it."""
        self.add(form, phase=self.subject, check=None)
        return f"{phase_url(self.subject)}#eindproduct"
