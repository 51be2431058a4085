"""The mandate register: the list, one mandate, who may do what, and keeping it."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from accounts.organisations.queries import people_choices
from accounts.organisations.rules import Role
from core.edit.views import EditScreen
from core.files.answers import download
from core.history.queries import sources_for, timeline
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.views import Crumb, FormScreen, Screen, found
from governance.bodies.views import top
from governance.mandates import queries, services
from governance.mandates.access import may_register, may_see_mandates
from governance.mandates.forms import HolderForm, LookUpForm, MandateForm, RenewForm, WithdrawForm
from governance.mandates.models import Mandate
from governance.mandates.queries import mandate_url
from governance.mandates.rules import STANDINGS, gap_words, standing_of
from governance.mandates.tables import TONES, MandateFilter, MandateTable

HOLDERS = (Role.PORTFOLIO_HOLDER, Role.MANAGER, Role.PROJECT_LEADER, Role.PROCUREMENT_OFFICER, Role.JURIST)


def register_crumb() -> Crumb:
    """Back to the register."""
    return Crumb("Mandaten", reverse("mandates:list"))


class MandateList(ListScreen):
    """The whole register, with the acts that nobody may do today above it."""

    access = may_see_mandates
    template_name = "governance/mandates/list.html"
    table_class = MandateTable
    filter_class = MandateFilter
    list_name = ("mandaat", "mandaten")
    export_name = "mandaten"
    empty = Empty("Nog geen mandaten ingeschreven", "Zonder mandaat kan OZJT geen brief of contract laten uitgaan.")
    title = "Mandaten"
    intro = "Wie welke rechtshandeling mag doen, namens wie, van wanneer tot wanneer."

    def crumbs(self) -> list[Crumb]:
        """Back to Bestuur."""
        return [top()]

    def rows(self) -> Any:
        """The newest first, with how they stand today."""
        return queries.with_standing(queries.with_reach(queries.visible_mandates(self.who)), self.moment.today)

    def context(self) -> dict[str, Any]:
        """What nobody may do today, and whether this person keeps the register."""
        return super().context() | {
            "may_register": may_register(self.who),
            "nobody": queries.acts_without_anybody(self.moment.today),
        }


class MandateScreen(Screen):
    """Any page of one mandate."""

    access: ClassVar[Any] = may_see_mandates

    def find_subject(self) -> Any:
        """The mandate of the address, if this person may read the register."""
        return found(queries.mandate(self.who, self.kwargs["mandate"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the register and the mandate."""
        return [top(), register_crumb(), Crumb(self.subject.title, mandate_url(self.subject))]


def standing(row: Mandate, today: Any) -> dict[str, str]:
    """How a mandate stands today, as word and tone."""
    stands = standing_of(
        valid_from=row.valid_from, valid_until=row.valid_until, withdrawn_on=row.withdrawn_on, day=today
    )
    return {"word": STANDINGS[stands], "tone": TONES[stands]}


class MandatePage(MandateScreen):
    """What a mandate says, how it stands, what it follows and what happened."""

    template_name = "governance/mandates/mandate.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Acts, coverage, the line of mandates and the timeline."""
        row, today = self.subject, self.moment.today
        coverage = queries.coverage_of(row)
        line = queries.line_of(row)
        successor = next((other for other in line if other.follows_id == row.id), None)
        return {
            "mandate": row,
            "standing": standing(row, today),
            "acts": queries.acts_of(row),
            "coverage": coverage,
            "givers": sorted({line.granted_by.name for line in coverage if line.granted_by.organisation_id is None}),
            "line": [{"mandate": other, **standing(other, today)} for other in line] if len(line) > 1 else [],
            "successor": successor,
            "gap": gap_words(old_until=row.valid_until, new_from=successor.valid_from) if successor else "",
            "is_ending": bool(
                row.valid_until
                and not successor
                and not row.withdrawn_on
                and today <= row.valid_until <= today + queries.ENDING_SOON
            ),
            "may_register": may_register(self.who),
            "entries": timeline(sources_for("mandate"), [row.id], who=self.who),
        }


class MandateFile(MandateScreen):
    """The decision behind a mandate, as it was handed in."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Always as an attachment."""
        if self.subject.file is None:
            raise Http404
        return download(self.subject.file)


class MandateForms(FormScreen):
    """The form that says what a mandate is."""

    access: ClassVar[Any] = may_register

    def form_arguments(self) -> dict[str, Any]:
        """What there is to choose from."""
        return {
            "givers": queries.giver_choices(),
            "organisations": queries.coverable_choices(),
            "people": people_choices(roles=HOLDERS, today=self.moment.today),
            "acts": queries.act_choices(),
        }

    def plan_of(self, form: Any) -> services.MandatePlan:
        """What was typed, for the service."""
        values = form.cleaned_data
        file = values["file"]
        return services.MandatePlan(
            title=values["title"],
            giver=values["giver"],
            organisation_ids=[UUID(key) for key in values["organisations"]],
            holder_function=values["holder_function"],
            holder_id=UUID(values["holder"]) if values["holder"] else None,
            act_codes=values["acts"],
            segments=values["segments"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            limits=values["limits"],
            max_amount=values["max_amount"],
            may_submandate=values["may_submandate"],
            source=values["source"],
            url=values["url"] or "",
            paper=services.Paper(file.name, file.chunks()) if file else None,
        )


class MandateRegister(MandateForms):
    """Put a mandate in the register."""

    form_class = MandateForm
    template_name = "governance/mandates/register.html"
    done = "Het mandaat is ingeschreven."

    def crumbs(self) -> list[Crumb]:
        """Back to the register."""
        return [top(), register_crumb()]

    def form_arguments(self) -> dict[str, Any]:
        """All municipalities take part unless told otherwise."""
        arguments = super().form_arguments()
        places = [str(row.id) for row in queries.coverable() if row.kind == "municipality"]
        return arguments | {"initial": {"organisations": places, "valid_from": self.moment.today}}

    def perform(self, form: Any) -> str:
        """Register it."""
        return mandate_url(services.register(plan=self.plan_of(form), who=self.who, now=self.moment.now))


class MandateRenew(MandateScreen, MandateForms, EditScreen):
    """A new mandate that follows this one, filled in like it."""

    access = may_register
    form_class = RenewForm
    template_name = "governance/mandates/renew.html"
    done = "De opvolger is ingeschreven. Het oude mandaat eindigt op de dag ervoor."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """Like the old one, without its period and its document."""
        coverage = queries.coverage_of(row)
        boards = {line.granted_by_id for line in coverage if line.granted_by.organisation_id is None}
        return {
            "title": row.title,
            "giver": str(boards.pop()) if boards else queries.COLLEGES,
            "organisations": [str(line.organisation_id) for line in coverage],
            "holder_function": row.holder_function,
            "holder": str(row.holder_id or ""),
            "acts": [act.code for act in queries.acts_of(row)],
            "segments": row.segments,
            "limits": row.limits,
            "max_amount": row.max_amount,
            "may_submandate": row.may_submandate,
        }

    def form_arguments(self) -> dict[str, Any]:
        """Choices and the values of the old one."""
        return MandateForms.form_arguments(self) | {"initial": self.initial_of(self.subject)}

    def context(self) -> dict[str, Any]:
        """Which one it follows."""
        return {"mandate": self.subject}

    def perform(self, form: Any) -> str:
        """Renew it."""
        row = services.renew(
            mandate_id=self.subject.id,
            version=self.sent_version,
            plan=self.plan_of(form),
            who=self.who,
            now=self.moment.now,
        )
        return mandate_url(row)


class MandateWithdraw(MandateScreen, FormScreen):
    """Take a mandate back, with a reason."""

    access = may_register
    form_class = WithdrawForm
    template_name = "governance/mandates/withdraw.html"
    done = "Het mandaat is ingetrokken. Het blijft in het register staan, met de reden."

    def form_arguments(self) -> dict[str, Any]:
        """From today, unless told otherwise."""
        return {"initial": {"on": self.moment.today}}

    def context(self) -> dict[str, Any]:
        """Which one."""
        return {"mandate": self.subject}

    def perform(self, form: Any) -> str:
        """Withdraw it."""
        values = form.cleaned_data
        row = services.withdraw(mandate_id=self.subject.id, on=values["on"], reason=values["reason"], who=self.who)
        return mandate_url(row)


class MandateHolder(MandateScreen, EditScreen):
    """Say who has the function now."""

    access = may_register
    form_class = HolderForm
    template_name = "governance/mandates/holder.html"
    done = "De mandaathouder is opgeslagen."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The person as it is."""
        return {"holder": str(row.holder_id or "")}

    def form_arguments(self) -> dict[str, Any]:
        """Who can have the function."""
        return super().form_arguments() | {"people": people_choices(roles=HOLDERS, today=self.moment.today)}

    def context(self) -> dict[str, Any]:
        """Which mandate."""
        return {"mandate": self.subject}

    def perform(self, form: Any) -> str:
        """Save it."""
        holder = form.cleaned_data["holder"]
        row = services.name_holder(
            mandate_id=self.subject.id,
            version=self.sent_version,
            holder_id=UUID(holder) if holder else None,
            reason="",
            who=self.who,
            now=self.moment.now,
        )
        return mandate_url(row)


class MandateLookUp(Screen):
    """Who may do this act for these municipalities on this day, in words."""

    access = may_see_mandates
    template_name = "governance/mandates/look_up.html"

    def crumbs(self) -> list[Crumb]:
        """Back to the register."""
        return [top(), register_crumb()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty question, the answer, or what to mend."""
        asked, places = "handeling" in request.GET, queries.coverable()
        form = LookUpForm(
            request.GET if asked else None,
            acts=queries.act_choices(),
            organisations=[(str(row.id), row.name) for row in places],
            initial={"dag": self.moment.today, "voor": queries.asked_for(self.who, places)},
        )
        if not asked:
            return self.render({"form": form})
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        return self.render({"form": form, **self.answered(form.cleaned_data)})

    def answered(self, values: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question."""
        return {
            "answer": queries.look_up(
                act=values["handeling"], organisation_ids=[UUID(key) for key in values["voor"]], day=values["dag"]
            ),
            "act": dict(queries.act_choices())[values["handeling"]],
            "day": values["dag"],
            "may_register": may_register(self.who),
        }
